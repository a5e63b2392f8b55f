"""Somebody without a confirmed place is looked for, found and settled; the case goes with whoever answers for them."""

from __future__ import annotations

from typing import Any

import pytest

from service.casework.following import open_following
from service.casework.limits import set_limit
from service.casework.open_case import opening
from service.casework.undo import undo
from service.db import Transaction
from service.errors import ActionRefused, DuplicateOpenCase, NotFound, NotPermitted, NotYourTurn
from service.models import Case, Notice
from service.permissions import THE_CLOCK, THE_OPERATOR, Actor
from service.queries.audit import verify
from tests.builders import actor_of, make_id_number, make_user
from tests.driving import PAPER_WAY, Driver
from tests.fixtures.databases import SetNow
from workflows.roles import Role

TRY: dict[str, Any] = {"result": "not_reached", "way": "phone"}
REACHED: dict[str, Any] = {"result": "reached", "way": "visit"}
SILENT: dict[str, Any] = {"dues_paid_through": "2026-01", "last_activity_on": "2026-02"}


def follow(driver: Driver, who: Any = "branch", **body: Any) -> Case:
    return driver.open(who, workflow="follow_up", **{"category": "relocated", **body})


def codes(refused: pytest.ExceptionInfo[ActionRefused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def tried(driver: Driver, *ways: str, **member: Any) -> str:
    number = follow(driver, member_id=driver.member(**member)).number
    for way in ways:
        driver.act(number, "branch", "log_contact", **TRY | {"way": way})
    return number


def transferred(driver: Driver, member_id: str | None) -> str:
    """The member goes to the second branch, inside the system."""
    number = driver.open(member_id=member_id).number
    for who, action, fields in (
        ("branch", "submit", {}), ("street", "release", {}), ("second_street", "accept", {}),
        ("second_community", "place", {"placed_in_code": "D-second_branch"}),
    ):  # fmt: skip
        driver.act(number, who, action, **fields)
    return number


def test_the_unit_that_answers_for_the_member_keeps_it(driver: Driver) -> None:
    case = follow(driver)

    parties = {row.party: row.organization.code for row in case.parties}
    assert parties == {"keeper": "D-branch", "street": "D-street", "department": "D-department"}
    assert (case.state, case.holder_party, case.kind, case.route) == ("watch", "keeper", "relocated", "")
    assert (str(case.due_on), case.number[:3]) == ("2026-12-24", "LX-")
    assert all(row.may_read for row in case.parties)


@pytest.mark.parametrize("who", ["street", "tracker", "clock"])
def test_the_street_its_tracking_staff_and_the_clock_open_it_too(driver: Driver, who: str) -> None:
    case = follow(driver, THE_CLOCK if who == "clock" else tracker(driver, "street") if who == "tracker" else who)

    assert (case.opened_by_party, case.holder_party) == ("clock" if who == "clock" else "street", "keeper")


@pytest.mark.parametrize("who", ["village_branch", "department", "second_street"])
def test_nobody_else_opens_one(driver: Driver, who: str) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        follow(driver, who)


def test_a_second_one_for_the_same_person_names_the_first(driver: Driver) -> None:
    first = follow(driver)
    with pytest.raises(DuplicateOpenCase) as refused:
        follow(driver, "street", member_id=first.member_id, category="veteran")
    assert refused.value.values["number"] == first.number


def test_somebody_of_whom_nobody_knows_is_answered_for_by_the_unit_that_found_them(driver: Driver) -> None:
    person = {"name": "查无此人", "id_number": make_id_number(born="19600101")}
    case = follow(driver, "community", member=person, category="affiliation_unknown")

    assert driver.holders(case.member_id) == {"responsibility": "D-community"}
    assert case.affiliation is None
    assert {row.party: row.organization.code for row in case.parties}["keeper"] == "D-community"
    with pytest.raises(DuplicateOpenCase):
        follow(driver, "community", member=person, category="affiliation_unknown")


def test_a_contact_begins_a_new_month_and_a_day_set_by_people_comes_sooner(driver: Driver, set_now: SetNow) -> None:
    number = follow(driver).number
    assert driver.act(number, "branch", "log_contact", **TRY).state == "contacting"
    set_now("2026-12-01T09:00:00+08:00")
    case = driver.act(number, "street", "log_contact", **REACHED, reason_code="economic_interest")
    assert str(case.due_on) == "2027-01-01"
    case = driver.act(number, "branch", "log_contact", **TRY, next_on="2026-12-07")
    assert (str(case.due_on), case.due_provisional) == ("2026-12-07", False)
    assert str(driver.act(number, "branch", "log_contact", **TRY, next_on="2027-03-01").due_on) == "2027-01-01"


def test_a_day_that_has_passed_is_no_plan_for_what_comes_next(driver: Driver, set_now: SetNow) -> None:
    number = tried(driver, "phone", "visit")
    driver.act(number, "branch", "log_contact", **TRY, next_on="2026-11-26")
    set_now("2026-12-01T09:00:00+08:00")
    assert str(driver.act(number, "branch", "give_up_search").due_on) == "2027-03-01"


def test_another_limit_moves_no_day_that_people_set_themselves(driver: Driver) -> None:
    number = tried(driver, "phone")
    driver.act(number, "branch", "log_contact", **TRY, next_on="2026-11-27")
    other = tried(driver, "phone")
    longer = {"length": 2, "basis": "区委通知", "open_cases": True}
    driver.database.transact(
        lambda tx: set_limit(tx, THE_OPERATOR, "D-department", ("follow_up", "contacting"), longer)
    )
    assert str(driver.case(number).due_on) == "2026-11-27"
    assert str(driver.case(other).due_on) == "2027-01-24"


def test_the_third_try_without_result_tells_the_superior_and_a_contact_begins_the_count_anew(driver: Driver) -> None:
    number = tried(driver, "phone", "phone")
    assert "D-street" not in heard(driver, number)
    driver.act(number, "branch", "log_contact", **TRY)
    assert heard(driver, number) == ["D-street"]  # the nearest above the branch where an officer sits
    driver.act(number, "branch", "log_contact", **REACHED)
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "branch", "give_up_search")
    assert codes(refused) == ["too_few_tries"]


def heard(driver: Driver, number: str) -> list[str]:
    """The desks that were told of the steps, one entry each time."""
    keys = {unit.id: unit.code for unit in vars(driver.district).values() if hasattr(unit, "code")}
    with driver.database.read() as tx:
        case = driver.case(number)
        return [keys[row.recipient_id] for row in tx.session.query(Notice).filter_by(case_id=case.id)]


def test_reporting_up_waits_for_three_tries_by_two_ways_and_six_silent_months(driver: Driver) -> None:
    number = tried(driver, "phone", "phone", "phone", **SILENT)
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "branch", "give_up_search")
    assert codes(refused) == ["too_few_tries"]
    driver.act(number, "branch", "log_contact", **TRY | {"way": "relatives"})
    assert driver.act(number, "branch", "give_up_search").state == "unreachable"
    case = driver.act(number, "branch", "report_up")
    assert (case.state, case.holder_party) == ("reported_up", "department")


