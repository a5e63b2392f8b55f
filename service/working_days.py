"""Working days: Monday to Friday, but for the holidays and make-up days of the years that are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models.settings import CalendarDay, CalendarYear, Setting
from workflows.dates import add_months
from workflows.vocabulary import Limit

VERSION_SETTING = "calendar_version"
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """One version of the calendar. A date counted through an unpublished year is provisional."""

    version: int
    exceptions: Mapping[date, bool]
    published: frozenset[int]

    @classmethod
    def current_version(cls, session: Session) -> int:
        """The version of the calendar and of the limits; it grows with each change, 0 when nothing was ever loaded."""
        version = session.scalar(select(Setting.value).where(Setting.name == VERSION_SETTING))
        return int(version or 0)

    @classmethod
    def load(cls, session: Session, version: int) -> WorkingDays:
        """The calendar as the tables have it."""
        days = session.execute(select(CalendarDay.day, CalendarDay.is_working)).all()
        years = session.scalars(select(CalendarYear.year))
        return cls(version, dict(days), frozenset(years))

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def add(self, day: date, number: int) -> tuple[date, bool]:
        """The `number`-th working day after `day`, and whether it is provisional; `day` itself is day 0."""
        end = self._count(day, number, _DAY)
        return end, number > 0 and self._is_provisional(day + _DAY, end)

    def before(self, day: date, number: int) -> date:
        """The `number`-th working day before `day`."""
        return self._count(day, number, -_DAY)

    def between(self, start: date, end: date) -> int:
        """How many working days follow `start`, up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_working(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))

    def due(self, start: date, limit: Limit) -> tuple[date, bool]:
        """The last day of a limit that begins on `start`, and whether it is provisional."""
        match limit.unit:
            case "working_days":
                return self.add(start, limit.length)
            case "days":
                return start + timedelta(days=limit.length), False
            case "months":
                return add_months(start, limit.length), False
            case "years":
                return add_months(start, 12 * limit.length), False

    def _count(self, day: date, number: int, step: timedelta) -> date:
        if number < 0:
            raise ValueError(f"working days are counted forwards by add and backwards by before, not {number}")
        while number > 0:
            day += step
            number -= self.is_working(day)
        return day

    def _is_provisional(self, start: date, end: date) -> bool:
        return not self.published.issuperset(range(start.year, end.year + 1))
