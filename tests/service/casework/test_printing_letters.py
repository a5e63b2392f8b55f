"""Printing a letter: who may, what stands on it, and what a reprint asks."""

import pytest

from service.casework.letter_papers import print_letter
from service.errors import ActionRefused, NotFound, NotPermitted, ValidationFailed, WrongState
from service.models import Organization
from service.queries.audit import verify_case
from service.queries.history import lines_of

pytestmark = pytest.mark.postgres


def _print(driver, number, who="street", reason=""):
    return driver.database.transact(lambda tx: print_letter(tx, driver.actor(who), number, reason))


def test_the_paper_bears_what_the_case_and_its_letter_say(driver):
    number = driver.drive_to("in_transit")
    paper, case = _print(driver, number), driver.case(number)
    assert paper.number == case.letter.number
    assert (paper.member_name, paper.issued_on) == (case.member.name, case.letter.issued_on)
    assert paper.receipt_addressee == driver.district.street.title
    assert "*" not in paper.id_number
    assert set(paper.valid_days) <= set("零壹贰叁肆伍陆柒捌玖拾")


def test_a_reprint_is_counted_asks_why_and_stands_in_the_history(driver):
    number = driver.drive_to("in_transit")
    _print(driver, number)
    with pytest.raises(ValidationFailed):
        _print(driver, number)
    _print(driver, number, reason="打印机卡纸")
    assert driver.case(number).letter.print_count == 2
    with driver.database.read() as tx:
        case = driver.case(number)
        lines = [line for line in lines_of(tx, case) if line["action"] == "print_letter"]
        assert [line["details"].get("reason") for line in lines] == [None, "打印机卡纸"]
        assert verify_case(tx, case) is None


def test_only_the_outflow_committee_prints(driver):
    number = driver.drive_to("in_transit")
    with pytest.raises(NotPermitted):
        _print(driver, number, "second_street")
    with pytest.raises(NotFound):
        _print(driver, number, "village")


def test_without_a_letter_in_force_nothing_is_printed(driver):
    with pytest.raises(WrongState):
        _print(driver, driver.drive_to("outflow_review"))


def test_an_unconfirmed_party_name_is_not_printed(driver):
    number = driver.drive_to("in_transit")

    def forget(tx):
        tx.session.get(Organization, driver.district.second_street.id).party_name_confirmed = False

    driver.database.transact(forget)
    with pytest.raises(ActionRefused) as refused:
        _print(driver, number)
    assert {refusal.code for refusal in refused.value.refusals} == {"name_unconfirmed"}
    assert driver.case(number).letter.print_count == 0
