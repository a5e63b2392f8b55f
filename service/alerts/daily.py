"""Work for which one look a day is enough, since what it looks for changes at midnight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from service import clock
from service.db import Database
from service.installation import get_setting, put_setting


def once_a_day(database: Database, now: datetime, done_on: str, work: Callable[[], int]) -> int:
    """What the work came to, by whichever worker is the first of the day; `done_on` is the setting that remembers it.

    The day is noted after the work: one that was stopped in the middle of it begins anew.
    """
    day = clock.day_of(now).isoformat()
    with database.read() as tx:
        if get_setting(tx, done_on) == day:
            return 0
    done = work()
    database.transact(lambda tx: put_setting(tx, done_on, day))
    return done
