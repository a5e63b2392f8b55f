"""Members who are away, for tests about what is shown of them."""

from typing import Any

from service.models import Case
from tests.driving import Driver


def issued(driver: Driver, **body: Any) -> Case:
    """A member of the first branch with a certificate, for the second community unless it says otherwise."""
    case = driver.open(workflow="mobile_registration", **{"reason_code": "work_away", **body})
    return driver.act(case.number, "branch", "issue_certificate")


def taken_in(driver: Driver, **body: Any) -> Case:
    """The same, taken in at the second community."""
    case = issued(driver, **body)
    paper = case.particulars["certificate"]["number"]
    return driver.act(case.number, "second_community", "attach_member", certificate_number=paper)
