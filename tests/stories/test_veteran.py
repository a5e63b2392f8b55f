"""A veteran with a letter past its date from outside, whose probation ends while nobody has placed them yet."""

from __future__ import annotations

from service.queries.audit import verify
from tests.builders import make_id_number
from tests.stories.doors import Door
from tests.stories.people import RECEIVING_COMMUNITY, RECEIVING_STREET

PAPER = {
    "letter_number": "桐组〔2026〕第 21 号", "issued_on": "2026-09-01", "valid_days": "60", "received_on": "2026-11-26",
    "reason_code": "discharge",
}  # fmt: skip
RECEIPT = {"handled_by": "经办人", "handled_phone": "023-1", "sent_via": "post"}


def test_a_veteran_whose_letter_has_run_out_is_found_taken_in_by_decision_and_settled(door: Door) -> None:
    follow_up = _is_found(door)
    number = _brings_a_letter_past_its_date(door, follow_up)
    _comes_to_the_end_of_the_probation(door, number)
    _is_placed(door, follow_up, number)
    letter = PAPER["letter_number"]
    door.takes("receiving_officer", number, "send_receipt", letter_number=letter, **RECEIPT)
    assert door.where(number) == ("closed", RECEIVING_COMMUNITY, RECEIVING_COMMUNITY)
    settled = door.department_officer.read(f"/cases/{follow_up}")
    assert [(link["kind"], link["number"]) for link in settled["links"]] == [
        ("followed_by", number), ("settled_by", number),
    ]  # fmt: skip
    with door.database.read() as tx:
        assert verify(tx).findings == ()


def _is_found(door: Door) -> str:
    door.at("2026-11-24T09:00:00+08:00")
    head = "姓名,公民身份号码,联系电话,人员类别,入党时间,预备期满,退役时间"
    line = f"兵小山,{make_id_number(born='20020101')},13900000021,预备党员,2025-12-20,2026-12-20,2026-09-20"
    sheet = f"{head}\n{line}\n"
    door.finds("receiving_secretary", sheet)
    door.finds("receiving_secretary", sheet)
    row = door.followed()
    assert (row["category"], row["case"]["affiliation"]) == ("veteran", None), "the same sheet again doubles nobody"
    follow_up: str = row["case"]["number"]
    assert door.keeper(follow_up) == RECEIVING_COMMUNITY, "whoever found them answers for them"
    door.at("2026-11-25T09:00:00+08:00")
    assert door.lasting() == {"discharged", "probation_ending"}
    door.takes("receiving_secretary", follow_up, "log_contact", way="visit", result="reached", comment="介绍信在手里")
    return follow_up


def _brings_a_letter_past_its_date(door: Door, follow_up: str) -> str:
    door.at("2026-11-26T09:00:00+08:00")
    number = door.arrives("receiving_officer", follow_up, RECEIVING_COMMUNITY, PAPER)
    case = door.department_officer.read(f"/cases/{number}")
    assert (case["state"], case["responsible_organization"]["code"]) == ("lapsed", RECEIVING_COMMUNITY)
    door.refuses("receiving_officer", number, "report_in", "有效期到 2026-10-31", letter_number=PAPER["letter_number"])
    door.at("2026-11-27T09:00:00+08:00")
    assert door.lasting() == {"discharged", "letter_lapsing", "probation_ending"}
    door.takes("department_officer", number, "order_acceptance", decision="部队已书面说明，予以接收")
    return number


def _comes_to_the_end_of_the_probation(door: Door, number: str) -> None:
    door.at("2026-12-21T09:00:00+08:00")
    assert door.lasting() == {"discharged", "probation_ending"}, "the letter is no matter any more"
    member_id = door.followed()["case"]["member"]["id"]
    member = door.department_officer.read(f"/members/{member_id}")
    assert (member["member_status"], member["converted_on"]) == ("probationary", None), "no clock decides about that"
    door.takes("receiving_officer", number, "accept")
    assert door.keeper(door.followed()["case"]["number"]) == RECEIVING_STREET


def _is_placed(door: Door, follow_up: str, number: str) -> None:
    door.refuses("receiving_officer", follow_up, "settle", "还没有编入支部", way="visit")
    door.takes("receiving_secretary", number, "place", comment="编入后由支部讨论转正")
    assert door.followed()["settled_by"] == number
    door.at("2026-12-22T09:00:00+08:00")
    assert door.lasting() == set()
    door.takes("receiving_secretary", follow_up, "settle", way="visit", comment="已见面")
    assert door.department_officer.read("/follow-ups")["data"] == []
