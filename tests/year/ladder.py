"""Which alerts a day brings, worked out from the law and nothing else than when each clock ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from sqlalchemy import select

from service.db import Transaction
from service.models import Alert, Case, CaseClock
from service.working_days import WorkingDays
from workflows import workflow_of
from workflows.vocabulary import Clock

Climbed: TypeAlias = tuple[int, str, int, str]
"""A case, the name and the turn of its clock, and the rung."""

_DAY = timedelta(days=1)
_REMINDER, _ESCALATED, _CONFERENCE = 2, 3, 10


def climbed_by(tx: Transaction, today: date) -> Iterator[Climbed]:
    """Every rung that a clock which runs has reached by this day."""
    query = select(Case, CaseClock).join(CaseClock, CaseClock.case_id == Case.id)
    for case, row in tx.session.execute(query.where(Case.is_open, CaseClock.running)):
        clock = _clock_of(case, row.name)
        days = _days_of(tx.working_days(), clock, row.due_on)
        yield from ((case.id, row.name, row.turn, rung) for rung, day in days if day <= today and rung in clock.rungs)


def raised(tx: Transaction) -> Sequence[Any]:
    """Every alert with its recipient, as the table has it."""
    return tx.session.execute(select(Alert.case_id, Alert.clock, Alert.turn, Alert.rung, Alert.recipient_id)).all()


def _clock_of(case: Case, name: str) -> Clock:
    state = workflow_of(case.workflow, case.workflow_version).states[case.state]
    return next(clock for clock in state.clocks if clock.name == name)


def _days_of(calendar: WorkingDays, clock: Clock, due_on: date) -> tuple[tuple[str, date], ...]:
    """Reminder, overdue, escalated and conference begin on these days (workflows.md, Time and alerts)."""
    days = clock.reminder_days
    reminder = calendar.before(due_on, _REMINDER) if days is None else due_on - timedelta(days=days)
    return (
        ("reminder", reminder),
        ("overdue", due_on + _DAY),
        ("escalated", calendar.add(due_on, _ESCALATED)[0] + _DAY),
        ("conference", calendar.add(due_on, _CONFERENCE)[0] + _DAY),
    )
