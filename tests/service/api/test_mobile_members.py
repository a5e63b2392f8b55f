"""Members who are away and those who have come, over REST, and what the rules suggest about them."""

import pytest

from tests.service.api.client import assert_problem
from tests.service.being_away import issued, taken_in

pytestmark = pytest.mark.postgres


def numbers(answer):
    assert answer.status_code == 200, answer.text
    return [case["number"] for case in answer.json["data"]]


def test_each_side_lists_its_own_the_soonest_due_first_page_by_page(api):
    there, expected, over = taken_in(api.driver), issued(api.driver), issued(api.driver)
    api.driver.act(over.number, "branch", "cancel", reason="不外出了")
    first = api.get("branch", "/mobile-members", limit=1)
    assert numbers(first) == [expected.number]
    assert numbers(api.get("branch", "/mobile-members", cursor=first.json["next_cursor"])) == [there.number]
    assert numbers(api.get("branch", "/mobile-members", part="ended")) == [over.number]
    assert numbers(api.get("second_community", "/mobile-members", side="in")) == [there.number]
    assert numbers(api.get("village", "/mobile-members")) == []
    assert_problem(api.get("branch", "/mobile-members", part="lost"), 422, "validation_failed")
    assert_problem(api.get("branch", "/mobile-members", organization="nowhere"), 404, "not_found")


def test_after_six_months_at_one_place_a_transfer_is_proposed(api, set_now):
    case = taken_in(api.driver)
    assert numbers(api.get("branch", "/mobile-members", part="transfer")) == []
    set_now("2027-05-24T09:00:00+08:00")
    (found,) = api.get("branch", "/mobile-members", part="transfer").json["data"]
    assert (found["number"], found["proposals"]) == (case.number, ["transfer"])


def test_three_at_one_place_are_a_group_for_both_sides(api):
    for _ in range(3):
        assert api.get("branch", "/mobile-members/groups").json["data"] == []
        taken_in(api.driver)
    (out,) = api.get("branch", "/mobile-members/groups").json["data"]
    assert (out["home"]["code"], out["host"]["code"], out["count"]) == ("D-branch", "D-second_community", 3)
    (come,) = api.get("second_community", "/mobile-members/groups", side="in").json["data"]
    assert (come["home"], come["host"]["code"], come["count"]) == (None, "D-second_community", 3)
    assert api.get("village", "/mobile-members/groups").json["data"] == []
