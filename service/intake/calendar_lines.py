"""Reading a list of holidays as people copy it from a notice or a sheet: a day, whether offices work, and a name."""

from __future__ import annotations

import re
import unicodedata

from service.calendar_seed import PublishedDay
from service.errors import ValidationFailed
from service.forms.dates import read_day
from workflows.vocabulary import Refusal

_WORKING = {
    "班": True,
    "上班": True,
    "是": True,
    "1": True,
    "休": False,
    "放假": False,
    "休息": False,
    "否": False,
    "0": False,
}
_GAP = re.compile(r"[\s,，、;；]+")


def read_days(text: str) -> list[PublishedDay]:
    """The days. Raises ValidationFailed, naming the first line that is no day; a head above them is passed over."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    return [_day(number, line) for place, (number, line) in enumerate(lines) if place or any(map(str.isdigit, line))]


def _day(number: int, line: str) -> PublishedDay:
    parts = [*_GAP.split(unicodedata.normalize("NFKC", line).strip(), maxsplit=2), "", ""]
    day, is_working = read_day(parts[0]), _WORKING.get(parts[1])
    if day is None or is_working is None:
        raise ValidationFailed([Refusal("no_calendar_line", {"row": number, "text": line.strip()}, "holidays")])
    return PublishedDay(day, is_working=is_working, name=parts[2].strip())
