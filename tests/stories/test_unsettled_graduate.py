"""A graduate, from retention over a lapsed letter and two refusals to a place by decision: REST, both databases."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.stories.people import RECEIVING_COMMUNITY, SENDING_COMMUNITY, Person, open_desk
from tests.stories.test_over_rest import World

THIRD_STREET, THIRD_COMMUNITY = "500104003", "500104003015"


@pytest.fixture
def world(config: Config, database: Database, set_now: Callable[[str], None]) -> World:
    found = World(config, database, set_now)
    client = found.sending_secretary.client
    for name, role, code in (
        ("third_officer", "committee_officer", THIRD_STREET), ("third_secretary", "branch_secretary", THIRD_COMMUNITY),
    ):  # fmt: skip
        token = database.transact(partial(open_desk, name=name, role=role, code=code))
        found.people[name] = Person(client, token)
    return found


def signals(world: World) -> dict[str, bool]:
    """Which signals the follow-up rests on, and whether each still lasts."""
    (row,) = world.department_officer.read("/follow-ups")["data"]
    return {signal["name"]: signal["ended_on"] is None for signal in row["signals"]}


def transfer(world: World, member_id: str, follow_up: str, receiving: str) -> str:
    body = {"receiving_code": receiving, "reason_code": "graduation", "member_id": member_id, "follows": follow_up}
    answer = world.sending_secretary.post("/cases", body)
    assert answer.status_code == 201, answer.text
    number = str(answer.get_json()["number"])
    world.done("sending_secretary", number, "submit")
    return number


def test_a_graduate_whom_nobody_takes_is_placed_by_decision(world: World) -> None:
    member = world.member(graduated_on="2026-06-30")
    world.at("2026-11-24T09:05:00+08:00")
    (row,) = world.sending_secretary.read("/follow-ups")["data"]
    follow_up: str = row["case"]["number"]
    assert (row["category"], signals(world)) == ("graduate_waiting", {"graduated": True})
    said = {"way": "phone", "result": "decided", "next_on": "2026-12-08", "comment": "已找到工作，住新山村"}
    world.done("sending_secretary", follow_up, "log_contact", **said)

    first = transfer(world, member, follow_up, RECEIVING_COMMUNITY)
    world.done("sending_officer", first, "issue_letter", valid_days=10)
    world.at("2026-11-27T00:01:00+08:00")
    assert signals(world) == {"graduated": True, "letter_lapsing": True}
    world.at("2026-12-05T00:01:00+08:00")
    assert world.where(first)[0] == "lapsed"
    world.done("sending_officer", first, "reissue", reason="本人出差，未及时报到")
    letter = world.department_officer.read(f"/cases/{first}")["letter"]["number"]
    world.done("receiving_officer", first, "report_in", letter_number=letter)
    world.done("receiving_officer", first, "refuse", reason_code="no_house", reason="辖区内没有住房")
    world.done("sending_secretary", first, "withdraw", reason="改转实际居住地")

    second = transfer(world, member, follow_up, THIRD_COMMUNITY)
    world.done("sending_officer", second, "release")
    world.at("2026-12-09T09:00:00+08:00")
    assert signals(world) == {"graduated": True, "letter_lapsing": False}
    world.done("third_officer", second, "refuse", reason_code="no_household_registration", reason="没有本地户口")
    world.at("2026-12-10T09:00:00+08:00")
    assert signals(world)["no_unit_accepts"]
    early = world.refused("sending_secretary", follow_up, "settle", way="phone")
    assert [error["code"] for error in early["errors"]] == ["no_place_yet"]
    world.done("sending_secretary", follow_up, "log_contact", way="phone", result="needs_coordination")
    assert follow_up in {notice["case"] for notice in world.department_officer.read("/notices")["data"]}

    world.done("department_officer", second, "order_acceptance", decision="没有依据，应当接收", document_number="9号")
    world.done("third_officer", second, "accept")
    assert keeper(world, follow_up) == THIRD_STREET
    world.done("third_secretary", second, "place")
    assert keeper(world, follow_up) == THIRD_COMMUNITY
    assert world.sending_secretary.act(follow_up, "settle", way="phone").status_code in {403, 404}
    settled = world.done("third_secretary", follow_up, "settle", way="visit", comment="已见面，告知组织生活时间")
    assert settled["state"] == "settled"
    links = [(link["kind"], link["number"]) for link in settled["links"]]
    assert links == [("followed_by", first), ("followed_by", second), ("settled_by", second)]

    world.at("2026-12-11T09:00:00+08:00")
    assert world.department_officer.read("/follow-ups")["data"] == []
    months: list[dict[str, Any]] = world.department_officer.read("/follow-ups/summary")["months"]
    assert months[-1] == {"month": "2026-12", "opened": 0, "settled": 1}
    assert world.where(second)[1:] == (THIRD_COMMUNITY, THIRD_COMMUNITY)
    with world.database.read() as tx:
        assert verify(tx).findings == ()


def keeper(world: World, follow_up: str) -> str:
    """Who follows the graduate up now: whoever answers for them."""
    case = world.department_officer.read(f"/cases/{follow_up}")
    assert case["parties"]["keeper"]["code"] == case["responsible_organization"]["code"]
    return str(case["parties"]["keeper"]["code"])


def test_the_sending_community_keeps_whom_it_has(world: World) -> None:
    world.member(graduated_on="2026-06-30")
    world.at("2026-11-24T09:05:00+08:00")
    (row,) = world.sending_secretary.read("/follow-ups")["data"]
    assert row["case"]["parties"]["keeper"]["code"] == SENDING_COMMUNITY
    assert world.third_secretary.read("/follow-ups")["data"] == []
