"""A graduate, from retention over a lapsed letter and two refusals to a place by decision."""

from __future__ import annotations

from functools import partial
from typing import Any

from service.queries.audit import verify
from tests.stories.doors import Door
from tests.stories.people import RECEIVING_COMMUNITY, SENDING_COMMUNITY, Person, open_desk

THIRD_STREET, THIRD_COMMUNITY = "500104003", "500104003015"


def test_a_graduate_whom_nobody_takes_is_placed_by_decision(door: Door) -> None:
    _a_third_street(door)
    door.member(name="高志远", graduated_on="2026-06-30")
    follow_up = _is_followed_up(door)
    first = _carries_a_letter_that_lapses(door, follow_up)
    door.takes("receiving_officer", first, "refuse", reason_code="no_house", reason="辖区内没有住房")
    door.takes("sending_secretary", first, "withdraw", reason="改转实际居住地")
    second = _is_refused_again(door, follow_up)
    door.takes("department_officer", second, "order_acceptance", decision="没有依据，应当接收", document_number="9号")
    _is_placed(door, follow_up, second)
    door.at("2026-12-11T09:00:00+08:00")
    _is_off_the_list(door)
    settled = door.department_officer.read(f"/cases/{follow_up}")
    links = [(link["kind"], link["number"]) for link in settled["links"]]
    assert links == [("followed_by", first), ("followed_by", second), ("settled_by", second)]
    assert door.where(second)[1:] == (THIRD_COMMUNITY, THIRD_COMMUNITY)
    with door.database.read() as tx:
        assert verify(tx).findings == ()


def _a_third_street(door: Door) -> None:
    client = door.sending_secretary.client
    for name, role, code in (
        ("third_officer", "committee_officer", THIRD_STREET), ("third_secretary", "branch_secretary", THIRD_COMMUNITY),
    ):  # fmt: skip
        token = door.database.transact(partial(open_desk, name=name, role=role, code=code))
        door.people[name] = Person(client, token)


def _is_followed_up(door: Door) -> str:
    door.at("2026-11-24T09:05:00+08:00")
    row = door.followed()
    follow_up: str = row["case"]["number"]
    assert (row["category"], door.lasting()) == ("graduate_waiting", {"graduated"})
    assert row["case"]["parties"]["keeper"]["code"] == SENDING_COMMUNITY
    assert door.third_secretary.read("/follow-ups")["data"] == []
    said = {"way": "phone", "result": "decided", "next_on": "2026-12-08", "comment": "已找到工作，住新山村"}
    door.takes("sending_secretary", follow_up, "log_contact", **said)
    return follow_up


def _carries_a_letter_that_lapses(door: Door, follow_up: str) -> str:
    number = door.transfers("sending_secretary", follow_up, RECEIVING_COMMUNITY, "graduation")
    door.takes("sending_officer", number, "issue_letter", valid_days="10")
    door.at("2026-11-27T00:01:00+08:00")
    assert door.lasting() == {"graduated", "letter_lapsing"}
    door.at("2026-12-05T00:01:00+08:00")
    assert door.where(number)[0] == "lapsed"
    door.takes("sending_officer", number, "reissue", reason="本人出差，未及时报到")
    letter = door.department_officer.read(f"/cases/{number}")["letter"]["number"]
    door.takes("receiving_officer", number, "report_in", letter_number=letter)
    return number


def _is_refused_again(door: Door, follow_up: str) -> str:
    number = door.transfers("sending_secretary", follow_up, THIRD_COMMUNITY, "graduation")
    door.takes("sending_officer", number, "release")
    door.at("2026-12-09T09:00:00+08:00")
    assert door.lasting() == {"graduated"}, "the letter is no matter any more"
    door.takes("third_officer", number, "refuse", reason_code="no_household_registration", reason="没有本地户口")
    door.at("2026-12-10T09:00:00+08:00")
    assert "no_unit_accepts" in door.lasting()
    door.refuses("sending_secretary", follow_up, "settle", "还没有编入支部", way="phone")
    door.takes("sending_secretary", follow_up, "log_contact", way="phone", result="needs_coordination")
    assert follow_up in {notice["case"] for notice in door.department_officer.read("/notices")["data"]}
    door.agrees("department_officer", follow_up, "由第三街道接收，十日内办理")
    said = door.sending_secretary.read(f"/cases/{follow_up}/history")["data"][-1]
    assert said["comment"] == "联席会议议定：由第三街道接收，十日内办理"
    return number


def _is_placed(door: Door, follow_up: str, number: str) -> None:
    door.takes("third_officer", number, "accept")
    assert door.keeper(follow_up) == THIRD_STREET
    door.takes("third_secretary", number, "place")
    assert door.keeper(follow_up) == THIRD_COMMUNITY
    assert door.sending_secretary.act(follow_up, "settle", way="phone").status_code in {403, 404}
    door.takes("third_secretary", follow_up, "settle", way="visit", comment="已见面，告知组织生活时间")


def _is_off_the_list(door: Door) -> None:
    assert door.department_officer.read("/follow-ups")["data"] == []
    summary: dict[str, Any] = door.department_officer.read("/follow-ups/summary")
    assert summary["months"][-1] == {"month": "2026-12", "opened": 0, "settled": 1}
    assert summary["quarters"][-1] == {"quarter": "2026-Q4", "opened": 1, "settled": 1, "open": 0}
