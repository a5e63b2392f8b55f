"""A unit's report of a quarter, as the clock opens it."""

from service.casework.open_case import open_case, opening
from service.models import Case
from service.permissions import THE_CLOCK, Actor
from tests.driving import Driver


def report(driver: Driver, unit: str = "D-community", quarter: str = "2026-Q3", actor: Actor = THE_CLOCK) -> Case:
    """A new report."""
    wanted = opening("flow_report", None, {"unit_code": unit, "quarter": quarter})
    return driver.database.transact(lambda tx: open_case(tx, actor, wanted))


def hand_in_reports(driver: Driver, unit: str = "community") -> list[str]:
    """Two quarters of a unit: the older report is filed, the newer one lies with the street. Their numbers."""
    numbers = [report(driver, f"D-{unit}", quarter).number for quarter in ("2026-Q2", "2026-Q3")]
    for number in numbers:
        driver.act(number, unit, "hand_in", comment="与台账一致")
    driver.act(numbers[0], "street", "file")
    return numbers
