"""A migrant from leaving to return, whose certificate was lost and whom no host ever saw: over REST, both databases."""

from __future__ import annotations

from typing import Any

import pytest

from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.fixtures.databases import SetNow
from tests.stories.people import SENDING_COMMUNITY
from tests.stories.test_over_rest import World

HOME = "sending_secretary"


@pytest.fixture
def world(config: Config, database: Database, set_now: SetNow) -> World:
    return World(config, database, set_now)


def codes(answer: Any) -> list[str]:
    return [error["code"] for error in answer.json["errors"]] or [answer.json["code"]]


def leaves(world: World) -> Any:
    """For wherever there is work: the rules advise a certificate."""
    body = {
        "workflow": "mobile_registration", "action": "report_leave", "member_id": world.member(name="李务工"),
        "reason_code": "work_away", "left_on": "2026-11-24", "place": "广东一带的工地", "contact": "13900000001",
    }  # fmt: skip
    assert codes(world.people[HOME].post("/cases", body | {"back_on": "2026-11-20"})) == ["returns_before_leaving"]
    case: Any = world.people[HOME].post("/cases", body).json
    assert (case["state"], case["advice"]) == ("leave_reported", "certificate")
    assert codes(world.people[HOME].post("/cases", body)) == ["duplicate_open_case"]
    return case["number"]


def shows(world: World, number: str) -> list[str]:
    """Somebody shows a certificate at a community: why it is refused."""
    return codes(world.receiving_secretary.post("/arrivals", {"certificate_number": number, "name": "李务工"}))


def rungs(world: World, who: str, number: str) -> set[str]:
    return {alert["key"]["rung"] for alert in world.people[who].read_all("/alerts") if alert["key"]["case"] == number}


def line_of(world: World, number: str) -> Any:
    return next(row for row in world.people[HOME].read_all("/registers/outflow") if row["case_number"] == number)


def test_a_migrant_whom_no_host_ever_saw_is_followed_up_until_they_are_home_again(world: World) -> None:
    number = leaves(world)
    first = world.done(HOME, number, "issue_certificate", seal_applied=True)["certificate"]["number"]
    world.at("2026-12-02T09:00:00+08:00")
    lost = world.done(HOME, number, "report_loss", happened_on="2026-11-30", reason="在火车上遗失")
    second = lost["certificate"]["number"]
    assert lost["state"] == "certificate_issued"
    assert second != first
    assert shows(world, first) == ["certificate_void"], "whoever found it is nobody's member"
    assert shows(world, "HD-2026-0099") == ["certificate_mismatch"]

    world.at("2026-12-22T09:00:00+08:00")
    assert rungs(world, HOME, number) == {"reminder"}
    follow_up = is_followed_up(world, number)
    world.at("2027-03-01T09:00:00+08:00")
    assert rungs(world, HOME, number) == {"reminder", "overdue"}
    assert rungs(world, "sending_officer", number) == {"escalated"}
    assert rungs(world, "department_officer", number) == {"conference"}
    assert rungs(world, "receiving_secretary", number) == set(), "no host, nobody there to be told"
    assert world.where(number) == ("certificate_issued", SENDING_COMMUNITY, SENDING_COMMUNITY)

    early = world.refused(HOME, follow_up, "settle", way="phone")
    assert [error["code"] for error in early["errors"]] == ["no_place_yet"]
    comes_home(world, number, second)
    is_settled(world, follow_up)
    with world.database.read() as tx:
        assert verify(tx).findings == ()


def is_followed_up(world: World, number: str) -> str:
    """The day after the last one to report: computed, nobody typed it."""
    world.at("2026-12-25T09:00:00+08:00")
    (row,) = world.people[HOME].read("/follow-ups")["data"]
    assert (row["category"], [signal["name"] for signal in row["signals"]]) == (
        "migrant_worker", ["certificate_unpresented"],
    )  # fmt: skip
    assert row["signals"][0]["case"] == number
    follow_up = str(row["case"]["number"])
    said = {"way": "phone", "result": "reached", "next_on": "2027-01-25", "comment": "工地常换，还没有去报到"}
    world.done(HOME, follow_up, "log_contact", **said)
    world.done(HOME, number, "log_contact", way="电话", result="工地常换，还没有去报到")
    return follow_up


def comes_home(world: World, number: str, certificate: str) -> None:
    closed = world.done(HOME, number, "check_return", happened_on="2027-02-26", result="活动证已交回")
    assert (closed["state"], closed["certificate"]["status"]) == ("closed", "returned")
    line = line_of(world, number)
    assert (line["certificate_number"], line["left_on"], line["place"]) == (certificate, "2026-11-24", "广东一带的工地")
    assert shows(world, certificate) == ["certificate_void"]


def is_settled(world: World, follow_up: str) -> None:
    world.at("2027-03-02T09:00:00+08:00")
    (row,) = world.people[HOME].read("/follow-ups")["data"]
    assert [signal["ended_on"] for signal in row["signals"]] == ["2027-03-02"]
    assert row["case"]["is_open"], "what ended closes nothing by itself"
    settled = world.done(HOME, follow_up, "settle", way="visit", comment="已见面，按时参加组织生活")
    assert settled["state"] == "settled"
    assert world.where(follow_up) == ("settled", SENDING_COMMUNITY, SENDING_COMMUNITY)
