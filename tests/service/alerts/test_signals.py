"""Signals are computed from facts, said once, open a follow-up or join it; what ends proposes, and closes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from service import clock
from service.alerts.signals import raise_signals, signal_once_a_day
from service.casework.members import update_member
from service.db import Database
from service.models import Case, Member, Organization, Signal
from tests.driving import Driver
from tests.fixtures.databases import SetNow
from workflows.codes import CATEGORIES
from workflows.signals import SIGNALS

TODAY = "2026-11-24"


def raised(database: Database) -> dict[str, tuple[str, str | None]]:
    """Since when each signal lasts or lasted, and until when."""
    with database.read() as tx:
        found = tx.session.scalars(select(Signal).order_by(Signal.id))
        return {row.name: (str(row.since), str(row.ended_on) if row.ended_on else None) for row in found}


def follow_ups(database: Database) -> list[Case]:
    with database.read() as tx:
        return list(tx.session.scalars(select(Case).where(Case.workflow == "follow_up").order_by(Case.id)))


def change(driver: Driver, member_id: str, **facts: Any) -> None:
    with driver.database.read() as tx:
        version = tx.session.get_one(Member, member_id).version
    actor = driver.actor("branch")
    driver.database.transact(lambda tx: update_member(tx, actor, member_id, facts, version))


FACTS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"graduated_on": "2026-11-23"}, "graduated", "2026-11-24", "graduate_waiting"),
    ({"graduated_on": "2026-06"}, "graduated", "2026-07-01", "graduate_waiting"),
    ({"discharged_on": "2026-10-25"}, "discharged", "2026-11-24", "veteran"),
    ({"residence_changed_on": "2026-05-24"}, "residence_changed", "2026-11-24", "relocated"),
    ({"work_changed_on": "2025"}, "work_changed", "2026-06-30", "floating_talent"),
    ({"household_here": True, "lives_here": False}, "household_apart", TODAY, "relocated"),
    ({"household_here": False, "lives_here": True}, "household_apart", TODAY, "relocated"),
    ({"dues_paid_through": "2026-04", "last_activity_on": "2026-05-24"}, "silent", TODAY, "inactive_signals"),
]


@pytest.mark.parametrize(("facts", "name", "since", "category"), FACTS)
def test_a_fact_of_a_member_opens_a_follow_up_that_names_it(
    driver: Driver, facts: dict[str, Any], name: str, since: str, category: str
) -> None:
    driver.member(**facts)
    assert raise_signals(driver.database) == 1
    assert raised(driver.database) == {name: (since, None)}
    (case,) = follow_ups(driver.database)
    assert (case.state, case.kind, case.opened_by_party) == ("watch", category, "clock")


@pytest.mark.parametrize(
    "facts",
    [
        {"graduated_on": "2026-11-24"},
        {"graduated_on": "2026-11"},
        {"discharged_on": "2026-10-26"},
        {"residence_changed_on": "2026-05-25"},
        {"work_changed_on": "2026-05"},
        {"household_here": True, "lives_here": True},
        {"household_here": False},
        {"dues_paid_through": "2026-05", "last_activity_on": "2026-01"},
        {"dues_paid_through": "2026-01"},
        {"member_status": "probationary", "joined_on": "2025-11-01"},
    ],
)
def test_nothing_is_raised_a_day_too_soon_or_about_what_nobody_knows(
    sqlite_driver: Driver, facts: dict[str, Any]
) -> None:
    sqlite_driver.member(**facts)
    assert raise_signals(sqlite_driver.database) == 0


def test_the_same_thing_is_said_once_and_a_second_one_joins_the_follow_up(driver: Driver) -> None:
    member = driver.member(graduated_on="2026-06")
    assert [raise_signals(driver.database) for _ in range(3)] == [1, 0, 0]
    change(driver, member, household_here=True, lives_here=False)
    assert raise_signals(driver.database) == 1
    assert set(raised(driver.database)) == {"graduated", "household_apart"}
    assert len(follow_ups(driver.database)) == 1


def test_a_signal_joins_a_follow_up_that_people_opened(driver: Driver) -> None:
    member = driver.member(graduated_on="2026-06")
    number = driver.open(workflow="follow_up", member_id=member, category="graduate_waiting").number
    raise_signals(driver.database)
    assert [case.number for case in follow_ups(driver.database)] == [number]


def test_what_ends_proposes_to_settle_and_what_comes_back_takes_the_proposal_away(driver: Driver) -> None:
    member = driver.member(household_here=True, lives_here=False)
    raise_signals(driver.database)
    (case,) = follow_ups(driver.database)
    change(driver, member, lives_here=True)
    assert [raise_signals(driver.database) for _ in range(2)] == [1, 0]
    assert raised(driver.database) == {"household_apart": (TODAY, TODAY)}
    after = driver.case(case.number)
    assert (after.state, after.particulars["settlement"], after.version) == ("watch", "signal", case.version)
    change(driver, member, lives_here=False)
    assert raise_signals(driver.database) == 1
    assert "settlement" not in driver.case(case.number).particulars
    change(driver, member, lives_here=True)
    raise_signals(driver.database)
    assert driver.act(case.number, "branch", "settle", way="visit").state == "settled"


def test_one_matter_left_is_enough_to_propose_nothing(driver: Driver) -> None:
    member = driver.member(household_here=True, lives_here=False, graduated_on="2026-06")
    raise_signals(driver.database)
    change(driver, member, lives_here=True)
    raise_signals(driver.database)
    (case,) = follow_ups(driver.database)
    assert "settlement" not in case.particulars


def test_a_letter_about_to_lapse_and_one_that_did(driver: Driver, set_now: SetNow) -> None:
    number = driver.drive_to("in_transit")
    set_now("2026-11-26T09:00:00+08:00")
    assert raise_signals(driver.database) == 0
    set_now("2026-11-27T00:00:00+08:00")
    raise_signals(driver.database)
    assert raised(driver.database) == {"letter_lapsing": ("2026-11-27", None)}
    driver.act(number, "second_street", "report_in", letter_number="THE LETTER")
    raise_signals(driver.database)
    assert raised(driver.database) == {"letter_lapsing": ("2026-11-27", "2026-11-27")}
    (case,) = follow_ups(driver.database)
    assert "settlement" not in case.particulars, "the transfer is under way: nobody is settled before a placement"
    driver.act(number, "second_street", "send_back", reason="材料不全")
    driver.act(number, "branch", "withdraw", reason="本人不转了")
    raise_signals(driver.database)
    assert driver.case(case.number).particulars["settlement"] == "signal", "the branch still answers for the member"


def test_an_acceptance_without_a_branch_after_ten_working_days(driver: Driver, set_now: SetNow) -> None:
    driver.drive_to("placement")
    set_now("2026-12-08T09:00:00+08:00")
    assert raise_signals(driver.database) == 0
    set_now("2026-12-09T09:00:00+08:00")
    assert raise_signals(driver.database) == 1
    (case,) = follow_ups(driver.database)
    with driver.database.read() as tx:
        assert tx.session.get_one(Organization, case.holder_id).code == "D-second_street"


def test_two_refusals_by_different_units_and_not_two_by_the_same(driver: Driver, set_now: SetNow) -> None:
    number = driver.drive_to("street_review")
    driver.act(number, "second_street", "send_back", reason="材料不全")
    driver.act(number, "branch", "submit")
    driver.act(number, "street", "release")
    driver.act(number, "second_street", "refuse", reason_code="no_house", reason="没有住房")
    assert raise_signals(driver.database) == 0
    driver.act(number, "branch", "withdraw", reason="改转他处")
    member = driver.case(number).member_id
    other = driver.open(member_id=member, receiving_code="D-village").number
    driver.act(other, "branch", "submit")
    driver.act(other, "street", "release")
    set_now("2026-11-25T09:00:00+08:00")
    driver.act(other, "town", "refuse", reason_code="no_household_registration", reason="没有户口")
    assert raise_signals(driver.database) == 1
    assert raised(driver.database) == {"no_unit_accepts": ("2026-11-25", None)}
    driver.act(other, "department", "order_acceptance", decision="应予接收")
    driver.act(other, "town", "accept")
    driver.act(other, "village", "place", placed_in_code="D-village_branch")
    raise_signals(driver.database)
    assert raised(driver.database) == {"no_unit_accepts": ("2026-11-25", "2026-11-25")}


def test_a_probation_that_ends_on_the_way(driver: Driver) -> None:
    member = driver.member(member_status="probationary", joined_on="2025-12-20", converted_on=None)
    number = driver.open(member_id=member).number
    driver.act(number, "branch", "submit")
    assert raise_signals(driver.database) == 0
    driver.act(number, "street", "release")
    assert raise_signals(driver.database) == 1
    assert raised(driver.database) == {"probation_ending": ("2026-11-20", None)}


def test_who_has_just_been_moved_is_not_silent_before_half_a_year_is_over(driver: Driver, set_now: SetNow) -> None:
    member = driver.member(dues_paid_through="2026-03", last_activity_on="2026-03")
    raise_signals(driver.database)
    assert raised(driver.database) == {"silent": ("2026-09-30", None)}
    number = driver.open(member_id=member).number
    for who, action, fields in (
        ("branch", "submit", {"dues_plan": "分三个月补交"}), ("street", "release", {}), ("second_street", "accept", {}),
        ("second_community", "place", {}),
    ):  # fmt: skip
        driver.act(number, who, action, **fields)
    raise_signals(driver.database)
    assert raised(driver.database) == {"silent": ("2026-09-30", TODAY)}
    set_now("2027-05-23T09:00:00+08:00")
    assert raise_signals(driver.database) == 0
    set_now("2027-05-24T09:00:00+08:00")
    raise_signals(driver.database)
    assert raised(driver.database)["silent"] == ("2027-05-24", None)


def test_a_unit_that_is_no_more(driver: Driver, set_now: SetNow) -> None:
    driver.member("employer_branch")
    ended = update(Organization).where(Organization.code == "D-employer_branch").values(valid_to=date(2026, 11, 24))
    driver.database.transact(lambda tx: tx.session.execute(ended))
    assert raise_signals(driver.database) == 0
    set_now("2026-11-25T09:00:00+08:00")
    raise_signals(driver.database)
    assert raised(driver.database) == {"unit_dissolved": ("2026-11-25", None)}
    (case,) = follow_ups(driver.database)
    with driver.database.read() as tx:
        assert tx.session.get_one(Organization, case.holder_id).code == "D-employer", "the nearest above that exists"


def test_dual_management_ends_what_a_changed_home_began(driver: Driver) -> None:
    member = driver.member(residence_changed_on="2026-04")
    raise_signals(driver.database)
    dual = driver.open(workflow="dual_management", member_id=member, consent_on="2026-11-20").number
    driver.act(dual, "branch", "submit")
    driver.act(dual, "second_community", "agree")
    driver.act(dual, "second_street", "file")
    raise_signals(driver.database)
    assert raised(driver.database)["residence_changed"][1] == TODAY


def test_a_certificate_that_nobody_brings_and_one_that_nobody_inspects(driver: Driver, set_now: SetNow) -> None:
    number = driver.open(workflow="mobile_registration", reason_code="work_away").number
    issued = driver.act(number, "branch", "issue_certificate", seal_applied=True)
    set_now("2026-12-24T09:00:00+08:00")
    assert raise_signals(driver.database) == 0
    set_now("2026-12-25T09:00:00+08:00")
    raise_signals(driver.database)
    assert raised(driver.database) == {"certificate_unpresented": ("2026-12-25", None)}
    certificate = issued.particulars["certificate"]["number"]
    driver.act(number, "second_community", "attach_member", certificate_number=certificate)
    raise_signals(driver.database)
    assert raised(driver.database) == {"certificate_unpresented": ("2026-12-25", "2026-12-25")}
    (case,) = follow_ups(driver.database)
    assert [(link.kind, link.other.number) for link in driver.case(case.number).links] == [("settled_by", number)]
    driver.act(case.number, "branch", "settle", way="phone")
    set_now("2028-01-15T09:00:00+08:00")
    raise_signals(driver.database)
    assert "inspection_overdue" in raised(driver.database)


def test_another_home_or_employer_is_dated_on_the_day_it_is_entered(driver: Driver) -> None:
    member = driver.member(residence="柳湾村", employer="盛达建材")
    change(driver, member, residence="望潮社区", employer="远航机械", work_changed_on="2026-03")
    with driver.database.read() as tx:
        row = tx.session.get_one(Member, member)
        assert (row.residence_changed_on, row.work_changed_on) == (TODAY, "2026-03")


def test_the_worker_looks_once_a_day(driver: Driver, set_now: SetNow) -> None:
    driver.member(graduated_on="2026-06")
    assert [signal_once_a_day(driver.database, clock.now()) for _ in range(2)] == [1, 0]
    driver.member(graduated_on="2026-06")
    assert signal_once_a_day(driver.database, clock.now()) == 0
    set_now("2026-11-25T00:01:00+08:00")
    assert signal_once_a_day(driver.database, clock.now()) == 1


def test_somebody_whom_a_unit_outside_answers_for_is_theirs(sqlite_driver: Driver) -> None:
    sqlite_driver.member("external", graduated_on="2026-06")
    assert raise_signals(sqlite_driver.database) == 0


def test_every_signal_names_its_rule_and_a_category_of_the_law() -> None:
    assert all(signal.rule and signal.label and signal.category in CATEGORIES for signal in SIGNALS.values())
