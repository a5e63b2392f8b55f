"""A mobile registration over REST: what the host may know, and when."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import TestResponse

from tests.service.api.client import Api, assert_problem, codes, new_key

AWAY = {"workflow": "mobile_registration", "reason_code": "work_away", "receiving_code": "D-second_community"}


def body_of(answer: TestResponse) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(answer.data)
    return read


def report(api: Api, **body: Any) -> str:
    """The number of a leave that the branch reported."""
    sent = {**AWAY, "member_id": api.driver.member(), "left_on": "2026-11-20", **body}
    opened = api.post("branch", "/cases", sent, Idempotency_Key=new_key())
    assert opened.status_code == 201, opened.text
    return str(body_of(opened)["number"])


def detail(api: Api, who: str, number: str) -> dict[str, Any]:
    answer = api.get(who, f"/cases/{number}")
    assert answer.status_code == 200, answer.text
    return body_of(answer)


def test_it_is_opened_with_advice_and_goes_the_way_that_every_case_goes(api: Api) -> None:
    number = report(api, back_on="2027-08-01", fixed_place=True)
    case = detail(api, "branch", number)
    assert (case["state"], case["advice"], case["certificate"]) == ("leave_reported", "transfer", None)
    assert (case["holder"]["party"], case["affiliation"]["code"]) == ("home", "D-branch")
    assert {party: unit["code"] for party, unit in case["parties"].items() if party in ("home", "host", "street")} == {
        "home": "D-branch", "host": "D-second_community", "street": "D-second_street",
    }  # fmt: skip
    offered = {action["name"] for action in case["available_actions"]}
    assert offered == {"allow_absence", "issue_certificate", "log_contact", "convert", "cancel"}
    assert_problem(api.get("second_community", f"/cases/{number}"), 404, "not_found")


def test_until_the_member_arrives_the_host_reads_the_number_and_not_the_person(api: Api) -> None:
    number = report(api)
    issued = api.act("branch", number, "issue_certificate", photo_applied=True, seal_applied=True, applied_by="王某")
    paper = body_of(issued)["certificate"]["number"]

    seen = detail(api, "second_community", number)
    assert (seen["certificate"]["number"], seen["member"]) == (paper, None)
    assert {action["name"] for action in seen["available_actions"]} >= {"attach_member", "decline_attach"}
    for place in ("history", "attachments"):
        assert_problem(api.get("second_community", f"/cases/{number}/{place}"), 404, "not_found")
    assert number not in [case["number"] for case in body_of(api.get("second_community", "/cases"))["data"]]

    refused = api.act("second_community", number, "attach_member", certificate_number="HD-2026-0999")
    assert_problem(refused, 409, "action_refused")
    declined = api.act("second_community", number, "decline_attach", reason="人数已多")
    assert (declined.status_code, body_of(declined)["member"]) == (200, None)
    taken = api.act("second_community", number, "attach_member", certificate_number=paper)
    assert (body_of(taken)["state"], body_of(taken)["member"]["status"]) == ("attached", "full")
    actions = [line["action"] for line in body_of(api.get("second_community", f"/cases/{number}/history"))["data"]]
    assert actions == ["report_leave", "issue_certificate", "decline_attach", "attach_member"]


def test_a_second_registration_in_one_community_is_refused_with_the_number_of_the_first(api: Api) -> None:
    number = report(api)
    member_id = detail(api, "branch", number)["member"]["id"]
    again = api.post("branch", "/cases", {**AWAY, "member_id": member_id}, Idempotency_Key=new_key())
    assert_problem(again, 409, "duplicate_open_case")
    assert body_of(again)["number"] == number


def arrives(api: Api, who: str, paper: str, name: str) -> TestResponse:
    return api.post(who, "/arrivals", {"certificate_number": paper, "name": name}, Idempotency_Key=new_key())


def test_a_paper_that_is_void_or_anothers_takes_nobody_in(api: Api) -> None:
    number, other = report(api), report(api)
    papers = [body_of(api.act("branch", one, "issue_certificate"))["certificate"]["number"] for one in (number, other)]
    name = detail(api, "branch", number)["member"]["name"]
    another = arrives(api, "second_community", papers[1], "别人")
    assert (another.status_code, codes(another)) == (409, ["certificate_of_another"])
    assert codes(api.act("second_community", number, "attach_member", certificate_number=papers[1])) == [
        "certificate_of_another"
    ]
    renewed = body_of(api.act("branch", number, "report_loss", happened_on="2026-11-24"))["certificate"]["number"]
    lost = arrives(api, "second_community", papers[0], name)
    assert (lost.status_code, codes(lost)) == (409, ["certificate_void"])
    assert renewed not in lost.text, "the new number is for its holder to show"
    assert codes(arrives(api, "second_community", "HD-2026-0999", name)) == ["certificate_mismatch"]
    assert detail(api, "branch", number)["state"] == "certificate_issued"


def test_whoever_turns_a_holder_away_says_why_and_the_department_reads_it(api: Api) -> None:
    number = report(api, receiving_code="D-far_community")
    api.act("branch", number, "issue_certificate")
    assert_problem(api.get("far_department", f"/cases/{number}"), 404, "not_found")
    assert codes(api.act("far_community", number, "decline_attach")) == ["reason_required"]
    assert api.act("far_community", number, "decline_attach", reason="人数已多").status_code == 200
    lines = body_of(api.get("far_department", f"/cases/{number}/history"))["data"]
    assert (lines[-1]["action"], lines[-1]["details"]["reason"]) == ("decline_attach", "人数已多")
    assert number in {notice["case"] for notice in body_of(api.get("far_department", "/notices"))["data"]}
