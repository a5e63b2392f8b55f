"""Registrations for tests: filed, written into by both sides."""

from __future__ import annotations

from typing import Any

from service.models import Case
from tests.driving import Driver

FILED = (("branch", "submit"), ("second_community", "agree"), ("second_street", "file"))


def filed(driver: Driver, **body: Any) -> Case:
    """A new registration in force between the first branch and the second community."""
    wanted = {"kind": "dual_management", "reason_code": "resettlement", "consent_on": "2026-11-01"} | body
    number = driver.open("branch", "propose", "dual_management", **wanted).number
    for who, action in FILED:
        if action == "agree" and wanted["kind"] == "two_way_registration":
            continue  # the employer is informed, not asked
        driver.act(number, who, action)
    return driver.case(number)
