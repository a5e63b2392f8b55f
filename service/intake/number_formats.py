"""What a cell's format shows of the number it holds: a day, a month, a year, two decimals, or the number as it is."""

from __future__ import annotations

import re
from datetime import date, timedelta

DAY, MONTH, YEAR, TWO_DECIMALS, PLAIN = "day", "month", "year", "two_decimals", ""

_MONTHS = frozenset({17, 27, 36, 50, 52, 55, 57})
_DAYS = frozenset({14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58})
_TWO_DECIMALS = frozenset({2, 4})
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60
_LAST = 2_958_465


def shown_by(number: int, code: str) -> str:
    """The kind of a format, by its number and, for those a workbook defines itself, its code.

    The numbers 27 to 58 mean dates in Chinese editions (ECMA-376, 18.8.30).
    """
    if not code:
        return _built_in(number)
    plain = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if plain in ("general", "@"):
        return PLAIN
    if "y" not in plain and "d" not in plain:
        return TWO_DECIMALS if plain.endswith("0.00") else PLAIN
    if "d" in plain:
        return DAY
    return MONTH if "m" in plain else YEAR


def written(value: float, kind: str, *, since_1904: bool) -> str | None:
    """The date that a serial number shows, as exactly as it shows it; None for what is no date."""
    day = day_of_serial(value, since_1904=since_1904)
    if day is None:
        return None
    return {DAY: day.isoformat(), MONTH: day.isoformat()[:7], YEAR: day.isoformat()[:4]}[kind]


def day_of_serial(value: float, *, since_1904: bool = False) -> date | None:
    """The day with this serial number; before March 1900 the count of the program is off by one."""
    whole = int(value)
    if not 1 <= whole <= _LAST or whole == _FALSE_LEAP_DAY:
        return None
    if since_1904:
        return _EPOCH_1904 + timedelta(days=whole) if whole < _LAST - 1462 else None
    return _EPOCH + timedelta(days=whole + (whole < _FALSE_LEAP_DAY))


def _built_in(number: int) -> str:
    if number in _MONTHS:
        return MONTH
    if number in _DAYS:
        return DAY
    return TWO_DECIMALS if number in _TWO_DECIMALS else PLAIN
