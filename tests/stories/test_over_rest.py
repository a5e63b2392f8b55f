"""Transfers on the real organizations of 大渡口区, over REST and over all parties, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service import clock
from service.alerts.worker import run_once
from service.app import create_app
from service.config import Config
from service.db import Database
from service.queries.audit import verify
from tests.builders import make_id_number
from tests.stories.people import (
    OUTSIDE,
    RECEIVING_COMMUNITY,
    RECEIVING_STREET,
    SENDING_COMMUNITY,
    Person,
    people,
    settle_dadukou,
)

MEMBER = {
    "name": "王建国", "sex": "male", "ethnic_group": "汉族", "phone": "13900000001", "member_status": "full",
    "joined_on": "1989-07", "dues_paid_through": "2027-12",
}  # fmt: skip


class World:
    """The people, the clock and what can be seen."""

    def __init__(self, config: Config, database: Database, set_now: Callable[[str], None]) -> None:
        self.config, self.database, self.set_now = config, database, set_now
        self.people = people(create_app(config, database), settle_dadukou(database))

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def member(self, **changes: Any) -> str:
        body = MEMBER | {"id_number": make_id_number(), "organization_code": SENDING_COMMUNITY} | changes
        answer = self.sending_secretary.post("/members", body)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def at(self, instant: str) -> None:
        """The clock moves, and the worker passes by."""
        self.set_now(instant)
        run_once(self.database, self.config, clock.now())

    def done(self, who: str, number: str, action: str, **fields: Any) -> dict[str, Any]:
        answer = self.people[who].act(number, action, **fields)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def refused(self, who: str, number: str, action: str, **fields: Any) -> dict[str, Any]:
        answer = self.people[who].act(number, action, **fields)
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def where(self, number: str) -> tuple[str, str, str]:
        """State, who answers for the member, and where the member belongs."""
        case = self.department_officer.read(f"/cases/{number}")
        return case["state"], case["responsible_organization"]["code"], case["affiliation"]["code"]


@pytest.fixture
def world(config: Config, database: Database, set_now: Callable[[str], None]) -> World:
    return World(config, database, set_now)


def open_transfer(world: World, **changes: Any) -> str:
    body = {
        "workflow": "transfer", "action": "open", "receiving_code": RECEIVING_COMMUNITY, "reason_code": "moved_home",
        "member_id": world.member(), **changes,
    }  # fmt: skip
    answer = world.sending_secretary.post("/cases", body)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["number"])


def test_by_paper_with_a_return_a_lapse_a_reissue_and_a_refusal_overruled(world: World) -> None:
    number = open_transfer(world)
    assert world.where(number) == ("draft", SENDING_COMMUNITY, SENDING_COMMUNITY)
    world.done("sending_secretary", number, "submit")
    world.done("sending_officer", number, "send_back", reason="请核对党费交纳月份")
    world.done("sending_secretary", number, "submit", comment="已核对")
    world.done("sending_officer", number, "issue_letter")
    first = world.department_officer.read(f"/cases/{number}")["letter"]
    assert first["expires_on"] == "2026-12-04"

    world.at("2026-12-05T00:00:10+08:00")
    assert world.where(number) == ("lapsed", SENDING_COMMUNITY, SENDING_COMMUNITY)
    late = world.refused("receiving_officer", number, "report_in", letter_number=first["number"])
    assert [error["code"] for error in late["errors"]] == ["letter_expired"]
    world.done("sending_officer", number, "reissue", reason="本人住院")
    second = world.department_officer.read(f"/cases/{number}")["letter"]
    old = world.refused("receiving_officer", number, "report_in", letter_number=first["number"])
    assert [error["code"] for error in old["errors"]] == ["letter_void"]
    assert second["number"] in old["errors"][0]["detail"]

    world.done("receiving_officer", number, "report_in", letter_number=second["number"])
    world.done("receiving_officer", number, "refuse", reason_code="no_house", reason="辖区内没有住房")
    world.done(
        "department_officer",
        number,
        "order_acceptance",
        decision="没有依据,应当接收",
        document_number="区组〔2026〕8号",
    )
    again = world.refused("receiving_officer", number, "refuse", reason_code="no_house", reason="没有住房")
    assert [error["code"] for error in again["errors"]] == ["already_decided"]
    world.done("receiving_officer", number, "accept")
    assert world.where(number) == ("placement", RECEIVING_STREET, SENDING_COMMUNITY)
    world.done("receiving_secretary", number, "place")
    assert world.where(number) == ("receipt_due", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
    receipt = {"handled_by": "经办人", "handled_phone": "023-1", "sent_via": "post"}
    world.done("receiving_officer", number, "send_receipt", letter_number=second["number"], **receipt)
    world.done("sending_officer", number, "confirm_receipt", letter_number=second["number"])
    assert world.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)

    history = world.sending_secretary.read(f"/cases/{number}/history")["data"]
    assert [line["action"] for line in history] == [
        "open", "submit", "send_back", "submit", "issue_letter", "lapse", "reissue", "report_in", "refuse",
        "order_acceptance", "accept", "place", "send_receipt", "confirm_receipt",
    ]  # fmt: skip
    assert history[5]["at"].startswith("2026-12-0")
    with world.database.read() as tx:
        assert verify(tx).findings == ()


def test_inside_the_system_without_paper(world: World) -> None:
    number = open_transfer(world)
    world.done("sending_secretary", number, "submit")
    world.done("sending_officer", number, "release")
    world.done("receiving_officer", number, "accept")
    world.done("receiving_secretary", number, "place")

    assert world.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)


def test_from_another_province_with_a_paper_past_its_date(world: World) -> None:
    answer = world.receiving_officer.post("/cases", {
        "workflow": "transfer", "action": "register_arrival", "outflow_code": OUTSIDE,
        "receiving_code": RECEIVING_COMMUNITY, "reason_code": "moved_home", "letter_number": "桐组〔2026〕第 21 号",
        "issued_on": "2026-09-01", "valid_days": 60, "received_on": "2026-11-24",
        "member": {"name": "远来人", "id_number": make_id_number(), "phone": "13900000002"},
    })  # fmt: skip
    assert answer.status_code == 201, answer.text
    number = answer.get_json()["number"]
    assert answer.get_json()["state"] == "lapsed"

    world.done("department_officer", number, "order_acceptance", decision="原单位已书面说明,予以接收")
    world.done("receiving_officer", number, "accept")
    world.done("receiving_secretary", number, "place")
    receipt = {"handled_by": "经办人", "handled_phone": "023-1", "sent_via": "post"}
    world.done("receiving_officer", number, "send_receipt", letter_number="桐组(2026)第21号", **receipt)
    assert world.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)


def test_a_dual_management_is_agreed_filed_and_survives_its_members_transfer(world: World) -> None:
    member_id = world.member()
    body = {
        "workflow": "dual_management", "action": "propose", "receiving_code": RECEIVING_COMMUNITY,
        "member_id": member_id, "consent_on": "2026-11-20",
    }  # fmt: skip
    dual = world.sending_secretary.post("/cases", body).get_json()["number"]
    world.done("sending_secretary", dual, "submit")
    world.done("receiving_secretary", dual, "agree")
    world.done("receiving_officer", dual, "file")
    transfer = open_transfer(world, member_id=member_id)
    for who, action in (
        ("sending_secretary", "submit"), ("sending_officer", "release"),
        ("receiving_officer", "accept"), ("receiving_secretary", "place"),
    ):  # fmt: skip
        world.done(who, transfer, action)

    assert world.where(dual)[0] == "active"
    lines = world.receiving_secretary.read(f"/cases/{dual}/history")["data"]
    assert lines[-1]["action"] == "move_affiliation"
    assert lines[-1]["details"]["affiliation_at"] == "receiving"