def test_nobody_is_reported_up_before_six_months(driver: Driver) -> None:
    number = tried(driver, "phone", "visit", "phone", **SILENT | {"last_activity_on": "2026-06"})
    driver.act(number, "branch", "give_up_search")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "branch", "report_up")
    assert codes(refused) == ["too_early"]
    assert str(refused.value.refusals[0].values["until"]) == "2026-12-30"


def test_a_decision_taken_elsewhere_is_a_fact_and_may_end_it(driver: Driver) -> None:
    number = tried(driver, "phone", "visit", "phone", **SILENT)
    driver.act(number, "branch", "give_up_search")
    driver.act(number, "branch", "report_up")
    decision = {"decision": "停止党籍", "decided_by": "区委", "decided_on": "2026-11-20", "document_number": "3号"}
    assert driver.act(number, "department", "record_decision", **decision).state == "reported_up"
    case = driver.act(number, "department", "record_decision", **decision, closes=True)
    assert (case.state, case.is_open) == ("closed", False)
    assert driver.holders(case.member_id) == {"affiliation": "D-branch", "responsibility": "D-branch"}


def test_the_old_unit_is_asked_and_its_answer_is_dated(driver: Driver) -> None:
    number = follow(driver).number
    asked = {"asked_code": "D-employer_branch", "question": "是否仍在贵支部参加组织生活？"}
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "branch", "ask_unit", **asked | {"asked_code": "D-branch"})
    assert codes(refused) == ["asks_itself"]
    with pytest.raises(NotFound):
        driver.act(number, "employer_branch", "answer", result="left")
    case = driver.act(number, "branch", "ask_unit", **asked)
    assert "D-employer_branch" in heard(driver, number)
    case = driver.act(number, "employer_branch", "answer", result="left", happened_on="2026-11-23")
    assert (case.state, case.particulars["answer"], case.particulars["answered_on"]) == ("watch", "left", "2026-11-23")
    driver.act(number, "branch", "ask_unit", **asked | {"asked_code": "D-village_branch"})
    with pytest.raises(NotFound):
        driver.act(number, "employer_branch", "answer", result="left")


