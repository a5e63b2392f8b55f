"""What a change of a limit or of the calendar would do to open cases, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.casework.clocks import holder_of_clock
from service.casework.facts import facts_of
from service.casework.recount import Move
from service.db import Transaction
from service.presentation.case import unit_view

SHOWN = 100


def foreseen(tx: Transaction, moves: Sequence[Move]) -> dict[str, Any]:
    """How many would move, and the first of them: those that become late stand first, then by the day."""
    late = [move for move in moves if move.becomes_late(tx.today)]
    ranked = sorted(moves, key=lambda move: (not move.becomes_late(tx.today), move.due_on, move.case.id))
    return {
        "moved": len(moves),
        "become_late": len(late),
        "late_no_more": sum(move.is_late_no_more(tx.today) for move in moves),
        "cases": [_moved(tx, move) for move in ranked[:SHOWN]],
    }


def _moved(tx: Transaction, move: Move) -> dict[str, Any]:
    holder = holder_of_clock(move.case, move.wound, facts_of(move.case, tx.today))
    return {
        "number": move.case.number,
        "clock": move.clock.name,
        "holder": unit_view(holder.organization) if holder else None,
        "due_before": move.clock.due_on,
        "due_after": move.due_on,
        "becomes_late": move.becomes_late(tx.today),
        "is_late_no_more": move.is_late_no_more(tx.today),
    }
