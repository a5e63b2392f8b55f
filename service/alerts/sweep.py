"""Raise the alerts whose day has come: every rung of the ladder, once per recipient, however late it is found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, func, literal, select, tuple_, union, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from service import clock
from service.db import Database, Transaction
from service.models import Alert, Case, CaseClock, CaseParty
from service.queries.alerts import LADDER, RUNNING, Step

BATCH = 200


@dataclass(frozen=True)
class _Batch:
    raised: int
    last: tuple[date, int] | None


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
    due = and_(CaseClock.case_id.in_({case_id for _, case_id in found}), CaseClock.running, step.day <= today)
    told = _write_alerts(tx, step, due, now)
    _copy_to(tx, told)
    tx.session.execute(
        update(CaseClock)
        .where(due, step.meant_for.is_not(None))
        .values({step.day: None})
        .execution_options(synchronize_session=False)
    )
    return _Batch(len(told), found[-1] if len(found) == BATCH else None)


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


def _write_alerts(tx: Transaction, step: Step, due: ColumnElement[bool], now: datetime) -> list[tuple[int, int]]:
    """The case and the recipient of each alert that was not there yet."""
    rows = (
        select(
            CaseClock.case_id,
            CaseClock.name,
            CaseClock.turn,
            literal(step.rung.value),
            recipient,
            CaseClock.due_on,
            literal(now, Alert.raised_at.type),
            literal(False, Alert.mailed_out.type),  # noqa: FBT003 - a value of a row
        ).where(due, recipient.is_not(None))
        for recipient in step.recipients
    )
    columns = ("case_id", "clock", "turn", "rung", "recipient_id", "due_on", "raised_at", "mailed_out")
    dialect = sqlite if tx.database.is_sqlite else postgresql
    statement = dialect.insert(Alert).from_select(columns, union(*rows)).on_conflict_do_nothing()
    told = tx.session.execute(statement.returning(Alert.case_id, Alert.recipient_id))
    return [(case_id, recipient_id) for case_id, recipient_id in told]


def _copy_to(tx: Transaction, told: Collection[tuple[int, int]]) -> None:
    """The worklist of a recipient that does not hold the case lists it as copied, once: see casework.boxes."""
    if not told:
        return
    same_desk = aliased(CaseParty)
    of_the_desk = and_(same_desk.case_id == CaseParty.case_id, same_desk.desk_id == CaseParty.desk_id)
    tx.session.execute(
        update(CaseParty)
        .where(
            tuple_(CaseParty.case_id, CaseParty.desk_id).in_(set(told)),
            CaseParty.party == select(func.min(same_desk.party)).where(of_the_desk).scalar_subquery(),
            exists().where(of_the_desk, same_desk.may_read),
            ~exists().where(of_the_desk, same_desk.in_mine),
        )
        .values(in_copied=True)
        .execution_options(synchronize_session=False)
    )
