"""A unit reports a quarter to its street: a case without a member, in every list under the name of the unit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from service.casework.flow_figures import figures_of
from service.casework.reorganization.verb import reorganize
from service.casework.undo import undo
from service.errors import ActionRefused, DuplicateOpenCase, NotFound, NotPermitted, NotYourTurn
from service.exports.lists import Cases
from service.models import HistoryLine, Organization
from service.models.case import AboutUnit
from service.queries.audit import verify
from service.queries.lists import CaseFilter, cases_page
from service.queries.member_classes import figures_of as classes_of
from service.queries.todo import Wanted, todo_cases
from tests.driving import Driver
from tests.fixtures.databases import SetNow
from tests.service.reporting import report


def test_a_report_goes_from_the_community_to_its_street_and_back_until_it_is_filed(driver: Driver) -> None:
    case = report(driver)
    parties = {row.party: row.organization.code for row in case.parties}
    assert parties == {"community": "D-community", "street": "D-street", "department": "D-department"}
    assert (case.state, case.holder_party, case.quarter, case.number[:3]) == ("due", "community", "2026-Q3", "BG-")
    assert str(case.due_on) == "2026-10-20"  # ten working days of October, with the Saturday that makes up

    driver.act(case.number, "community", "hand_in", comment="与台账一致")
    with pytest.raises(ActionRefused):
        driver.act(case.number, "street", "send_back")
    returned = driver.act(case.number, "street", "send_back", reason="漏了流入党员")
    assert (returned.state, returned.holder_party, str(returned.due_on)) == ("returned", "community", "2026-11-27")
    driver.act(case.number, "community", "hand_in")
    filed = driver.act(case.number, "street", "file")
    assert (filed.state, filed.is_open, filed.holder_party) == ("filed", False, None)
    back = driver.database.transact(
        lambda tx: undo(tx, driver.actor("street"), case.number, expected_version=filed.version)
    )
    assert (back.state, back.holder_party) == ("street_check", "street")
    with driver.database.read() as tx:
        assert verify(tx).findings == ()


def test_it_is_opened_by_the_clock_once_and_acted_on_by_its_parties_only(driver: Driver) -> None:
    number = report(driver).number
    with pytest.raises(NotPermitted):
        report(driver, "D-village", actor=driver.actor("department"))
    with pytest.raises(NotFound):
        driver.act(number, "second_street", "file")
    with pytest.raises(NotYourTurn):
        driver.act(number, "department", "file")
    driver.act(number, "community", "hand_in")
    driver.act(number, "street", "file")
    with pytest.raises(DuplicateOpenCase) as refused:
        report(driver)
    assert refused.value.values["number"] == number
    assert report(driver, quarter="2026-Q2").number != number


def test_lists_searches_and_exports_show_the_unit(driver: Driver) -> None:
    case, transfer = report(driver), driver.open()
    with driver.database.read() as tx:
        street = driver.actor("street")
        name = case.subject_name
        found, _ = cases_page(tx, street, CaseFilter(q=name))
        assert [one.number for one in found] == [case.number]
        mine, _ = todo_cases(tx, driver.actor("community"), Wanted("mine", q=name), 10)
        assert [(one.number, one.subject_name, one.person) for one in mine] == [(case.number, name, None)]
        lines = list(Cases(CaseFilter(sort="opened_at")).lines(tx, street, full=True))
        assert [line.case and line.case.number for line in lines] == [case.number, transfer.number]
        assert (lines[0].member, lines[0].id_number, lines[0].phone) == (None, "", "")
        with pytest.raises(AboutUnit):
            _ = found[0].member


def test_the_successor_of_a_unit_reports_for_it(driver: Driver) -> None:
    first, second = report(driver), report(driver, "D-second_community")
    merger: dict[str, Any] = {"successor_code": "D-community", "reason": "村居合一", "document_number": "7号"}
    driver.database.transact(
        lambda tx: reorganize(tx, driver.actor("department"), "D-second_community", "merge", merger)
    )
    for case in (first, second):
        now = driver.act(case.number, "community", "hand_in")
        assert now.subject_name == case.subject_name
        assert {row.party: row.organization.code for row in now.parties}["community"] == "D-community"


def test_the_figures_are_those_of_the_registers_when_the_quarter_ended(driver: Driver, set_now: SetNow) -> None:
    for home in ("branch", "community", "branch"):
        driver.member(home)
    driver.drive_to("closed")  # out of the branch into the second community
    driver.drive_to("in_transit")
    away: dict[str, Any] = {"reason_code": "work_away", "left_on": "2026-11-24", "back_on": "2026-12-20"}
    leaves = driver.open("branch", "report_leave", "mobile_registration", **away, receiving_code=None)
    driver.act(leaves.number, "branch", "allow_absence", proof_wanted=True)
    set_now("2027-01-01T00:01:00+08:00")
    with driver.database.read() as tx:
        sender, receiver = (figures_of(tx, unit, "2026-Q4") for unit in _communities(driver))
        for unit, figures in zip(_communities(driver), (sender, receiver), strict=True):
            classes = classes_of(tx, unit).summed
            assert {name: count for name, count in classes.items() if name in figures["classes"]} == figures["classes"]
    plain = {name: count for name, count in sender.items() if name != "classes" and count}
    assert plain == {"in_otherwise": 6, "out_by_transfer": 1, "closing": 5, "leaving": 1, "overdue": 1}
    assert sender["classes"] | {"affiliated": 4, "away": 1} == sender["classes"]
    plain = {name: count for name, count in receiver.items() if name != "classes" and count}
    assert plain == {"in_by_transfer": 1, "closing": 1, "arriving": 1}


def test_what_was_handed_in_is_frozen_and_can_be_computed_again(driver: Driver, set_now: SetNow) -> None:
    driver.drive_to("in_transit")
    set_now("2027-01-04T09:00:00+08:00")
    number = report(driver, quarter="2026-Q4").number
    driver.act(driver.open().number, "branch", "submit")  # what happens now belongs to the next quarter
    handed_in = driver.act(number, "community", "hand_in").particulars["figures"]
    assert (handed_in["closing"], handed_in["leaving"], handed_in["opening"]) == (1, 1, 0)
    driver.drive_to("closed")
    with driver.database.read() as tx:
        line = tx.session.scalars(select(HistoryLine).where(HistoryLine.action == "hand_in")).one()
        assert json.loads(line.body)["details"]["figures"] == handed_in
        assert figures_of(tx, driver.district.community, "2026-Q4") == handed_in
        following = figures_of(tx, driver.district.community, "2027-Q1")
        assert (following["opening"], following["out_by_transfer"]) == (handed_in["closing"], 1)


def _communities(driver: Driver) -> tuple[Organization, Organization]:
    return driver.district.community, driver.district.second_community
