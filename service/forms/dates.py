"""Dates as people write them, read into the forms that are kept: YYYY-MM-DD, YYYY-MM, YYYY and YYYY-Qn."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
_SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR = re.compile(r"(\d{4})年?")
_QUARTER = re.compile(r"(\d{4})(?:-?[Qq]|年第?)([1-4一二三四])(?:季度)?")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")


def read_partial(text: str) -> str | None:
    """A day, month or year, exactly as precise as it was written; None for what is no date or does not exist."""
    plain = _MIDNIGHT.sub("", _plain(text))
    found = _SEPARATED.fullmatch(plain) or _SOLID.fullmatch(plain)
    if found is not None:
        return _joined(*(int(part) if part else None for part in found.groups()))
    year = _YEAR.fullmatch(plain)
    return year[1] if year and FIRST_YEAR <= int(year[1]) <= LAST_YEAR else None


def read_day(text: str) -> date | None:
    """A whole day, or None."""
    partial = read_partial(text)
    return date.fromisoformat(partial) if partial is not None and len(partial) == len("2026-11-24") else None


def read_month(text: str) -> str | None:
    """A month as YYYY-MM; a day is read as its month."""
    partial = read_partial(text)
    return partial[:7] if partial is not None and len(partial) >= len("2026-11") else None


def read_month_or_year(text: str) -> str | None:
    """A month as YYYY-MM, or a year as YYYY where no month was written; a day is read as its month."""
    partial = read_partial(text)
    return partial[:7] if partial is not None else None


def read_quarter(text: str) -> str | None:
    """A quarter as YYYY-Qn."""
    found = _QUARTER.fullmatch(_plain(text))
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    number = "一二三四".find(found[2]) + 1 or int(found[2])
    return f"{found[1]}-Q{number}"


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().replace("。", ".")
    return re.sub(r"\s*([-/.年月日])\s*", r"\1", plain)


def _joined(year: int | None, month: int | None, day: int | None = None) -> str | None:
    if year is None or month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        return None
    if day == 0:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]
