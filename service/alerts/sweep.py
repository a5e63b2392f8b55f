"""Raise the alerts whose day has come: every rung of the ladder, once per recipient, however late it is found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    SQLColumnExpression,
    and_,
    any_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from service import clock
from service.db import Database, Transaction
from service.models import Alert, Case, CaseClock, CaseParty
from service.queries.alerts import LADDER, RUNNING, Step

BATCH = 5000


@dataclass(frozen=True)
class _Batch:
    raised: int
    last: tuple[date, int] | None


@dataclass(frozen=True)
class _Locked:
    """The cases of a batch, handed over as one value: a parameter for each would cost more than the statement."""

    is_sqlite: bool
    case_ids: list[int]

    def holds(self, key: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Whether a row is of one of these cases."""
        if self.is_sqlite:
            each = func.json_each(json.dumps(self.case_ids)).table_valued("value")
            return key.in_(select(each.c.value))
        return key == any_(literal(self.case_ids, postgresql.ARRAY(BigInteger)))


def raise_alerts(database: Database, now: datetime) -> int:
    """How many were raised. May run in any number of processes at once and be stopped at any moment.

    A rung with nobody to hear of it keeps its day: it is raised as soon as there is somebody, and reported till then.
    """
    return sum(_climb(database, step, now) for step in LADDER)


def _climb(database: Database, step: Step, now: datetime) -> int:
    raised, after = 0, None
    while True:
        batch = database.transact(partial(_raise_batch, step=step, now=now, after=after))
        raised, after = raised + batch.raised, batch.last
        if after is None:
            return raised


def _raise_batch(tx: Transaction, step: Step, now: datetime, after: tuple[date, int] | None) -> _Batch:
    today = clock.day_of(now)
    found = _lock_due_cases(tx, step, today, after)
    if not found:
        return _Batch(0, None)
    # Under the locks the clocks are read anew: what was found may be older than the last step.
    locked = _Locked(tx.database.is_sqlite, sorted({case_id for _, case_id in found}))
    due = and_(locked.holds(CaseClock.case_id), CaseClock.running, step.day <= today)
    raised = _write_alerts(tx, step, due, now)
    if raised:
        _list_as_copied(tx, step, due, locked.holds(CaseParty.case_id))
    tx.session.execute(
        update(CaseClock)
        .where(due, step.meant_for.is_not(None))
        .values({step.day: None})
        .execution_options(synchronize_session=False)
    )
    return _Batch(raised, found[-1] if len(found) == BATCH else None)


def _lock_due_cases(
    tx: Transaction, step: Step, today: date, after: tuple[date, int] | None
) -> Sequence[tuple[date, int]]:
    """The lock of the case, as every step takes it; a case in the middle of a step waits for the next sweep."""
    query = (
        select(step.day, CaseClock.case_id)
        .join(Case, Case.id == CaseClock.case_id)
        .where(RUNNING, step.day <= today)
        .order_by(step.day, CaseClock.case_id)
        .limit(BATCH)
        .with_for_update(of=Case, skip_locked=True, key_share=True)
    )
    if after is not None:
        query = query.where(tuple_(step.day, CaseClock.case_id) > after)
    return [(day, case_id) for day, case_id in tx.session.execute(query) if day is not None]


def _write_alerts(tx: Transaction, step: Step, due: ColumnElement[bool], now: datetime) -> int:
    """How many were not there yet. Each clock is read once, and stands there once for each who hears of it."""
    places = range(len(step.recipients))
    nth = union_all(*(select(literal(place).label("place")) for place in places)).subquery("nth")
    told = (
        select(CaseClock, case(*((nth.c.place == place, _once(step, place)) for place in places)).label("recipient_id"))
        .join(nth, true())
        .where(due)
        .subquery()
    )
    rows = select(
        told.c.case_id,
        told.c.name,
        told.c.turn,
        literal(step.rung.value),
        told.c.recipient_id,
        told.c.due_on,
        literal(now, Alert.raised_at.type),
        literal(False, Alert.mailed_out.type),  # noqa: FBT003 - a value of a row
    ).where(told.c.recipient_id.is_not(None))
    columns = ("case_id", "clock", "turn", "rung", "recipient_id", "due_on", "raised_at", "mailed_out")
    dialect = sqlite if tx.database.is_sqlite else postgresql
    statement = dialect.insert(Alert).from_select(columns, rows).on_conflict_do_nothing()
    done = tx.session.execute(statement, execution_options={"preserve_rowcount": True})
    return cast("CursorResult[Any]", done).rowcount


def _once(step: Step, place: int) -> ColumnElement[int | None]:
    """Who stands at this place of a rung's recipients, or nobody where it is one of those before."""
    recipient: ColumnElement[int | None] = type_coerce(step.recipients[place], CaseClock.holder_id.type)
    for before in step.recipients[:place]:
        recipient = func.nullif(recipient, before)
    return recipient


def _list_as_copied(tx: Transaction, step: Step, due: ColumnElement[bool], of_locked: ColumnElement[bool]) -> None:
    """The worklist of a recipient that does not hold the case lists it as copied, once: see casework.boxes."""
    same_desk = aliased(CaseParty)
    of_the_desk = and_(same_desk.case_id == CaseParty.case_id, same_desk.desk_id == CaseParty.desk_id)
    tx.session.execute(
        update(CaseParty)
        .where(
            of_locked,
            CaseClock.case_id == CaseParty.case_id,
            due,
            CaseParty.desk_id.in_(step.recipients),
            ~CaseParty.in_copied,
            ~exists().where(of_the_desk, or_(same_desk.party < CaseParty.party, same_desk.in_mine)),
            exists().where(of_the_desk, same_desk.may_read),
        )
        .values(in_copied=True)
        .execution_options(synchronize_session=False)
    )
