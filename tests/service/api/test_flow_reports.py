"""A quarter is reported over REST: computed, confirmed, sent back with a reason, explained, filed, and summed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.alerts.reports import ask_for_reports
from tests.driving import counted_statements
from tests.fixtures.databases import SetNow
from tests.service.api.client import Api, assert_problem, codes
from tests.service.reporting import hand_in_reports

pytestmark = pytest.mark.postgres


def flow(api: Api, who: str, unit: str, **query: str) -> Any:
    return json.loads(api.get(who, "/reports/flow", organization=f"D-{unit}", **query).data)


def number_of(api: Api, unit: str) -> str:
    (report,) = flow(api, unit, unit)["reports"]
    return str(report["number"])


def some(figures: dict[str, Any]) -> dict[str, int]:
    """Those that are not nought."""
    return {name: count for name, count in figures.items() if name != "classes" and count}


def test_a_quarter_goes_from_the_registers_to_the_department(api: Api, set_now: SetNow) -> None:
    driver = api.driver
    driver.member("community")
    driver.drive_to("closed")  # out of the first community, into the second
    driver.drive_to("in_transit")
    set_now("2027-01-01T00:01:00+08:00")
    assert ask_for_reports(driver.database, driver.database.now()) == 2
    set_now("2027-01-05T09:00:00+08:00")

    number = number_of(api, "community")
    mine = json.loads(api.get("community", "/worklist", box="mine").data)["data"]
    assert [(case["number"], case["member"], case["unit"]["code"], case["quarter"]) for case in mine] == [
        (number, None, "D-community", "2026-Q4")
    ]
    computed = flow(api, "community", "community")["computed"]
    assert some(computed) == {"in_otherwise": 3, "out_by_transfer": 1, "closing": 2, "leaving": 1}
    assert api.act("community", number, "hand_in", closing=99).status_code == 422  # nobody types figures
    assert api.act("community", number, "hand_in").status_code == 200

    assert codes(api.act("street", number, "send_back")) == ["reason_required"]
    assert api.act("street", number, "send_back", reason="在途一人请核对").status_code == 200
    below = flow(api, "street", "street")
    assert [below[name] for name in ("asked", "handed_in", "filed", "returned", "missing")] == [1, 0, 0, 1, 0]
    assert below["reports"][0]["figures"] is None
    driver.open()  # what is done meanwhile belongs to the next quarter
    assert api.act("community", number, "hand_in", comment="介绍信在本人手里，还没有报到").status_code == 200
    assert api.act("street", number, "file").status_code == 200
    other = number_of(api, "second_community")
    api.act("second_community", other, "hand_in")

    told = flow(api, "department", "department")
    assert [told[name] for name in ("asked", "handed_in", "filed", "missing")] == [2, 2, 1, 0]
    assert some(told["sum"]) == {
        "in_by_transfer": 1, "in_otherwise": 3, "out_by_transfer": 1, "closing": 3, "leaving": 1, "arriving": 1,
    }  # fmt: skip
    assert (told["sum"]["classes"]["affiliated"], told["sum_before"]) == (3, None)
    lines = json.loads(api.get("department", f"/cases/{number}/history").data)["data"]
    assert [line["details"]["figures"] for line in lines if line["action"] == "hand_in"] == [computed, computed]


def test_who_sees_no_members_of_a_unit_sees_no_report_of_it(api: Api) -> None:
    hand_in_reports(api.driver)
    assert_problem(api.get("second_street", "/reports/flow", organization="D-community"), 404, "not_found")
    assert_problem(api.get("branch", "/reports/flow", organization="D-street"), 404, "not_found")
    told = flow(api, "street", "street", quarter="2026-Q3")
    assert (told["handed_in"], told["sum_before"]["closing"]) == (1, 0)
    by_hand = {"workflow": "flow_report", "unit_code": "D-community", "quarter": "2026-Q4"}
    refused = api.post("department", "/cases", by_hand, Idempotency_Key="a-report-by-hand")
    assert_problem(refused, 403, "not_permitted")


def test_the_page_of_a_street_takes_as_many_statements_however_many_report(sqlite_api: Api) -> None:
    api, counts = sqlite_api, []
    flow(api, "street", "street", quarter="2026-Q3")  # who it is, is asked once
    for _ in range(2):
        with counted_statements(api.driver.database) as sent:
            flow(api, "street", "street", quarter="2026-Q3")
        counts.append(len(sent))
        if not counts[1:]:
            hand_in_reports(api.driver)
    assert counts[0] == counts[1]
