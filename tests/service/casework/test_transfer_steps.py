"""A transfer, step by step, below the doors: where the case lies, who answers for the member, what is written."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from service.errors import ActionRefused, DuplicateOpenCase, NotFound, NotYourTurn, StaleVersion, WrongState
from service.models import CaseParty, HistoryLine, Notice
from service.queries.audit import verify
from tests.driving import PAPER_WAY, STATES_OF_PAPER_WAY, Driver


def refusals_of(error: pytest.ExceptionInfo[ActionRefused]) -> set[str]:
    return {refusal.code for refusal in error.value.refusals}


def test_a_paper_transfer_goes_from_draft_to_closed_and_every_step_is_chained(driver: Driver) -> None:
    case = driver.open()
    reached = [case.state]
    for who, action, fields in PAPER_WAY:
        reached.append(driver.act(case.number, who, action, **fields).state)

    assert tuple(reached) == STATES_OF_PAPER_WAY
    with driver.database.read() as tx:
        report = verify(tx)
    assert (report.cases, report.lines, report.findings) == (1, 8, ())


def test_responsibility_moves_at_acceptance_and_affiliation_at_placement(driver: Driver) -> None:
    number = driver.open().number
    member_id = driver.case(number).member_id
    seen = [driver.holders(member_id)]
    for who, action, fields in PAPER_WAY[:5]:
        driver.act(number, who, action, **fields)
        seen.append(driver.holders(member_id))

    at_home = {"affiliation": "D-branch", "responsibility": "D-branch"}
    assert seen[:4] == [at_home] * 4
    assert seen[4] == {"affiliation": "D-branch", "responsibility": "D-second_street"}
    assert seen[5] == {"affiliation": "D-second_community", "responsibility": "D-second_community"}


def test_the_letter_carries_a_number_of_the_issuers_year_and_the_routes_validity(driver: Driver) -> None:
    first, second = driver.drive_to("in_transit"), driver.drive_to("in_transit")

    letters = [driver.letters(first)[0], driver.letters(second)[0]]
    assert [letter.number for letter in letters] == ["〔2026〕第 0001 号", "〔2026〕第 0002 号"]
    assert letters[0].expires_on == date(2026, 12, 4)  # within the district: 10 days, the day of issue not counted
    assert driver.case(first).due_on == date(2026, 12, 4)


def test_a_member_has_one_open_transfer_and_the_second_names_the_first(driver: Driver) -> None:
    first = driver.open()
    with pytest.raises(DuplicateOpenCase) as refused:
        driver.open(member_id=first.member_id)

    assert refused.value.values["number"] == first.number
    assert refused.value.values["state"] == "draft"


def test_after_the_end_a_new_transfer_may_be_opened(driver: Driver) -> None:
    first = driver.open()
    driver.act(first.number, "branch", "withdraw", reason="不转了")

    assert driver.open(member_id=first.member_id).number != first.number


def test_submitting_hears_every_reason_at_once(driver: Driver) -> None:
    member = driver.member(phone=None, dues_paid_through="2026-09")
    number = driver.open(member_id=member).number
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "branch", "submit")

    assert refusals_of(refused) == {"missing_contact", "dues_behind"}
    assert driver.case(number).state == "draft"


def test_dues_behind_pass_with_a_plan_that_the_committee_sees(driver: Driver) -> None:
    number = driver.open(member_id=driver.member(dues_paid_through="2026-09")).number

    assert driver.act(number, "branch", "submit", dues_plan="12 月补交").state == "outflow_review"


@pytest.mark.parametrize("receiving", ["D-department", "D-second_street", "D-nowhere"])
def test_a_unit_that_takes_no_members_is_no_destination(driver: Driver, receiving: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        driver.open(receiving_code=receiving)

    assert refusals_of(refused) == {"destination_not_exact"}


@pytest.mark.parametrize("who", ["second_street", "second_community", "department", "employer_branch", "village"])
def test_a_draft_is_not_the_business_of_others(driver: Driver, who: str) -> None:
    number = driver.open().number
    with pytest.raises((NotFound, NotYourTurn)):
        driver.act(number, who, "submit")


def test_the_receiving_side_reads_a_case_only_once_it_has_come_its_way(driver: Driver) -> None:
    number = driver.open().number
    driver.act(number, "branch", "submit")
    with pytest.raises(NotFound):
        driver.act(number, "second_street", "accept")

    driver.act(number, "street", "release")
    assert driver.act(number, "second_street", "accept").state == "placement"


def test_the_right_party_in_the_wrong_state_is_told_the_state(driver: Driver) -> None:
    number = driver.drive_to("in_transit")
    with pytest.raises(WrongState) as refused:
        driver.act(number, "second_street", "accept")

    assert refused.value.values["state"] == "in_transit"


def test_a_stale_page_names_who_acted(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    seen = driver.case(number).version
    driver.act(number, "street", "send_back", reason="党费月份不清")

    from service.casework.perform_action import perform_action

    with pytest.raises(StaleVersion) as refused:
        driver.database.transact(
            lambda tx: perform_action(tx, driver.actor("street"), number, "release", {}, expected_version=seen)
        )
    assert refused.value.values["winner"] == driver.district.users["street"].display_name
    assert refused.value.values["winning_action"] == "send_back"
    assert refused.value.values["version"] == seen + 1


def test_a_letter_reported_with_another_number_is_refused(driver: Driver) -> None:
    number = driver.drive_to("in_transit")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_street", "report_in", letter_number="〔2026〕第 9999 号")

    assert refusals_of(refused) == {"letter_mismatch"}


def test_an_old_letter_that_turns_up_names_its_replacement(driver: Driver) -> None:
    number = driver.drive_to("in_transit")
    driver.act(number, "street", "report_lost", reason="本人遗失")
    driver.act(number, "street", "reissue", reason="已查明")
    old, new = driver.letters(number)
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_street", "report_in", letter_number=old.number)

    refusal = next(iter(refused.value.refusals))
    assert (refusal.code, refusal.values["replaced_by"]) == ("letter_void", new.number)
    assert (old.status, new.reissue_of_id, new.first_issued_on) == ("void", old.id, old.first_issued_on)


def test_refusing_needs_a_known_reason_and_is_not_repeated_after_an_order(driver: Driver) -> None:
    number = driver.drive_to("street_review")
    with pytest.raises(ActionRefused) as missing:
        driver.act(number, "second_street", "refuse")
    assert "reason_required" in refusals_of(missing)
    with pytest.raises(ActionRefused) as unknown:
        driver.act(number, "second_street", "refuse", reason_code="bad_mood", reason="不收")
    assert refusals_of(unknown) == {"unknown_reason"}

    assert driver.act(number, "second_street", "refuse", reason_code="no_house", reason="无房").state == "refused"
    assert driver.act(number, "department", "order_acceptance", decision="应当接收").state == "street_review"
    with pytest.raises(ActionRefused) as again:
        driver.act(number, "second_street", "refuse", reason_code="no_house", reason="无房")
    assert refusals_of(again) == {"already_decided"}


def test_a_release_inside_the_system_closes_at_placement_without_paper(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    driver.act(number, "street", "release")
    driver.act(number, "second_street", "accept")
    case = driver.act(number, "second_community", "place", placed_in_code="D-second_branch")

    assert case.state == "closed"
    assert driver.letters(number)[0].kind == "online"
    assert driver.holders(case.member_id)["affiliation"] == "D-second_branch"


def test_a_member_is_placed_in_the_receiving_unit_or_below_it(driver: Driver) -> None:
    number = driver.drive_to("placement")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_community", "place", placed_in_code="D-branch")

    assert refusals_of(refused) == {"destination_not_exact"}


def test_a_receipt_bears_the_letters_number(driver: Driver) -> None:
    number = driver.drive_to("receipt_due")
    fields = {"handled_by": "李", "handled_phone": "1", "sent_via": "post"}
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "second_street", "send_receipt", letter_number="〔2026〕第 0009 号", **fields)

    assert refusals_of(refused) == {"receipt_mismatch"}


def test_a_closed_transfer_is_revoked_and_the_member_is_back_at_the_origin(driver: Driver) -> None:
    number = driver.drive_to("closed")
    case = driver.act(number, "department", "revoke", reason="误转")

    assert case.state == "revoked"
    assert driver.holders(case.member_id) == {"affiliation": "D-branch", "responsibility": "D-branch"}


def test_a_member_who_moved_on_is_not_called_back(driver: Driver) -> None:
    number = driver.drive_to("closed")
    member_id = driver.case(number).member_id
    onward = driver.open("second_community", member_id=member_id, receiving_code="D-village").number
    driver.act(onward, "second_community", "submit")
    driver.act(onward, "second_street", "release")
    driver.act(onward, "town", "accept")
    driver.act(onward, "village", "place")
    with pytest.raises(ActionRefused) as refused:
        driver.act(number, "department", "revoke", reason="误转")

    assert refusals_of(refused) == {"revoke_impossible"}


def test_each_desk_finds_an_open_case_in_one_row_and_one_desk_holds_it(driver: Driver) -> None:
    number = driver.drive_to("street_review")
    case_id = driver.case(number).id
    with driver.database.read() as tx:
        rows = list(tx.session.scalars(select(CaseParty).where(CaseParty.case_id == case_id)))

    district = driver.district
    assert [row.desk_id for row in rows if row.in_mine] == [district.second_street.id]
    assert [row.desk_id for row in rows if row.in_opened] == [district.branch.id]
    assert {row.desk_id for row in rows if row.in_done} == {district.branch.id, district.street.id}
    assert len({row.desk_id for row in rows if row.in_waiting}) == sum(row.in_waiting for row in rows)


def test_words_of_people_stand_in_no_clear_column(driver: Driver) -> None:
    number = driver.drive_to("outflow_review")
    driver.act(number, "street", "send_back", reason="电话是 13900000000 请核对")
    with driver.database.read() as tx:
        bodies = " ".join(tx.session.scalars(select(HistoryLine.body)))

    assert "13900000000" not in bodies


def test_a_step_tells_the_next_holder(driver: Driver) -> None:
    driver.drive_to("outflow_review")
    with driver.database.read() as tx:
        told = set(tx.session.scalars(select(Notice.recipient_id)))

    assert driver.district.street.id in told


def test_whoever_chooses_neither_employer_nor_residence_says_why(driver: Driver) -> None:
    member = driver.member(residence="银杏街道听松社区松涛路 8 号")
    with pytest.raises(ActionRefused) as refused:
        driver.open(member_id=member, receiving_code="D-village")
    assert [(refusal.code, refusal.field) for refusal in refused.value.refusals] == [
        ("reason_required", "destination_reason")
    ]

    case = driver.open(member_id=member, receiving_code="D-village", destination_reason="随子女居住")
    assert case.particulars["destination_rule"] == "other"
    with pytest.raises(ActionRefused):
        driver.act(case.number, "branch", "edit", receiving_code="D-community")
    assert driver.act(case.number, "branch", "edit", receiving_code="D-second_community").state == "draft"
