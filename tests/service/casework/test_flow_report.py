"""A unit reports a quarter to its street: a case without a member, in every list under the name of the unit."""

from __future__ import annotations

from typing import Any

import pytest

from service.casework.reorganization.verb import reorganize
from service.casework.undo import undo
from service.errors import ActionRefused, DuplicateOpenCase, NotFound, NotPermitted, NotYourTurn
from service.exports.lists import Cases
from service.models.case import AboutUnit
from service.queries.audit import verify
from service.queries.lists import CaseFilter, cases_page
from service.queries.todo import Wanted, todo_cases
from tests.driving import Driver
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
