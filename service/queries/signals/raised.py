"""The signals that have been raised: those that last, and those of a follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, Signal


@dataclass(frozen=True)
class RaisedSignal:
    """What has been the matter since when, until when, and by which case."""

    name: str
    since: date
    ended_on: date | None
    case: str | None


def lasting(tx: Transaction, name: str) -> dict[str, Signal]:
    """The signals of a name that last, by member."""
    query = select(Signal).where(Signal.name == name, Signal.ended_on.is_(None))
    return {signal.member_id: signal for signal in tx.session.scalars(query)}


def signals_of(tx: Transaction, follow_up_ids: Iterable[int]) -> dict[int, list[RaisedSignal]]:
    """All that some follow-ups rest on or were joined by, the oldest first, by the key of the follow-up."""
    query = (
        select(Signal, Case.number)
        .outerjoin(Case, Case.id == Signal.case_id)
        .where(Signal.follow_up_id.in_(list(follow_up_ids)))
        .order_by(Signal.follow_up_id, Signal.id)
    )
    found: dict[int, list[RaisedSignal]] = {}
    for signal, number in tx.session.execute(query):
        said = RaisedSignal(signal.name, signal.since, signal.ended_on, number)
        found.setdefault(signal.follow_up_id, []).append(said)
    return found
