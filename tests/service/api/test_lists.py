"""Lists: what is looked for, page by page, within one's scope."""

import pytest

from service import clock
from service.alerts.sweep import raise_alerts
from tests.builders import add_post
from tests.service.api.client import assert_problem


def numbers(response):
    assert response.status_code == 200, response.text
    return [case["number"] for case in response.json["data"]]


@pytest.fixture
def three(api, set_now):
    """Three transfers of the first branch: an old one in the street's hands, one in transit, a new draft."""
    found = []
    for day, state in (("02", "outflow_review"), ("16", "in_transit"), ("24", "draft")):
        set_now(f"2026-11-{day}T09:00:00+08:00")
        found.append(api.driver.drive_to(state))
    return found


def test_the_newest_case_comes_first(api, three):
    assert numbers(api.get("branch", "/cases")) == three[::-1]
    assert numbers(api.get("branch", "/cases", sort="opened_at")) == three


def test_cases_are_sorted_by_the_day_they_are_due(api, three):
    due = [case["due_on"] for case in api.get("branch", "/cases", sort="due_on").json["data"]]
    assert due == sorted(due)
    due = [case["due_on"] for case in api.get("branch", "/cases", sort="-due_on").json["data"]]
    assert due == sorted(due, reverse=True)


def test_every_case_is_on_one_page_and_no_other(api, three):
    for sort in ("opened_at", "-opened_at", "due_on", "-due_on"):
        whole, seen, further = numbers(api.get("branch", "/cases", sort=sort)), [], ""
        while further is not None:
            page = api.get("branch", "/cases", sort=sort, limit=1, cursor=further)
            seen += numbers(page)
            further = page.json["next_cursor"]
        assert seen == whole


FOUND: tuple[tuple[dict[str, str], list[int]], ...] = (
    ({"state": "draft"}, [2]),
    ({"workflow": "transfer"}, [2, 1, 0]),
    ({"workflow": "dual_management"}, []),
    ({"holder": "D-street"}, [1, 0]),
    ({"holder": "D-nowhere"}, []),
    ({"overdue": "true"}, [0]),
    ({"overdue": "false"}, [2, 1]),
    ({"organization": "D-department"}, [2, 1, 0]),
    ({"organization": "D-second_street"}, [1]),
    ({"organization": "D-village"}, []),
    ({"due_before": "2026-11-20"}, [0]),
    ({"opened_after": "2026-11-16"}, [2, 1]),
    ({"opened_after": "2026-11-17"}, [2]),
    ({"q": "zj-2026-0002"}, [1]),
    ({"q": "林某"}, [2, 1, 0]),
    ({"q": "lm"}, [2, 1, 0]),
    ({"q": "100%"}, []),
)
"""What one knows of the three, and which of them it finds."""


def test_cases_are_found_by_what_one_knows(api, three):
    for query, found in FOUND:
        assert numbers(api.get("branch", "/cases", **query)) == [three[at] for at in found], query


def test_a_case_is_found_by_its_member(api, three):
    member = api.driver.case(three[1]).member_id
    assert numbers(api.get("branch", "/cases", member=member)) == [three[1]]


def test_a_list_ends_where_ones_scope_ends(api, three):
    assert numbers(api.get("second_street", "/cases")) == [three[1]], "the receiving side sees what is on its way"
    assert numbers(api.get("city", "/cases")) == three[::-1]
    assert numbers(api.get("far_department", "/cases")) == []


def test_the_worklist_is_sorted_by_lateness(api, three):
    assert numbers(api.get("street", "/worklist")) == three[:2]
    assert numbers(api.get("branch", "/worklist", box="mine")) == [three[2]]
    first = api.get("street", "/worklist", limit=1)
    assert numbers(api.get("street", "/worklist", limit=1, cursor=first.json["next_cursor"])) == [three[1]]
    assert first.json["data"][0]["overdue"] is True


def test_for_somebody_with_two_posts_as_says_whose_worklist(api, three):
    api.driver.database.transact(lambda tx: _second_post(tx, api))
    assert numbers(api.get("branch", "/worklist")) == [three[2]]
    assert numbers(api.get("branch", "/worklist", **{"as": "D-street"})) == three[:2]
    assert_problem(api.get("branch", "/worklist", **{"as": "D-town"}), 403, "not_permitted")


def _second_post(tx, api):
    district = api.driver.district
    add_post(tx, user=district.users["branch"], role="committee_officer", organization=district.street)


def test_a_cursor_of_ones_own_making_is_refused(sqlite_api):
    for path in ("/cases", "/worklist", "/members", "/organizations", "/alerts", "/notices"):
        for cursor in ("x", "W10", "WyIyMDI2IiwgMV0", "WzEsIDJd", "bnVsbA", "WzE4NDQ2NzQ0MDczNzA5NTUxNjE2XQ"):
            response = sqlite_api.get("branch", path, cursor=cursor)
            assert_problem(response, 422, "validation_failed")


def test_alerts_come_with_their_key(api, set_now):
    number = api.driver.drive_to("outflow_review")
    set_now("2026-12-02T09:00:00+08:00")
    raise_alerts(api.database, clock.now())
    page = api.get("street", "/alerts").json
    assert page["data"]
    for alert in page["data"]:
        assert alert["key"] == {name: alert[name] for name in ("case", "clock", "turn", "rung", "recipient")}
        assert alert["key"]["case"] == number
    assert {alert["rung"] for alert in page["data"]} == {"reminder", "overdue"}
    first = api.get("street", "/alerts", limit=1).json
    second = api.get("street", "/alerts", limit=1, cursor=first["next_cursor"]).json
    assert first["data"] + second["data"] == page["data"]
