"""The steps whose days a ledger names: when a member was placed, and when the receipt went out and came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from service import clock
from service.db import Transaction
from service.models import Case, HistoryLine, HistoryText
from service.queries.history import open_text

_ENDS = frozenset({"closed", "revoked"})
_STILL_TRUE: Mapping[str, frozenset[str]] = {
    "place": frozenset({"receipt_due", "receipt_check"}) | _ENDS,
    "send_receipt": frozenset({"receipt_check"}) | _ENDS,
    "confirm_receipt": _ENDS,
}
"""A step that was taken back or rejected is in the history, and in no ledger."""


@dataclass(frozen=True)
class Step:
    """The day of a step, and who handled it where the step says so."""

    day: date
    handled_by: str = ""


def steps_of(tx: Transaction, cases: Sequence[Case]) -> dict[int, dict[str, Step]]:
    """By the case's key, then by the action; the last of each counts."""
    steps: dict[int, dict[str, Step]] = {case.id: {} for case in cases}
    states = {case.id: case.state for case in cases}
    words = and_(
        HistoryText.case_id == HistoryLine.case_id,
        HistoryText.seq == HistoryLine.seq,
        HistoryLine.action == "send_receipt",
    )
    query = (
        select(HistoryLine.case_id, HistoryLine.action, HistoryLine.at, HistoryText)
        .outerjoin(HistoryText, words)
        .where(HistoryLine.case_id.in_(states), HistoryLine.action.in_(_STILL_TRUE))
        .order_by(HistoryLine.case_id, HistoryLine.seq)
    )
    for case_id, action, at, text in tx.session.execute(query):
        if states[case_id] in _STILL_TRUE[action]:
            steps[case_id][action] = Step(clock.day_of(at), _handled_by(tx, text))
    return steps


def _handled_by(tx: Transaction, text: HistoryText | None) -> str:
    words: dict[str, Any] = open_text(tx, text) if text is not None else {}
    return str(words.get("handled_by", ""))
