"""The only writer of the history: one line per step, chained to the line before, people's words sealed beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from service import chain
from service.db import Transaction
from service.models import Case, HistoryLine, HistoryText
from service.permissions import Actor, PostHeld


@dataclass(frozen=True)
class Entry:
    """What a line says. `on_behalf_of` is the unit a stand-in acted for: its code and its name of the day."""

    action: str
    from_state: str
    to_state: str
    actor: Actor
    post: PostHeld | None
    party: str | None = None
    on_behalf_of: tuple[str, str] | None = None
    details: dict[str, Any] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)


def record(tx: Transaction, case: Case, entry: Entry) -> None:
    """Add a line to the case's history. The case's own row, changed by the caller, is written after it."""
    seq = case.history_count + 1
    text = chain.canonical(entry.private) if entry.private else ""
    body = chain.canonical(_body(entry, case, seq, tx.now, tx.vault.commitment(f"{case.number}|{seq}|{text}")))
    line_hash = chain.line_hash(case.number, seq, case.history_head, body)
    tx.session.execute(
        insert(HistoryLine).values(
            case_id=case.id,
            seq=seq,
            at=tx.now,
            action=entry.action,
            from_state=entry.from_state,
            to_state=entry.to_state,
            actor_id=entry.actor.user_id,
            organization_id=entry.post.organization_id if entry.post else None,
            body=body,
            previous_hash=case.history_head,
            hash=line_hash,
        )
    )
    if text:
        sealed = tx.vault.seal(text, table="history_texts", column="sealed", row=f"{case.id}|{seq}")
        tx.session.execute(insert(HistoryText).values(case_id=case.id, seq=seq, sealed=sealed))
    case.history_count, case.history_head = seq, line_hash


def _body(entry: Entry, case: Case, seq: int, at: datetime, commitment: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "case": case.number,
        "seq": seq,
        "at": chain.instant(at),
        "action": entry.action,
        "from": entry.from_state,
        "to": entry.to_state,
        "version": case.version,
        "actor": entry.actor.user_id,
        "role": entry.post.role.value if entry.post else None,
        "party": entry.party,
        "organization_id": entry.post.organization_id if entry.post else None,
        "organization": _named(entry.post.code, entry.post.title) if entry.post else None,
        "on_behalf_of": _named(*entry.on_behalf_of) if entry.on_behalf_of else None,
        "details": entry.details,
        "text": commitment if entry.private else None,
    }
    if entry.post is not None and entry.post.in_place_of is not None:
        body["in_place_of"] = entry.post.in_place_of.user_id
    return body


def _named(code: str, name: str) -> dict[str, str]:
    return {"code": code, "name": name}
