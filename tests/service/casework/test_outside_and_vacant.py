"""Units outside the platform and units without people: somebody inside acts for them, and the history says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from service.casework.users import disable_user
from service.errors import ActionRefused, NotFound, NotYourTurn, ValidationFailed
from service.permissions import THE_OPERATOR
from service.queries.cases import case_by_number
from service.queries.history import lines_of
from tests.builders import make_id_number
from tests.driving import Driver

PAPER: dict[str, Any] = {
    "outflow_code": "D-external",
    "receiving_code": "D-second_community",
    "reason_code": "moved_home",
    "letter_number": "远机组〔2026〕第 17 号",
    "issued_on": "2026-11-01",
    "valid_days": 60,
}


def arrive(driver: Driver, **changes: Any) -> str:
    member = {"name": "远方来", "id_number": make_id_number(), "phone": "13800000000"}
    return driver.open("second_street", "register_arrival", member=member, **{**PAPER, **changes}).number


def last_line(driver: Driver, number: str) -> dict[str, Any]:
    with driver.database.read() as tx:
        case = case_by_number(tx, number)
        assert case is not None
        return lines_of(tx, case)[-1]


def test_a_member_from_outside_arrives_with_a_paper_and_the_receipt_closes_the_case(driver: Driver) -> None:
    number = arrive(driver)
    case = driver.case(number)
    assert (case.state, case.route) == ("street_review", "other_province")
    assert driver.holders(case.member_id) == {"affiliation": "D-external", "responsibility": "D-external"}

    driver.act(number, "second_street", "accept")
    driver.act(number, "second_community", "place")
    fields = {"letter_number": "远机组2026第17号", "handled_by": "李", "handled_phone": "1", "sent_via": "post"}
    assert driver.act(number, "second_street", "send_receipt", **fields).state == "closed"


def test_a_paper_past_its_date_lies_lapsed_until_the_outside_reissues_it(driver: Driver) -> None:
    number = arrive(driver, valid_days=10)
    case = driver.case(number)
    assert (case.state, case.holder_party) == ("lapsed", "outflow_committee")

    reissued = {"letter_number": "远机组〔2026〕第 90 号", "issued_on": "2026-11-20", "valid_days": 30}
    driver.act(number, "second_street", "reissue", reason="对方补开", **reissued)
    assert last_line(driver, number)["on_behalf_of"]["code"] == "D-external"
    assert driver.act(number, "second_street", "report_in", letter_number="THE LETTER").state == "street_review"


def test_the_department_may_order_acceptance_of_a_lapsed_paper(driver: Driver) -> None:
    number = arrive(driver, valid_days=10)

    assert driver.act(number, "department", "order_acceptance", decision="凭说明接收").state == "street_review"


def test_an_arrival_needs_a_sender_outside(driver: Driver) -> None:
    with pytest.raises(ValidationFailed) as refused:
        arrive(driver, outflow_code="D-branch")

    assert [refusal.code for refusal in refused.value.refusals] == ["not_external"]


def test_one_paper_is_registered_once(driver: Driver) -> None:
    arrive(driver)
    with pytest.raises(ActionRefused) as refused:
        arrive(driver, letter_number="远机组[2026]第0017号")

    assert [refusal.code for refusal in refused.value.refusals] == ["letter_number_taken"]


def test_sending_an_arrival_back_ends_it(driver: Driver) -> None:
    number = arrive(driver)

    assert driver.act(number, "second_street", "send_back", reason="抬头不对").state == "withdrawn"


def test_the_sending_committee_records_the_steps_of_a_receiver_outside(driver: Driver) -> None:
    number = driver.open(receiving_code="D-external", reason_code="job_change").number
    driver.act(number, "branch", "submit")
    with pytest.raises(Exception, match="wrong_state"):
        driver.act(number, "street", "release")
    driver.act(number, "street", "issue_letter")
    assert driver.letters(number)[0].expires_on == date(2027, 1, 23)  # 60 days to another province

    driver.act(number, "street", "report_in", letter_number="THE LETTER")
    assert last_line(driver, number)["on_behalf_of"]["code"] == "D-external"
    driver.act(number, "street", "accept")
    driver.act(number, "street", "place")
    fields = {"letter_number": "THE LETTER", "handled_by": "李", "handled_phone": "1", "sent_via": "post"}
    driver.act(number, "street", "send_receipt", **fields)
    case = driver.act(number, "street", "confirm_receipt", letter_number="THE LETTER")
    assert case.state == "closed"
    assert driver.holders(case.member_id)["affiliation"] == "D-external"


def test_the_unit_above_acts_for_a_vacant_branch_and_the_history_says_for_whom(driver: Driver) -> None:
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "community"))
    number = driver.open("street").number

    driver.act(number, "street", "submit")
    line = last_line(driver, number)
    assert (line["organization"]["code"], line["on_behalf_of"]["code"]) == ("D-street", "D-branch")


def test_while_a_branch_has_a_secretary_the_unit_above_does_not_act_for_it(driver: Driver) -> None:
    number = driver.open().number
    with pytest.raises(NotYourTurn):
        driver.act(number, "street", "submit")


def test_a_disabled_persons_case_moves_to_the_desk_above(driver: Driver) -> None:
    number = driver.open().number
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "community"))
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    mine = [row.desk_id for row in driver.case(number).parties if row.in_mine]

    assert mine == [driver.district.street.id]


def test_the_receiving_street_never_acts_for_the_sender(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    with pytest.raises(NotFound):
        driver.act(number, "second_street", "issue_letter")


def test_inside_one_street_both_decisions_are_steps_of_their_own(driver: Driver) -> None:
    number = driver.open(receiving_code="D-community").number
    driver.act(number, "branch", "submit")
    driver.act(number, "street", "release")
    assert driver.case(number).route == "same_street"

    driver.act(number, "street", "accept")
    assert driver.act(number, "community", "place").state == "closed"
    assert driver.case(number).history_count == 5
