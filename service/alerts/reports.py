"""Ask for the reports of the quarter that has ended: of each unit once, however late it is noticed."""

from __future__ import annotations

from datetime import datetime

import structlog

from service import clock
from service.casework.open_case import open_case, opening
from service.db import Database
from service.errors import DeskError
from service.installation import get_setting, put_setting
from service.permissions import THE_CLOCK
from service.queries.flow_reports import units_to_report
from workflows.dates import last_quarter

log = structlog.get_logger()

ASKED_ON = "reports_asked_on"


def ask_once_a_day(database: Database, now: datetime) -> int:
    """A quarter ends at midnight: one look a day is enough, whichever worker takes it."""
    day = clock.day_of(now).isoformat()
    with database.read() as tx:
        if get_setting(tx, ASKED_ON) == day:
            return 0
    asked = ask_for_reports(database, now)
    database.transact(lambda tx: put_setting(tx, ASKED_ON, day))
    return asked


def ask_for_reports(database: Database, now: datetime) -> int:
    """How many were opened. May run in any number of processes at once and be stopped at any moment."""
    quarter = last_quarter(clock.day_of(now))
    with database.read() as tx:
        codes = [unit.code for unit in units_to_report(tx, quarter)]
    return sum(_ask(database, code, quarter) for code in codes)


def _ask(database: Database, code: str, quarter: str) -> bool:
    wanted = opening("flow_report", None, {"unit_code": code, "quarter": quarter})
    try:
        database.transact(lambda tx: open_case(tx, THE_CLOCK, wanted))
    except DeskError as refused:
        # Another worker was faster, or the unit has just ended: the next look finds what is then.
        log.info("report not opened", action="open_report", unit=code, code=refused.code)
        return False
    except Exception:
        log.exception("report not opened", action="open_report", unit=code)
        return False
    return True