def test_whoever_asks_a_unit_outside_enters_its_answer(driver: Driver) -> None:
    number = follow(driver).number
    driver.act(number, "branch", "ask_unit", asked_code="D-external", question="是否转出？")
    assert driver.act(number, "branch", "answer", result="moved_on").particulars["answer"] == "moved_on"


def test_the_old_units_word_settles_a_person_of_unknown_affiliation_there(driver: Driver) -> None:
    person = {"name": "查无此人", "id_number": make_id_number(born="19600101")}
    number = follow(driver, "community", member=person, category="affiliation_unknown").number
    driver.act(number, "community", "ask_unit", asked_code="D-village_branch", question="是否贵支部党员？")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "community", "settle", way="visit")
    assert codes(refused) == ["no_place_yet"]
    driver.act(number, "village_branch", "answer", result="attends_here")
    case = driver.act(number, "community", "settle", way="visit")
    assert case.state == "settled"
    assert driver.holders(case.member_id) == {"affiliation": "D-village_branch", "responsibility": "D-village_branch"}


def test_a_follow_up_goes_with_whoever_answers_for_the_member_until_the_branch_settles_it(driver: Driver) -> None:
    number = follow(driver).number
    member_id = driver.case(number).member_id
    transfer = driver.open(member_id=member_id).number
    driver.act(transfer, "branch", "submit")
    driver.act(transfer, "street", "release")
    with pytest.raises(ActionRefused):
        driver.act(number, "branch", "settle", way="phone")
    driver.act(transfer, "second_street", "accept")
    assert keeper(driver, number) == ("D-second_street", "D-second_street")
    with pytest.raises(NotFound):
        driver.act(number, "branch", "log_contact", **TRY)
    driver.act(transfer, "second_community", "place", placed_in_code="D-second_branch")
    assert keeper(driver, number) == ("D-second_branch", "D-second_street")
    assert links(driver, number) == [("settled_by", transfer)]
    assert links(driver, transfer) == [("settles", number)]

    case = driver.act(number, "second_branch", "settle", way="visit")
    assert (case.state, str(case.closed_on)) == ("settled", "2026-11-24")
    with driver.database.read() as tx:
        assert verify(tx).findings == ()


def keeper(driver: Driver, number: str) -> tuple[str, str]:
    parties = {row.party: row.organization.code for row in driver.case(number).parties}
    return parties["keeper"], parties["street"]


def links(driver: Driver, number: str) -> list[tuple[str, str]]:
    return [(link.kind, link.other.number) for link in driver.case(number).links]


def test_a_placement_taken_back_within_the_half_minute_takes_the_proposal_with_it(driver: Driver) -> None:
    number = follow(driver).number
    transfer = transferred(driver, driver.case(number).member_id)
    actor, version = driver.actor("second_community"), driver.case(transfer).version
    driver.database.transact(lambda tx: undo(tx, actor, transfer, expected_version=version))
    assert keeper(driver, number)[0] == "D-second_street"
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_street", "settle", way="phone")
    assert codes(refused) == ["no_place_yet"]
    driver.act(transfer, "second_community", "place", placed_in_code="D-second_branch")
    assert driver.act(number, "second_branch", "settle", way="phone").state == "settled"


