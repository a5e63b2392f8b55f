"""All registrations of a unit in one quarter over REST, and what both sides wrote down in it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.driving import counted_statements
from tests.fixtures.databases import SetNow
from tests.service.api.client import Api, assert_problem
from tests.service.registering import filed

pytestmark = pytest.mark.postgres


def answered(api: Api, who: str = "second_community", **query: object) -> Any:
    return api.get(who, "/registrations", **query).json


def rows(api: Api, who: str = "second_community", **query: object) -> Any:
    return answered(api, who, **query)["data"]


def test_a_quarter_shows_what_both_sides_wrote_down_in_it_and_what_is_due(api: Api, set_now: SetNow) -> None:
    number = filed(api.driver, service_post="关爱老弱岗").number
    write = api.driver.act
    write(number, "second_community", "log_contact", happened_on="2026-11-23", way="上门", result="搬入新居",
          next_on="2026-12-20")  # fmt: skip
    write(number, "branch", "log_service", result="帮助搬家")
    set_now("2027-01-05T09:00:00+08:00")
    write(number, "branch", "log_contact", happened_on="2026-12-30", result="年前走访")
    write(number, "second_community", "log_contact", result="新年走访")
    write(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加活动三次")

    (row,) = rows(api, quarter="2026-Q4")
    assert [(entry["action"], entry["day"], entry["party"], entry["result"]) for entry in row["entries"]] == [
        ("log_contact", "2026-11-23", "receiving", "搬入新居"),
        ("log_service", "2026-11-24", "outflow", "帮助搬家"),
        ("log_contact", "2026-12-30", "outflow", "年前走访"),
        ("give_feedback", "2027-01-05", "receiving", "参加活动三次"),
    ]
    assert (row["entries"][0]["way"], row["entries"][0]["next_on"]) == ("上门", "2026-12-20")
    assert (row["votes_at"], row["service_post"], row["case"]["number"]) == ("outflow", "关爱老弱岗", number)
    assert (row["feedback_due_on"], row["review_due_on"]) == ("2027-04-14", "2027-11-24")
    assert [entry["result"] for entry in rows(api)[0]["entries"]] == ["新年走访"]


def test_the_list_goes_on_page_by_page_and_leaves_out_what_was_reported(api: Api) -> None:
    made = [filed(api.driver).number for _ in range(3)]
    api.driver.act(made[1], "second_community", "give_feedback", quarter="2026-Q4", result="好")
    first = answered(api, "branch", limit=2)
    rest = answered(api, "branch", limit=2, cursor=first["next_cursor"])
    assert [row["case"]["number"] for row in first["data"] + rest["data"]] == made
    assert rest["next_cursor"] is None
    left = rows(api, quarter="2026-Q4", missing="true")
    assert [row["case"]["number"] for row in left] == [made[0], made[2]]


def test_a_quarter_shows_what_was_in_force_in_it_and_nothing_that_never_was(api: Api, set_now: SetNow) -> None:
    ended, paused = filed(api.driver).number, filed(api.driver).number
    api.driver.open("branch", "propose", "dual_management", kind="dual_management", consent_on="2026-11-01",
                    reason_code="other")  # fmt: skip
    api.driver.act(ended, "branch", "end", reason="本人撤回同意", member_withdraws=True)
    api.driver.act(paused, "branch", "pause", reason="外出")
    assert rows(api, quarter="2026-Q3") == []
    assert [row["case"]["number"] for row in rows(api)] == [ended, paused]
    set_now("2027-02-01T09:00:00+08:00")
    assert [row["case"]["number"] for row in rows(api)] == [paused]


def test_a_unit_reads_its_own_and_those_below_a_street_all_below_it(api: Api) -> None:
    number = filed(api.driver).number
    for who in ("branch", "second_community", "street", "second_street", "department"):
        assert [row["case"]["number"] for row in rows(api, who)] == [number], who
    for who in ("village", "second_branch"):
        assert rows(api, who) == [], who
    assert rows(api, "department", organization="D-town") == []
    assert_problem(api.get("department", "/registrations", organization="NOBODY"), 404, "not_found")
    assert_problem(api.get("department", "/registrations", quarter="soon"), 422, "validation_failed")


def test_a_page_costs_as_many_statements_however_many_rows_it_has(api: Api) -> None:
    spent = []
    for _ in range(2):
        number = filed(api.driver).number
        api.driver.act(number, "branch", "log_service", result="走访")
        api.token("second_community")
        with counted_statements(api.database) as statements:
            rows(api)
        spent.append(len(statements))
    assert spent[0] == spent[1] <= 5
