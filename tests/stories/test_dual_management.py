"""Two members who belong to one side and take part on two, over REST and over all parties, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.builders import make_id_number
from tests.stories.employers import EMPLOYER, employer_of
from tests.stories.people import RECEIVING_COMMUNITY, SECOND_COMMUNITY, SENDING_COMMUNITY
from tests.stories.test_over_rest import World, open_transfer


@pytest.fixture
def world(config: Config, database: Database, set_now: Callable[[str], None]) -> World:
    return World(config, database, set_now)


def propose(world: World, who: str, **body: Any) -> Any:
    wanted = {"workflow": "dual_management", "action": "propose", "receiving_code": RECEIVING_COMMUNITY, **body}
    return world.people[who].post("/cases", wanted)


def codes(answer: Any) -> list[str]:
    return [error["code"] for error in answer.json["errors"]] or [answer.json["code"]]


def registered(world: World, who: str, quarter: str) -> Any:
    (row,) = world.people[who].read(f"/registrations?quarter={quarter}")["data"]
    return row


def test_a_villager_who_fears_for_the_villages_benefits_stays_with_both_until_the_village_goes_up_in_the_community(
    world: World,
) -> None:
    villager = {"member_id": world.member(name="林村民"), "reason_code": "economic_interest"}
    assert codes(propose(world, "sending_secretary", **villager)) == ["consent_required"]
    willing = villager | {"consent_on": "2026-11-20"}
    oneself = propose(world, "sending_secretary", **willing | {"receiving_code": SENDING_COMMUNITY})
    assert codes(oneself) == ["destination_not_exact"]
    dual = propose(world, "sending_secretary", **willing).json["number"]
    assert codes(propose(world, "sending_secretary", **willing)) == ["duplicate_open_case"]
    world.done("sending_secretary", dual, "submit")
    world.refused("sending_secretary", dual, "agree")
    world.done("receiving_secretary", dual, "agree")
    world.done("receiving_officer", dual, "file")
    both_sides_write_down(world, dual)

    world.at("2027-03-01T09:00:00+08:00")
    transfer = open_transfer(world, member_id=villager["member_id"], follows=dual)
    for who, action in (
        ("sending_secretary", "submit"), ("sending_officer", "release"), ("receiving_officer", "accept"),
        ("receiving_secretary", "place"),
    ):  # fmt: skip
        world.done(who, transfer, action)
    after = registered(world, "sending_secretary", "2027-Q1")
    assert (after["case"]["state"], after["votes_at"], after["case"]["affiliation"]["code"]) == (
        "active", "receiving", RECEIVING_COMMUNITY,
    )  # fmt: skip
    assert [link["number"] for link in after["case"]["links"]] == [transfer]
    world.refused("sending_secretary", dual, "review", result="好")
    world.done("sending_secretary", dual, "log_service", result="分红照旧，送到家里")
    world.done("receiving_secretary", dual, "review", result="合格")

    world.at("2027-06-01T09:00:00+08:00")
    merger = {"successor_code": RECEIVING_COMMUNITY, "reason": "村居合一", "document_number": "区组〔2027〕3号"}
    merged = world.department_officer.post(f"/organizations/{SENDING_COMMUNITY}/merge", merger)
    assert merged.status_code == 200, merged.text
    assert world.where(dual) == ("ended", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
    last = world.department_officer.read(f"/cases/{dual}/history")["data"][-1]
    assert (last["action"], last["actor"]) == ("end", None)
    assert registered(world, "receiving_secretary", "2027-Q2")["case"]["number"] == dual
    assert world.receiving_secretary.read("/registrations?quarter=2027-Q3")["data"] == []
    with world.database.read() as tx:
        assert verify(tx).findings == ()


def both_sides_write_down(world: World, dual: str) -> None:
    world.done("receiving_secretary", dual, "log_contact", way="上门", result="住下了，挂念村里的分红")
    world.done("sending_secretary", dual, "log_contact", way="电话", result="告知分红不变")
    ahead = world.refused("receiving_secretary", dual, "give_feedback", quarter="2027-Q1", result="预报")
    assert [error["code"] for error in ahead["errors"]] == ["too_early"]
    world.done("receiving_secretary", dual, "give_feedback", quarter="2026-Q4", result="参加活动两次")
    row = registered(world, "sending_secretary", "2026-Q4")
    assert [(entry["action"], entry["party"]) for entry in row["entries"]] == [
        ("log_contact", "receiving"), ("log_contact", "outflow"), ("give_feedback", "receiving"),
    ]  # fmt: skip
    assert (row["votes_at"], row["feedback_due_on"]) == ("outflow", "2027-04-14")


def test_an_employed_member_is_registered_two_ways_though_the_employer_never_answers(world: World) -> None:
    employer, id_number = employer_of(world), make_id_number()
    made = employer.post("/members", {
        "name": "在职人", "id_number": id_number, "organization_code": EMPLOYER, "member_status": "full",
        "joined_on": "2010", "phone": "13900000009",
    })  # fmt: skip
    assert made.status_code == 201, made.text
    who = {"id_number": id_number, "name": "在职人", "kind": "two_way_registration", "consent_on": "2026-11-20"}
    elsewhere = propose(world, "receiving_secretary", **who, outflow_code=SECOND_COMMUNITY)
    assert codes(elsewhere) == ["belongs_to_neither"]
    number = propose(world, "receiving_secretary", **who, service_post="关爱老弱岗").json["number"]
    world.done("receiving_secretary", number, "submit")
    assert number in {notice["case"] for notice in employer.read("/notices")["data"]}
    world.refused("receiving_secretary", number, "answer", result="agreed")
    world.done("receiving_officer", number, "file")

    world.done("receiving_secretary", number, "log_service", result="陪老人看病")
    for instant in ("2027-01-20T09:00:00+08:00", "2027-03-01T09:00:00+08:00", "2027-12-15T09:00:00+08:00"):
        world.at(instant)
    row = registered(world, "receiving_secretary", "2026-Q4")
    assert (row["case"]["state"], row["answer"], row["votes_at"]) == ("active", None, "outflow")
    assert row["service_post"] == "关爱老弱岗"
    assert world.where(number)[1:] == (EMPLOYER, EMPLOYER)
    raised = [alert for alert in world.department_officer.read_all("/alerts") if alert["key"]["case"] == number]
    raised += [alert for alert in world.receiving_secretary.read_all("/alerts") if alert["key"]["case"] == number]
    assert {alert["key"]["rung"] for alert in raised} == {"reminder"}, "what is voluntary is reminded, not escalated"

    world.done("receiving_secretary", number, "end", reason="本人撤回同意", member_withdraws=True)
    assert world.where(number) == ("ended", EMPLOYER, EMPLOYER)
