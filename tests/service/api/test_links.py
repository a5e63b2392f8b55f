"""A case that follows from another says so on both, in REST, in both histories, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from service.models import Case
from service.queries.audit import verify
from tests.service.api.client import Api, assert_problem, codes, new_key

TRANSFER = {"receiving_code": "D-second_community", "reason_code": "resettlement"}


def villager(api: Api) -> Case:
    """A dual management that the branch proposed."""
    return api.driver.open(workflow="dual_management", reason_code="resettlement", consent_on="2026-11-20")


def follow(api: Api, who: str, number: str, **body: Any) -> TestResponse:
    headers = {"Idempotency_Key": new_key()}
    return api.post(who, "/cases", {**TRANSFER, "follows": number, **body}, **headers)


def detail(api: Api, who: str, number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api.get(who, f"/cases/{number}".rstrip("/")).data)
    return found


def said(api: Api, who: str, number: str) -> list[tuple[str, str]]:
    return [(link["kind"], link["number"]) for link in detail(api, who, number)["links"]]


def test_a_transfer_that_follows_from_a_dual_management_says_so_on_both(api: Api) -> None:
    earlier = villager(api)
    opened = follow(api, "branch", earlier.number, member_id=earlier.member_id)
    assert opened.status_code == 201, opened.text
    number = json.loads(opened.data)["number"]
    assert said(api, "branch", number) == [("follows", earlier.number)]
    assert said(api, "branch", earlier.number) == [("followed_by", number)]

    lines = {at: detail(api, "branch", f"{at}/history")["data"][-1] for at in (number, earlier.number)}
    assert (lines[number]["action"], lines[number]["details"]["follows"]) == ("open", earlier.number)
    assert (lines[earlier.number]["action"], lines[earlier.number]["details"]["followed_by"]) == ("link", number)
    assert detail(api, "branch", earlier.number)["version"] == 2, "an open page of it is out of date"
    with api.database.read() as tx:
        assert verify(tx).findings == ()


def test_the_other_side_reads_the_number_and_nothing_of_a_case_that_has_not_reached_it(api: Api) -> None:
    earlier = villager(api)
    number = json.loads(follow(api, "branch", earlier.number, member_id=earlier.member_id).data)["number"]
    api.driver.act(earlier.number, "branch", "submit")
    assert said(api, "second_community", earlier.number) == [("followed_by", number)]
    assert_problem(api.get("second_community", f"/cases/{number}"), 404, "not_found")


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [("village_branch", 404, "not_found"), ("city", 403, "not_permitted"), ("second_community", 404, "not_found")],
)
def test_only_a_party_of_the_earlier_case_opens_one_that_follows(
    sqlite_api: Api, who: str, status: int, code: str
) -> None:
    earlier = villager(sqlite_api)
    assert_problem(follow(sqlite_api, who, earlier.number, member_id=earlier.member_id), status, code)


def test_it_is_about_the_same_person_and_nothing_is_kept_of_an_attempt_about_another(api: Api) -> None:
    earlier = villager(api)
    refused = follow(api, "branch", earlier.number, member_id=api.driver.member())
    assert_problem(refused, 422, "validation_failed")
    assert codes(refused) == ["another_person"]
    assert said(api, "branch", earlier.number) == []
    assert len(detail(api, "branch", "")["data"]) == 1


def test_nothing_follows_from_a_case_that_is_over(sqlite_api: Api) -> None:
    earlier = villager(sqlite_api)
    sqlite_api.driver.act(earlier.number, "branch", "end", reason="本人不愿意")
    assert_problem(follow(sqlite_api, "branch", earlier.number, member_id=earlier.member_id), 409, "wrong_state")
