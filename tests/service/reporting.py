"""A unit's report of a quarter, as the clock opens it."""

from service.casework.open_case import open_case, opening
from service.models import Case
from service.permissions import THE_CLOCK, Actor
from tests.driving import Driver


def report(driver: Driver, unit: str = "D-community", quarter: str = "2026-Q3", actor: Actor = THE_CLOCK) -> Case:
    """A new report."""
    wanted = opening("flow_report", None, {"unit_code": unit, "quarter": quarter})
    return driver.database.transact(lambda tx: open_case(tx, actor, wanted))
