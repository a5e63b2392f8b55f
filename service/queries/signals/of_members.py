"""Signals from what is recorded about a member: dates that have passed, places that have changed, silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from service import clock
from service.db import Transaction
from service.models import Member
from service.queries.signals.ground import (
    BELONGS,
    IN_FLIGHT,
    UNIT,
    Found,
    has_open_transfer,
    takes_part_elsewhere,
    with_affiliation,
)
from workflows.dates import add_months, last_day_of, next_day
from workflows.signals import DISCHARGE_DAYS, PROBATION_DAYS, SIX_MONTHS

_HALF_A_YEAR, _A_MONTH = timedelta(days=183), timedelta(days=31)
"""Who moved so shortly before has moved on account of it: graduates leave with their class, before the day itself."""


def graduated(tx: Transaction) -> Iterator[Found]:
    """The day of graduation has passed, and the relation is where it was."""
    yield from _not_moved_since(tx, Member.graduated_on, next_day, _HALF_A_YEAR)


def discharged(tx: Transaction) -> Iterator[Found]:
    """Thirty days after discharge the relation is where it was, or nowhere."""
    yield from _not_moved_since(tx, Member.discharged_on, lambda day: day + timedelta(days=DISCHARGE_DAYS), _A_MONTH)


def residence_changed(tx: Transaction) -> Iterator[Found]:
    """Six months at another place, without a transfer and without dual management."""
    yield from _not_moved_since(tx, Member.residence_changed_on, _six_months_after, _A_MONTH, ~takes_part_elsewhere())


def work_changed(tx: Transaction) -> Iterator[Found]:
    """Six months with another employer, the same."""
    yield from _not_moved_since(tx, Member.work_changed_on, _six_months_after, _A_MONTH, ~takes_part_elsewhere())


def unit_dissolved(tx: Transaction) -> Iterator[Found]:
    """The unit to which the member belongs is no more."""
    query = with_affiliation(select(Member.id)).add_columns(UNIT.valid_to).where(UNIT.valid_to < tx.today)
    for member_id, ended_on in tx.session.execute(query):
        yield Found(member_id, next_day(ended_on))


def household_apart(tx: Transaction) -> Iterator[Found]:
    """Either the household is registered here or the person lives here, and not both."""
    apart = Member.household_here != Member.lives_here
    query = with_affiliation(select(Member.id)).where(apart, ~takes_part_elsewhere())
    yield from (Found(member_id, None) for member_id in tx.session.scalars(query))


def silent(tx: Transaction) -> Iterator[Found]:
    """Dues, activity and transfer have been silent for six months; what is not recorded is no silence."""
    limit = add_months(tx.today, -SIX_MONTHS).isoformat()
    dues, activity = Member.dues_paid_through, Member.last_activity_on
    query = with_affiliation(select(Member.id)).add_columns(dues, activity, BELONGS.since, BELONGS.case_id)
    query = query.where(dues <= limit, activity <= limit, ~has_open_transfer())
    for member_id, paid, active, moved_at, case_id in tx.session.execute(query):
        moved = [clock.day_of(moved_at)] if case_id is not None else []
        since = _six_months_after(max(last_day_of(paid), last_day_of(active), *moved))
        if since <= tx.today:
            yield Found(member_id, since)


def probation_ending(tx: Transaction) -> Iterator[Found]:
    """A probation ends within a month or has ended, while the member is on the way or belongs nowhere."""
    soon = (tx.today + timedelta(days=PROBATION_DAYS)).isoformat()
    query = with_affiliation(select(Member.id)).add_columns(Member.probation_ends_on)
    query = query.where(Member.member_status == "probationary", Member.converted_on.is_(None))
    nowhere = BELONGS.id.is_(None) | has_open_transfer(*IN_FLIGHT)
    for member_id, ends_on in tx.session.execute(query.where(Member.probation_ends_on <= soon, nowhere)):
        yield Found(member_id, last_day_of(ends_on) - timedelta(days=PROBATION_DAYS))


def _six_months_after(day: date) -> date:
    return add_months(day, SIX_MONTHS)


def _not_moved_since(
    tx: Transaction,
    fact: InstrumentedAttribute[str | None],
    matters_from: Callable[[date], date],
    before: timedelta,
    *conditions: ColumnElement[bool],
) -> Iterator[Found]:
    """Members to whom something happened on a day, and whom no case has moved since or shortly `before`."""
    query = with_affiliation(select(Member.id)).add_columns(fact, BELONGS.since, BELONGS.case_id)
    known = query.where(fact <= tx.today.isoformat(), *conditions)
    for member_id, written, since, case_id in tx.session.execute(known):
        happened_on = last_day_of(written)
        moved = case_id is not None and clock.day_of(since) > happened_on - before
        if not moved and matters_from(happened_on) <= tx.today:
            yield Found(member_id, matters_from(happened_on))
