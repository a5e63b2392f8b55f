"""Dual management through the same engine: agreed, filed, fed back, and alive while its member is transferred."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from service.casework.reassign import reassign
from service.errors import ActionRefused, DuplicateOpenCase, NotYourTurn, WrongState
from service.models import Case, CaseClock
from tests.builders import make_id_number
from tests.driving import Driver
from tests.fixtures.databases import SetNow

TRANSFERRED = (
    ("branch", "submit"), ("street", "release"), ("second_street", "accept"), ("second_community", "place"),
)  # fmt: skip
VILLAGER: dict[str, Any] = {"receiving_code": "D-second_community", "consent_on": "2026-11-20"}


def propose(driver: Driver, who: str = "branch", **body: Any) -> Case:
    return driver.open(who, workflow="dual_management", reason_code="resettlement", **{**VILLAGER, **body})


def active(driver: Driver) -> Case:
    number = propose(driver).number
    driver.act(number, "branch", "submit")
    driver.act(number, "second_community", "agree")
    return driver.act(number, "second_street", "file")


def move(driver: Driver, dual: Case) -> None:
    """The member's relation, by a transfer inside the system."""
    transfer = driver.open(member_id=dual.member_id).number
    for who, action in TRANSFERRED:
        driver.act(transfer, who, action)


def review_desk(driver: Driver, dual: Case) -> int | None:
    with driver.database.read() as tx:
        return tx.session.scalar(
            select(CaseClock.holder_id).where(CaseClock.case_id == dual.id, CaseClock.name == "review")
        )


def replace_party(driver: Driver, number: str, party: str, code: str) -> Case:
    body, version = {"party": party, "to_code": code, "reason": "迁居"}, driver.case(number).version
    return driver.database.transact(
        lambda tx: reassign(tx, driver.actor("department"), number, body, expected_version=version)
    )


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
    kept = driver.case(number).particulars
    assert (kept["answer"], kept["answered_on"]) == ("objected", "2026-11-24")


def test_feedback_settles_the_quarter_and_starts_the_next(driver: Driver) -> None:
    number = active(driver).number
    case = driver.act(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加了两次活动")

    assert case.due_on is not None
    assert case.due_on.isoformat() == "2027-04-14"
    assert case.turns == {**case.turns, "feedback": 2, "review": 1}


def test_feedback_about_an_older_quarter_or_the_same_again_starts_no_clock(driver: Driver) -> None:
    number = active(driver).number
    driver.act(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加了两次活动")
    for who, quarter in (("branch", "2026-Q4"), ("branch", "2026-Q3")):
        case = driver.act(number, who, "give_feedback", quarter=quarter, result="表现好")
        assert case.due_on is not None
        assert (case.due_on.isoformat(), case.turns["feedback"]) == ("2027-04-14", 2)
        assert case.particulars["feedback_quarter"] == "2026-Q4"


def test_after_a_pause_of_a_year_nobody_is_asked_about_the_quarters_that_were_paused(
    driver: Driver, set_now: SetNow
) -> None:
    number = active(driver).number
    driver.act(number, "second_community", "give_feedback", quarter="2026-Q4", result="参加了两次活动")
    driver.act(number, "branch", "pause", reason="外出")
    set_now("2027-11-24T09:00:00+08:00")
    case = driver.act(number, "branch", "resume", reason="已回来")
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2028-01-14"


def test_feedback_is_not_about_a_quarter_to_come(driver: Driver) -> None:
    number = active(driver).number
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_community", "give_feedback", quarter="2027-Q1", result="预报")

    assert [refusal.code for refusal in refused.value.refusals] == ["too_early"]


def test_it_survives_the_transfer_of_its_member_and_knows_where_the_member_belongs_then(driver: Driver) -> None:
    dual = active(driver)
    move(driver, dual)

    after = driver.case(dual.number)
    assert after.state == "active"
    assert after.particulars["affiliation_at"] == "receiving"
    assert driver.holders(dual.member_id)["affiliation"] == "D-second_community"


def test_after_the_move_the_yearly_review_is_asked_of_the_side_where_the_member_belongs(driver: Driver) -> None:
    dual = active(driver)
    assert review_desk(driver, dual) == driver.district.branch.id
    move(driver, dual)
    assert review_desk(driver, dual) == driver.district.second_community.id
    with pytest.raises(NotYourTurn):
        driver.act(dual.number, "branch", "review", result="好")
    driver.act(dual.number, "second_community", "review", result="好")


def test_a_member_who_moved_before_it_was_filed_or_while_it_was_paused_belongs_where_the_relation_is(
    driver: Driver,
) -> None:
    early, paused = propose(driver), active(driver)
    driver.act(early.number, "branch", "submit")
    driver.act(paused.number, "branch", "pause", reason="外出")
    for dual in (early, paused):
        move(driver, dual)
    driver.act(early.number, "second_community", "agree")
    driver.act(early.number, "second_street", "file")
    driver.act(paused.number, "branch", "resume", reason="已回来")
    for dual in (early, paused):
        assert review_desk(driver, dual) == driver.district.second_community.id
        driver.act(dual.number, "second_community", "review", result="好")


def test_it_may_begin_after_the_transfer_with_the_old_unit_as_the_second_side(driver: Driver) -> None:
    member = driver.member("second_community")
    case = propose(driver, "second_community", member_id=member, outflow_code="D-village_branch")
    assert case.particulars["affiliation_at"] == "receiving"


def test_it_is_not_between_two_units_of_which_neither_has_the_member(driver: Driver) -> None:
    id_number = make_id_number()
    driver.member("employer_branch", name="在职人", id_number=id_number)
    with pytest.raises(ActionRefused) as refused:
        propose(driver, "second_community", id_number=id_number, name="在职人", outflow_code="D-village_branch")
    assert [refusal.code for refusal in refused.value.refusals] == ["belongs_to_neither"]


def test_nobody_puts_one_unit_on_both_sides_or_a_second_registration_in_one_community(driver: Driver) -> None:
    first = propose(driver)
    second = propose(driver, member_id=first.member_id, receiving_code="D-village")
    with pytest.raises(ActionRefused) as refused:
        replace_party(driver, second.number, "receiving", "D-branch")
    assert [(refusal.code, refusal.field) for refusal in refused.value.refusals] == [
        ("destination_not_exact", "to_code")
    ]
    with pytest.raises(DuplicateOpenCase) as doubled:
        replace_party(driver, second.number, "receiving", "D-second_community")
    assert doubled.value.values["number"] == first.number
    assert replace_party(driver, second.number, "receiving", "D-village_branch").receiving_id


def test_the_service_post_that_the_member_took_last_is_known(driver: Driver) -> None:
    number = active(driver).number
    for post in ("帮助就业岗", "关爱老弱岗", ""):
        driver.act(number, "second_community", "log_service", result="走访", service_post=post)
    assert driver.case(number).particulars["service_post"] == "关爱老弱岗"


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
