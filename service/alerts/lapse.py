"""Letters that nobody brought: the clock lets them lapse at the end of their last day."""

from __future__ import annotations

from datetime import datetime

import structlog

from service import clock
from service.casework.perform_action import perform_action
from service.db import Database
from service.errors import StaleVersion, WrongState
from service.permissions import THE_CLOCK
from service.queries.alerts import ExpiredLetter, expired_letters

log = structlog.get_logger()

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
    try:
        database.transact(
            lambda tx: perform_action(tx, THE_CLOCK, letter.case, "lapse", {}, expected_version=letter.version)
        )
    except (StaleVersion, WrongState) as lost:
        # Somebody was faster, most often by reporting the letter in: the next look finds the case where it is then.
        log.info("letter not lapsed", action="lapse", case=letter.case, code=lost.code)
        return False
    except Exception:
        log.exception("letter not lapsed", action="lapse", case=letter.case)
        return False
    return True
