"""Dual management through the same engine: agreed, filed, fed back, and alive while its member is transferred."""

from __future__ import annotations

from typing import Any

import pytest

from service.errors import ActionRefused, DuplicateOpenCase, NotYourTurn, WrongState
from service.models import Case
from tests.builders import make_id_number
from tests.driving import Driver

VILLAGER: dict[str, Any] = {"receiving_code": "D-second_community", "consent_on": "2026-11-20"}


def propose(driver: Driver, who: str = "branch", **body: Any) -> Case:
    return driver.open(who, workflow="dual_management", reason_code="resettlement", **{**VILLAGER, **body})


def active(driver: Driver) -> Case:
    number = propose(driver).number
    driver.act(number, "branch", "submit")
    driver.act(number, "second_community", "agree")
    return driver.act(number, "second_street", "file")


def test_it_is_proposed_agreed_and_filed(driver: Driver) -> None:
    case = active(driver)

    assert (case.state, case.holder_party) == ("active", "receiving")
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2027-01-14"  # the quarter's end and ten working days, provisional in 2027
    assert case.due_provisional


def test_without_the_members_consent_nothing_starts(driver: Driver) -> None:
    with pytest.raises(ActionRefused) as refused:
        propose(driver, consent_on=None)

    assert [refusal.code for refusal in refused.value.refusals] == ["consent_required"]


def test_nobody_agrees_with_oneself(driver: Driver) -> None:
    number = propose(driver).number
    driver.act(number, "branch", "submit")
    with pytest.raises(NotYourTurn):
        driver.act(number, "branch", "agree")


def test_one_registration_per_member_and_receiving_unit(driver: Driver) -> None:
    first = propose(driver)
    with pytest.raises(DuplicateOpenCase) as refused:
        propose(driver, member_id=first.member_id)
    assert refused.value.values["number"] == first.number

    assert propose(driver, member_id=first.member_id, receiving_code="D-village").state == "proposed"


def test_an_employed_member_registers_two_ways_and_the_silent_employer_blocks_nothing(driver: Driver) -> None:
    id_number = make_id_number()
    driver.member("employer_branch", name="在职人", id_number=id_number)
    number = propose(driver, "second_community", kind="two_way_registration", id_number=id_number, name="在职人").number
    driver.act(number, "second_community", "submit")
    assert driver.act(number, "second_street", "file").state == "active"

    driver.act(number, "employer_branch", "answer", result="objected", decided_on="2026-11-24")
    assert driver.case(number).particulars["answer"] == "objected"


def test_feedback_settles_the_quarter_and_starts_the_next(driver: Driver) -> None:
    number = active(driver).number
    case = driver.act(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加了两次活动")

    assert case.due_on is not None
    assert case.due_on.isoformat() == "2027-04-14"
    assert case.turns == {**case.turns, "feedback": 2, "review": 1}


def test_feedback_is_not_about_a_quarter_to_come(driver: Driver) -> None:
    number = active(driver).number
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_community", "give_feedback", quarter="2027-Q1", result="预报")

    assert [refusal.code for refusal in refused.value.refusals] == ["too_early"]


def test_it_survives_the_transfer_of_its_member_and_knows_where_the_member_belongs_then(driver: Driver) -> None:
    dual = active(driver)
    transfer = driver.open(member_id=dual.member_id).number
    for who, action in (("branch", "submit"), ("street", "release"), ("second_street", "accept"),
                        ("second_community", "place")):  # fmt: skip
        driver.act(transfer, who, action)

    after = driver.case(dual.number)
    assert after.state == "active"
    assert after.particulars["affiliation_at"] == "receiving"
    assert driver.holders(dual.member_id)["affiliation"] == "D-second_community"


def test_a_failed_transfer_changes_nothing(driver: Driver) -> None:
    dual = active(driver)
    transfer = driver.open(member_id=dual.member_id).number
    driver.act(transfer, "branch", "withdraw", reason="本人不转")

    assert driver.case(dual.number).particulars["affiliation_at"] == "outflow"


def test_it_pauses_resumes_and_ends(driver: Driver) -> None:
    number = active(driver).number
    paused = driver.act(number, "branch", "pause", reason="外出")
    assert (paused.state, paused.holder_party) == ("paused", "outflow")
    driver.act(number, "second_community", "resume", reason="已回来")
    driver.act(number, "second_community", "end", reason="本人撤回同意", member_withdraws=True)
    with pytest.raises(WrongState):
        driver.act(number, "second_community", "pause", reason="再停")
