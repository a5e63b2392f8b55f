"""What is only form: invisible characters, full-width digits and letters, the apostrophe that marks a text."""

from __future__ import annotations

import re
import unicodedata

from service.forms import dates
from service.intake.number_formats import day_of_serial

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {0xFF0E: ord("."), 0xFF0F: ord("/"), 0xFF0D: ord("-")}
_MARKS_TEXT = "'`‘’＇"
_SERIAL = re.compile(r"[1-9]\d{4}")
_EARLIEST, _LATEST = 1900, 2100
FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
"""What a cell shows whose formula failed."""


def plain(text: str) -> str:
    """A cell's text without what cannot be seen, with plain digits and letters, without the mark before it."""
    if text.isascii():
        return text.strip().lstrip(_MARKS_TEXT)
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return seen.translate(_WIDE).replace("\u00a0", " ").replace("\u3000", " ").strip().lstrip(_MARKS_TEXT)


def date_of_serial(text: str) -> tuple[str | None, list[str]]:
    """A day that a sheet shows as its number: the day, or nothing and what else the number may be.

    19987 may be the 19,987th day or July 1998: such a one is not decided here.
    """
    if not _SERIAL.fullmatch(text):
        return None, []
    day = day_of_serial(int(text))
    if day is None:
        return None, []
    month = dates.read_partial(f"{text[:4]}-{text[4]}") if _EARLIEST <= int(text[:4]) <= _LATEST else None
    return (None, [day.isoformat(), month]) if month else (day.isoformat(), [])
