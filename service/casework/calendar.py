"""Load a published list of holidays; days of limits that were counted without it move, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import delete, insert

from service.calendar_seed import PublishedDay
from service.casework.recount import Move, carry_out, moved_by_calendar
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import CalendarDay, CalendarYear, Setting
from service.permissions import Actor, may_read_case, require
from service.working_days import VERSION_SETTING, WorkingDays
from workflows.roles import Role
from workflows.vocabulary import Refusal

FEWEST_DAYS = 7
"""A notice names more days than this of its own year; of the years beside it, it names fewer."""


@dataclass(frozen=True)
class Loaded:
    """Which years are known now, and how many cases have another due day."""

    years: tuple[int, ...]
    moved: int


def load_calendar(tx: Transaction, actor: Actor, days: Sequence[PublishedDay], source: str) -> Loaded:
    """Put a list in the place of what was known of its years. Raises ValidationFailed for one that names no year."""
    require(may_load_calendar(actor))
    years = _years(days)
    _replace(tx, years, days, source)
    calendar = WorkingDays.load(tx.session, _raise_version(tx))
    return Loaded(years, carry_out(tx, moved_by_calendar(tx, calendar, lock=True), calendar))


def foresee_calendar(tx: Transaction, actor: Actor, days: Sequence[PublishedDay]) -> list[Move]:
    """Which open cases a list would move; nothing is written. Raises what `load_calendar` does.

    A department looks ahead too, and sees the cases that it reads.
    """
    require(may_load_calendar(actor) or bool(actor.paths({Role.DEPARTMENT_OFFICER})))
    years = _years(days)
    known = tx.working_days()
    kept = {day: working for day, working in known.exceptions.items() if day.year not in years}
    listed = {entry.day: entry.is_working for entry in days}
    listed_too = replace(known, exceptions=kept | listed, published=known.published.union(years))
    moves = moved_by_calendar(tx, listed_too)
    return moves if may_load_calendar(actor) else [move for move in moves if may_read_case(actor, move.case)]


def may_load_calendar(actor: Actor) -> bool:
    """The calendar counts for the whole installation."""
    return actor.is_operator or bool(actor.paths({Role.ADMINISTRATOR}))


def _years(days: Sequence[PublishedDay]) -> tuple[int, ...]:
    found = Counter(entry.day.year for entry in days)
    years = tuple(sorted(year for year, number in found.items() if number >= FEWEST_DAYS))
    if not years:
        raise ValidationFailed([Refusal("calendar_too_short", {"min": FEWEST_DAYS}, "days")])
    return years


def _replace(tx: Transaction, years: Sequence[int], days: Sequence[PublishedDay], source: str) -> None:
    listed = {entry.day: entry for entry in days}
    in_years = (CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)) for year in years)
    for condition in (*in_years, CalendarDay.day.in_(listed)):
        tx.session.execute(delete(CalendarDay).where(condition))
    tx.session.execute(insert(CalendarDay), [asdict(entry) for entry in listed.values()])
    tx.session.execute(delete(CalendarYear).where(CalendarYear.year.in_(years)))
    tx.session.execute(insert(CalendarYear), [{"year": year, "source": source} for year in years])


def _raise_version(tx: Transaction) -> int:
    setting = tx.session.get_one(Setting, VERSION_SETTING, with_for_update=True)
    setting.value = int(setting.value) + 1
    tx.session.flush()  # the clocks below are counted by this version
    return int(setting.value)
