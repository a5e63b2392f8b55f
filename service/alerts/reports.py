"""Ask for the reports of the quarter that has ended: of each unit once, however late it is noticed."""

from __future__ import annotations

from datetime import datetime

from service import clock
from service.alerts.clock_steps import clock_step
from service.alerts.daily import once_a_day
from service.casework.open_case import open_case, opening
from service.db import Database
from service.errors import DeskError
from service.permissions import THE_CLOCK
from service.queries.flow_reports import units_to_report
from workflows.dates import last_quarter

ASKED_ON = "reports_asked_on"


def ask_once_a_day(database: Database, now: datetime) -> int:
    """A quarter ends at midnight."""
    return once_a_day(database, now, ASKED_ON, lambda: ask_for_reports(database, now))


def ask_for_reports(database: Database, now: datetime) -> int:
    """How many were opened. May run in any number of processes at once and be stopped at any moment."""
    quarter = last_quarter(clock.day_of(now))
    with database.read() as tx:
        codes = [unit.code for unit in units_to_report(tx, quarter)]
    return sum(_ask(database, code, quarter) for code in codes)


def _ask(database: Database, code: str, quarter: str) -> bool:
    wanted = opening("flow_report", None, {"unit_code": code, "quarter": quarter})
    return clock_step(
        database,
        lambda tx: open_case(tx, THE_CLOCK, wanted),
        "report not opened",
        DeskError,
        action="open_report",
        unit=code,
    )
