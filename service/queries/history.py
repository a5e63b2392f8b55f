"""Reading a case's history, and who took its last step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, HistoryLine, HistoryText, User
from service.queries.absences import people_named
from workflows.everywhere import EVERYWHERE

NO_STEP = [name for name, action in EVERYWHERE.items() if not action.raises_version]
"""Lines that raise no version: they are not steps."""


def last_step(tx: Transaction, case: Case) -> dict[str, Any]:
    """Who took the step that made an open page stale: the winner's name, the action, and when."""
    row = tx.session.execute(
        select(HistoryLine.action, HistoryLine.at, HistoryLine.body, User.display_name)
        .outerjoin(User, User.id == HistoryLine.actor_id)
        .where(HistoryLine.case_id == case.id, HistoryLine.action.not_in(NO_STEP))
        .order_by(HistoryLine.seq.desc())
        .limit(1)
    ).first()
    if row is None:
        return {}
    organization = json.loads(row.body)["organization"]
    return {
        "winner": row.display_name,
        "winner_organization": organization["name"] if organization else None,
        "winning_action": row.action,
        "at": row.at,
    }


def lines_of(tx: Transaction, case: Case) -> list[dict[str, Any]]:
    """Every line of a case, oldest first, with its words opened."""
    rows = tx.session.execute(
        select(HistoryLine, HistoryText, User.display_name)
        .outerjoin(HistoryText, (HistoryText.case_id == HistoryLine.case_id) & (HistoryText.seq == HistoryLine.seq))
        .outerjoin(User, User.id == HistoryLine.actor_id)
        .where(HistoryLine.case_id == case.id)
        .order_by(HistoryLine.seq)
    )
    found: list[tuple[HistoryLine, dict[str, Any], HistoryText | None, str | None]] = [
        (line, json.loads(line.body), text, name) for line, text, name in rows
    ]
    absent = people_named(tx, {body["in_place_of"] for _line, body, _text, _name in found if "in_place_of" in body})
    return [
        _line(line, body, open_text(tx, text) if text is not None else {}, name)
        | {"in_place_of": _person(body.get("in_place_of"), absent)}
        for line, body, text, name in found
    ]


def _person(key: int | None, names: Mapping[int, str]) -> dict[str, Any] | None:
    return {"id": key, "name": names.get(key)} if key else None


def _line(line: HistoryLine, body: dict[str, Any], words: dict[str, str], name: str | None) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "at": line.at,
        "actor": {"id": line.actor_id, "name": name} if line.actor_id else None,
        "role": body["role"],
        "party": body["party"],
        "organization": body["organization"],
        "on_behalf_of": body["on_behalf_of"],
        "action": line.action,
        "from_state": line.from_state,
        "to_state": line.to_state,
        "comment": words.pop("comment", None),
        "details": {**body["details"], **words},
        "hash": line.hash,
        "previous_hash": line.previous_hash,
    }


def open_text(tx: Transaction, text: HistoryText) -> dict[str, str]:
    """The private fields of a line."""
    row = f"{text.case_id}|{text.seq}"
    opened: dict[str, str] = json.loads(tx.vault.unseal(text.sealed, table="history_texts", column="sealed", row=row))
    return opened
