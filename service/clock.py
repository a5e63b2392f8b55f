"""The only clock. Every process asks here, and a test or a demo may set it (TRANSFER_DESK_NOW)."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
VARIABLE = "TRANSFER_DESK_NOW"


def now() -> datetime:
    """This instant in UTC, or the one that TRANSFER_DESK_NOW names (an instant, or a file that holds one)."""
    setting = os.environ.get(VARIABLE)
    return _set_instant(setting) if setting else datetime.now(UTC)


def is_set() -> bool:
    """Whether the clock has been set by hand."""
    return bool(os.environ.get(VARIABLE))


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai."""
    return instant.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """00:00 of a day in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _set_instant(setting: str) -> datetime:
    text = setting if setting[:1].isdigit() else Path(setting).read_text(encoding="utf-8").strip()
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{VARIABLE} needs an offset: {text!r}")
    return instant.astimezone(UTC)
