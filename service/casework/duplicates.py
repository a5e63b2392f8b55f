"""Two records of what may be one person: made one, or told apart for good. People decide, and say why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from service.casework.members import PLAIN, REASON_LENGTH, set_facts
from service.db import Transaction
from service.errors import ActionRefused, NotFound, NotPermitted, StaleVersion, ValidationFailed
from service.models import Case, DuplicateDecision, Member, MemberRelation
from service.permissions import Actor, may_write_members
from service.queries.members import find_member, opened, responsible_for
from workflows.vocabulary import Refusal

SECRETS = ("id_number", "phone")
_NOTHING = (None, "")


@dataclass(frozen=True)
class Pair:
    """The record that stays and the other one, as somebody saw them; versions None where nobody said."""

    kept: str
    other: str
    kept_version: int | None = None
    other_version: int | None = None


def merge_members(tx: Transaction, actor: Actor, pair: Pair, reason: str) -> Member:
    """The other record goes up in the one that stays, which takes what it lacks; ended cases stay where they are.

    Raises ActionRefused where two ID numbers differ or the other record has an open case.
    """
    kept, other = _both(tx, actor, pair)
    decision = _decision(tx, actor, pair, "merged", reason)
    if refusals := obstacles(tx, kept, other):
        raise ActionRefused(refusals)
    taken = facts_to_take(tx, kept, other)
    _end(tx, other, gives_number="id_number" in taken)
    set_facts(tx, kept, taken)
    tx.session.add(decision)
    tx.session.flush()
    return kept


def tell_apart(tx: Transaction, actor: Actor, pair: Pair, reason: str) -> Member:
    """Two persons, and nobody is asked again."""
    kept, _ = _both(tx, actor, pair)
    tx.session.add(_decision(tx, actor, pair, "distinct", reason))
    return kept


def obstacles(tx: Transaction, kept: Member, other: Member) -> list[Refusal]:
    """Why the other record cannot go up in the one that stays."""
    found = []
    if kept.id_number_index and other.id_number_index:
        found.append(Refusal("two_id_numbers"))
    under_way = select(Case.number).where(Case.member_id == other.id, Case.is_open).order_by(Case.id).limit(1)
    if number := tx.session.scalar(under_way):
        found.append(Refusal("record_has_open_case", {"number": number}))
    return found


def facts_to_take(tx: Transaction, kept: Member, other: Member) -> dict[str, Any]:
    """What only the other record knows."""
    said = {name: (getattr(kept, name), getattr(other, name)) for name in PLAIN}
    plain = {name: theirs for name, (ours, theirs) in said.items() if ours in _NOTHING and theirs not in _NOTHING}
    secret = {name: opened(tx, other, name) for name in SECRETS if not getattr(kept, f"{name}_sealed")}
    return plain | {name: value for name, value in secret.items() if value}


def _both(tx: Transaction, actor: Actor, pair: Pair) -> tuple[Member, Member]:
    """Both locked, in the order of their keys: of two who merge crosswise the second waits, and finds one gone."""
    if pair.kept == pair.other:
        raise ValidationFailed([Refusal("same_record", {}, "other_id")])
    found = {key: find_member(tx, actor, key, lock=True) for key in sorted((pair.kept, pair.other))}
    kept, other = (_writable(tx, actor, key, found[key]) for key in (pair.kept, pair.other))
    for member, seen in ((kept, pair.kept_version), (other, pair.other_version)):
        if seen is not None and seen != member.version:
            raise StaleVersion(version=member.version)
    return kept, other


def _writable(tx: Transaction, actor: Actor, key: str, member: Member | None) -> Member:
    if member is None:
        raise NotFound(member=key)
    responsible = responsible_for(tx, member)
    if responsible is None or not may_write_members(actor, responsible):
        raise NotPermitted(member=key)
    return member


def _decision(tx: Transaction, actor: Actor, pair: Pair, decision: str, reason: str) -> DuplicateDecision:
    if not reason.strip() or actor.user_id is None:
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    return DuplicateDecision(
        at=tx.now, user_id=actor.user_id, member_id=pair.other, other_id=pair.kept, decision=decision,
        reason=reason.strip()[:REASON_LENGTH],
    )  # fmt: skip


def _end(tx: Transaction, other: Member, *, gives_number: bool) -> None:
    """Nobody holds the other record any more, so that no list has it; a number belongs to one record only."""
    held = update(MemberRelation).where(MemberRelation.member_id == other.id, MemberRelation.until.is_(None))
    tx.session.execute(held.values(until=tx.now).execution_options(synchronize_session=False))
    if gives_number:
        other.id_number_sealed = other.id_number_index = other.id_last4_index = None
    tx.session.flush()
