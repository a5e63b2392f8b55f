"""Reading the calendar of working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from service.db import Transaction
from service.models import CalendarDay, CalendarYear


@dataclass(frozen=True)
class Year:
    """The days of a year that differ from Monday to Friday. `source` is None while the year's list is missing."""

    year: int
    source: str | None
    days: Sequence[CalendarDay]


def year_of(tx: Transaction, year: int) -> Year:
    """What is known of a year."""
    row = tx.session.get(CalendarYear, year)
    in_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = tx.session.scalars(select(CalendarDay).where(in_year).order_by(CalendarDay.day)).all()
    return Year(year, row.source if row else None, days)


def missing_years(tx: Transaction) -> list[int]:
    """Of this year and the next, those whose list is missing."""
    wanted = (tx.today.year, tx.today.year + 1)
    known = set(tx.session.scalars(select(CalendarYear.year).where(CalendarYear.year.in_(wanted))))
    return [year for year in wanted if year not in known]
