"""A follow-up over REST: opened, logged, refused by name, and settled once there is a place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.builders import make_id_number
from tests.service.api.client import Api, assert_problem, codes, new_key


def follow(api: Api, who: str, **body: Any) -> TestResponse:
    wanted = {"workflow": "follow_up", "category": "affiliation_unknown", **body}
    return api.post(who, "/cases", wanted, Idempotency_Key=new_key())


def stranger() -> dict[str, Any]:
    return {"member": {"name": "查无此人", "id_number": make_id_number(born="19600101")}}


def test_somebody_unknown_is_followed_up_asked_about_and_settled(api: Api) -> None:
    opened = json.loads(follow(api, "community", **stranger()).data)
    number = opened["number"]
    assert (opened["state"], opened["kind"]) == ("watch", "affiliation_unknown")
    assert opened["holder"]["party"] == "keeper"
    assert (opened["affiliation"], opened["responsible_organization"]["code"]) == (None, "D-community")
    blocked = {action["name"]: action["blocked"] for action in opened["available_actions"]}
    assert [reason["code"] for reason in blocked["settle"]] == ["no_place_yet"]

    contact = api.act("community", number, "log_contact", way="phone", result="reached", reason_code="attends_old_unit",
                      happened_on="2026-11-20", next_on="2026-11-27")  # fmt: skip
    assert (contact.status_code, json.loads(contact.data)["due_on"]) == (200, "2026-11-27")
    asked = api.act("community", number, "ask_unit", asked_code="D-village_branch", question="是否贵支部党员？")
    assert json.loads(asked.data)["parties"]["asked"]["code"] == "D-village_branch"
    answered = api.act("village_branch", number, "answer", result="attends_here", happened_on="2026-11-24")
    assert answered.status_code == 200
    settled = json.loads(api.act("community", number, "settle", way="visit").data)
    assert (settled["state"], settled["affiliation"]["code"]) == ("settled", "D-village_branch")

    history = json.loads(api.get("village_branch", f"/cases/{number}/history").data)["data"]
    assert [line["action"] for line in history] == ["open_follow_up", "log_contact", "ask_unit", "answer", "settle"]
    assert history[1]["details"]["result"] == "reached"
    assert history[4]["details"]["settled_by"] == "answer"


def test_what_is_too_early_is_refused_by_its_name(api: Api) -> None:
    member = api.driver.member(dues_paid_through="2026-09", last_activity_on="2026-06")
    number = json.loads(follow(api, "branch", member_id=member, category="migrant_worker").data)["number"]
    assert codes(api.act("branch", number, "settle", way="phone")) == ["no_place_yet"]
    for way in ("phone", "phone"):
        assert api.act("branch", number, "log_contact", way=way, result="not_reached").status_code == 200
    assert codes(api.act("branch", number, "give_up_search")) == ["too_few_tries"]
    api.act("branch", number, "log_contact", way="visit", result="not_reached")
    assert api.act("branch", number, "give_up_search").status_code == 200
    refused = assert_problem(api.act("branch", number, "report_up"), 409, "action_refused")
    assert "2026-09-30" in refused["errors"][0]["detail"]
    assert "2027-03-30" in refused["errors"][0]["detail"]


def test_a_second_follow_up_names_the_first_and_another_persons_is_found_only_by_number_and_name(api: Api) -> None:
    member = api.driver.member()
    number = json.loads(follow(api, "branch", member_id=member).data)["number"]
    refused = assert_problem(follow(api, "street", member_id=member), 409, "duplicate_open_case")
    assert number in refused["detail"]
    assert_problem(follow(api, "village_branch", member_id=member), 404, "not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [({"category": "because"}, "not_a_choice"), ({"category": None}, "required"),
     ({"receiving_code": "D-branch"}, "unknown_field")],
)  # fmt: skip
def test_the_form_is_checked(sqlite_api: Api, body: dict[str, Any], code: str) -> None:
    refused = follow(sqlite_api, "branch", member_id=sqlite_api.driver.member(), **body)
    assert (refused.status_code, codes(refused)) == (422, [code])
