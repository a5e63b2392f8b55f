"""When the beats of a story happened: so many working days ago, in office hours, one after the other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from service import clock
from service.demo.story import Beat
from service.working_days import WorkingDays

_MORNING, _AFTERNOON = range(8 * 60 + 40, 11 * 60 + 50), range(14 * 60 + 5, 17 * 60 + 25)
_OFFICE_HOURS = (*_MORNING, *_AFTERNOON)
_UNDONE_AFTER = timedelta(seconds=20)


def instants(beats: Sequence[Beat], seed: int, today: date, calendar: WorkingDays) -> Iterator[datetime]:
    """The instant of each beat; the same seed gives the same ones. A step is taken back within its half minute."""
    chance = random.Random(seed)  # noqa: S311 - office hours need no secret chance
    for ago, group in groupby(beats, lambda beat: beat.ago):
        same_day = list(group)
        day = clock.start_of(calendar.before(today, ago))
        minutes = iter(sorted(chance.sample(_OFFICE_HOURS, len(same_day))))
        before = day
        for beat in same_day:
            minute = next(minutes)
            before = before + _UNDONE_AFTER if beat.action == "undo" else day + timedelta(minutes=minute)
            yield before


def midnights(after: date, until: date) -> Iterator[datetime]:
    """The first minute of each day after one, up to another."""
    for number in range(1, (until - after).days + 1):
        yield clock.start_of(after + timedelta(days=number)) + timedelta(minutes=1)