def test_a_revoked_transfer_brings_the_follow_up_back_to_the_origin(driver: Driver) -> None:
    number = follow(driver).number
    transfer = transferred(driver, driver.case(number).member_id)
    driver.act(number, "second_branch", "settle", way="visit")
    driver.act(transfer, "department", "revoke", reason="办错了人")
    case = driver.case(number)
    assert (case.state, case.is_open, case.closed_on) == ("contacting", True, None)
    assert keeper(driver, number) == ("D-branch", "D-street")
    assert driver.act(number, "branch", "log_contact", **REACHED).state == "contacting"


def test_a_voided_transfer_takes_back_a_proposal_that_nobody_confirmed(driver: Driver) -> None:
    number = follow(driver).number
    transfer = driver.open(member_id=driver.case(number).member_id).number
    for who, action, fields in PAPER_WAY[:5]:
        driver.act(transfer, who, action, **fields)
    assert links(driver, number) == [("settled_by", transfer)]
    driver.act(transfer, "department", "void", reason_code="opened_in_error", reason="误开")
    assert keeper(driver, number)[0] == "D-branch"
    with pytest.raises(ActionRefused):
        driver.act(number, "branch", "settle", way="phone")


def test_what_is_settled_stays_so_while_the_case_that_settled_it_stands(driver: Driver) -> None:
    number = follow(driver).number
    transfer = transferred(driver, driver.case(number).member_id)
    driver.act(number, "second_branch", "settle", way="visit")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_branch", "reopen")
    assert codes(refused) == ["place_stands"]
    another = follow(driver, "second_branch", member_id=driver.case(number).member_id).number
    driver.act(transfer, "department", "revoke", reason="办错了人")
    assert driver.case(number).state == "settled", "the person is followed up already"
    assert keeper(driver, another)[0] == "D-branch"
    with pytest.raises((DuplicateOpenCase, NotYourTurn, NotFound)):
        driver.act(number, "second_branch", "reopen")


def test_a_filed_dual_management_proposes_to_settle_it_where_it_is(driver: Driver) -> None:
    number = follow(driver).number
    member_id = driver.case(number).member_id
    wanted = opening("dual_management", "propose", {
        "member_id": member_id, "receiving_code": "D-second_community", "consent_on": "2026-11-20",
    })  # fmt: skip
    actor = driver.actor("branch")
    dual = driver.database.transact(lambda tx: open_following(tx, actor, wanted, number)).number
    driver.act(dual, "branch", "submit")
    driver.act(dual, "second_community", "agree")
    driver.act(dual, "second_street", "file")
    assert links(driver, number) == [("followed_by", dual), ("settled_by", dual)]
    assert keeper(driver, number)[0] == "D-branch"
    assert driver.act(number, "branch", "settle", way="phone").state == "settled"


def test_a_page_opened_before_the_placement_is_out_of_date(driver: Driver) -> None:
    number = follow(driver, "street").number
    version = driver.case(number).version
    transferred(driver, driver.case(number).member_id)
    assert driver.case(number).version > version


def test_tracking_staff_log_contacts_and_take_no_step_of_a_transfer(driver: Driver) -> None:
    somebody = tracker(driver, "branch")
    number = follow(driver, somebody).number
    assert driver.act(number, somebody, "log_contact", **REACHED).state == "contacting"
    transfer = driver.open(member_id=driver.case(number).member_id).number
    with pytest.raises(NotYourTurn):
        driver.act(transfer, somebody, "submit")


def tracker(driver: Driver, unit: str) -> Actor:
    """Somebody of the tracking staff of a unit."""

    def made(tx: Transaction) -> Actor:
        user = make_user(tx, role=Role.TRACKING_STAFF, organization=getattr(driver.district, unit))
        return actor_of(tx, user=user)

    return driver.database.transact(made)
