"""The steps of which a ledger tells: when a member was placed or left and where to, when a receipt went and came."""

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
from workflows import NEWEST

_ENDS = frozenset({"closed", "revoked"})
_WORDS = {"send_receipt": "handled_by", "report_leave": "place", "register_inflow": "place", "move_on": "place"}
"""What people wrote at a step that a ledger shows."""
_WHILE_AWAY = frozenset(NEWEST["mobile_registration"].states)
_STILL_TRUE: Mapping[str, frozenset[str]] = {
    "place": frozenset({"receipt_due", "receipt_check"}) | _ENDS,
    "send_receipt": frozenset({"receipt_check"}) | _ENDS,
    "confirm_receipt": _ENDS,
    **dict.fromkeys(("report_leave", "register_inflow", "move_on"), _WHILE_AWAY),
}
"""A step that was taken back or rejected is in the history, and in no ledger."""


@dataclass(frozen=True)
class Step:
    """The day of a step, and what it says that a ledger shows: who handled it, or where a member went."""

    day: date
    words: str = ""


def steps_of(tx: Transaction, cases: Sequence[Case]) -> dict[int, dict[str, Step]]:
    """By the case's key, then by the action; the last of each counts."""
    steps: dict[int, dict[str, Step]] = {case.id: {} for case in cases}
    states = {case.id: case.state for case in cases}
    words = and_(
        HistoryText.case_id == HistoryLine.case_id,
        HistoryText.seq == HistoryLine.seq,
        HistoryLine.action.in_(_WORDS),
    )
    query = (
        select(HistoryLine.case_id, HistoryLine.action, HistoryLine.at, HistoryText)
        .outerjoin(HistoryText, words)
        .where(HistoryLine.case_id.in_(states), HistoryLine.action.in_(_STILL_TRUE))
        .order_by(HistoryLine.case_id, HistoryLine.seq)
    )
    for case_id, action, at, text in tx.session.execute(query):
        if states[case_id] in _STILL_TRUE[action]:
            steps[case_id][action] = Step(clock.day_of(at), _words(tx, action, text))
    return steps


def _words(tx: Transaction, action: str, text: HistoryText | None) -> str:
    words: dict[str, Any] = open_text(tx, text) if text is not None else {}
    return str(words.get(_WORDS[action], "")) if words else ""
