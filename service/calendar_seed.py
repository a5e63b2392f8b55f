"""The holidays published so far, with which a new installation begins; from then on its tables are the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chinese_calendar import constants

FIRST_YEAR = 2020
SOURCE = "国务院办公厅关于部分节假日安排的通知"


@dataclass(frozen=True)
class PublishedDay:
    """A holiday, or a Saturday or Sunday that makes up for one."""

    day: date
    is_working: bool
    name: str


def published_days() -> list[PublishedDay]:
    """Every day since FIRST_YEAR for which a notice names a holiday or a make-up working day, in order."""
    holidays = [PublishedDay(day, is_working=False, name=_name(name)) for day, name in constants.holidays.items()]
    make_up_days = [PublishedDay(day, is_working=True, name=_name(name)) for day, name in constants.workdays.items()]
    days = [entry for entry in holidays + make_up_days if entry.day.year >= FIRST_YEAR]
    return sorted(days, key=lambda entry: entry.day)


def published_years() -> list[int]:
    """The years whose notice is known."""
    return sorted({entry.day.year for entry in published_days()})


def _name(english: str) -> str:
    return str(next(vars(holiday)["chinese"] for holiday in constants.Holiday if holiday.value == english))
