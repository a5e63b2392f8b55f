"""Limits over REST: as they count at a unit, set once for its subtree, with who changed them."""

from tests.driving import counted_statements
from tests.service.api.client import assert_problem, new_key

REVIEW = "/organizations/D-street/limits/transfer/outflow_review"
BASIS = "区转接办法第五条"


def review_at(api, code):
    found = api.get("branch", f"/organizations/{code}/limits").json["data"]
    return next(row for row in found if (row["workflow"], row["name"]) == ("transfer", "outflow_review"))


def test_a_limit_is_set_once_and_counts_below_the_unit(api):
    key, body = new_key(), {"length": 3, "basis": BASIS}
    first, again = (api.post("department", REVIEW, body, Idempotency_Key=key) for _ in range(2))
    assert (first.status_code, first.data) == (200, again.data)
    row = review_at(api, "D-branch")
    assert (row["length"], row["unit"], row["default"], row["maximum"]) == (3, "working_days", 5, 250)
    assert (row["set_by"]["organization"]["code"], row["set_by"]["basis"]) == ("D-street", BASIS)
    assert review_at(api, "D-second_street")["set_by"] is None


def test_changes_are_listed_the_newest_first_page_by_page(api):
    api.post("department", REVIEW, {"length": 3, "basis": BASIS})
    api.post("department", REVIEW, {"basis": "恢复"})
    first = api.get("street", "/organizations/D-street/limits/changes", limit=1).json
    second = api.get("street", "/organizations/D-street/limits/changes", limit=1, cursor=first["next_cursor"]).json
    assert [row["length"] for row in (*first["data"], *second["data"])] == [None, 3]
    assert (second["next_cursor"], first["data"][0]["actor"]) == (None, api.driver.actor("department").display_name)


def test_above_the_maximum_the_rule_is_named(api):
    response = api.post(
        "department", "/organizations/D-street/limits/transfer/receipt_due", {"length": 2, "basis": "x"}
    )
    (reason,) = assert_problem(response, 422, "validation_failed")["errors"]
    assert (reason["code"], "组通字〔2006〕45号" in reason["detail"]) == ("limit_over_max", True)


def test_bad_bodies_and_unknown_limits_are_refused(api):
    assert_problem(api.post("department", REVIEW, {"length": 3}), 422, "validation_failed")
    assert_problem(api.post("department", REVIEW, {"length": "三", "basis": "x"}), 422, "validation_failed")
    unknown = "/organizations/D-street/limits/transfer/nothing"
    assert_problem(api.post("department", unknown, {"length": 3, "basis": "x"}), 404, "not_found")
    assert_problem(api.post("street", REVIEW, {"length": 3, "basis": "x"}), 403, "not_permitted")


def test_reading_limits_costs_the_same_however_often_they_were_changed(api):
    counts = []
    for length in (3, 4, 5, 6):
        api.post("department", REVIEW, {"length": length, "basis": BASIS})
        with counted_statements(api.database) as sent:
            review_at(api, "D-branch")
        counts.append(len(sent))
    assert counts[1] == counts[-1]


def test_what_open_cases_would_become_is_foreseen_and_then_done(api, set_now):
    number = api.driver.drive_to("outflow_review")
    set_now("2026-11-27T09:00:00+08:00")
    body = {"length": 2, "basis": BASIS, "open_cases": True}
    seen = api.post("department", f"{REVIEW}/preview", body).json
    assert (seen["moved"], seen["become_late"], seen["late_no_more"]) == (1, 1, 0)
    (case,) = seen["cases"]
    assert (case["number"], case["holder"]["code"]) == (number, "D-street")
    assert (case["due_before"], case["due_after"], case["becomes_late"]) == ("2026-12-01", "2026-11-26", True)
    assert api.driver.case(number).due_on.isoformat() == "2026-12-01"
    api.post("department", REVIEW, body)
    assert api.driver.case(number).due_on.isoformat() == "2026-11-26"
    assert api.get("street", "/organizations/D-street/limits/changes").json["data"][0]["moved"] == 1
    assert_problem(api.post("street", f"{REVIEW}/preview", body), 403, "not_permitted")
