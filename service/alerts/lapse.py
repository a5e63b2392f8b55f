"""Letters that nobody brought: the clock lets them lapse at the end of their last day."""

from __future__ import annotations

from datetime import datetime

from service import clock
from service.alerts.clock_steps import clock_step
from service.casework.perform_action import perform_action
from service.db import Database
from service.errors import StaleVersion, WrongState
from service.permissions import THE_CLOCK
from service.queries.alerts import ExpiredLetter, expired_letters

BATCH = 100


def lapse_letters(database: Database, now: datetime) -> int:
    """How many cases moved on to `lapsed`, each in a transaction of its own; one that fails is logged and left."""
    lapsed = 0
    last: ExpiredLetter | None = None
    while True:
        with database.read() as tx:
            found = expired_letters(tx, clock.day_of(now), last, BATCH)
        lapsed += sum(_lapse(database, letter) for letter in found)
        if len(found) < BATCH:
            return lapsed
        last = found[-1]


def _lapse(database: Database, letter: ExpiredLetter) -> bool:
    """Somebody may be faster, most often by reporting the letter in."""
    return clock_step(
        database,
        lambda tx: perform_action(tx, THE_CLOCK, letter.case, "lapse", {}, expected_version=letter.version),
        "letter not lapsed",
        StaleVersion,
        WrongState,
        action="lapse",
        case=letter.case,
    )
