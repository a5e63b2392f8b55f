"""Every guard about the letter: issued by whom, good for how long, shown in time, answered by its receipt."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflows.builders import EXPIRES, EXTERNAL_SENDER, ISSUED, LETTER, TODAY, facts, unit, units
from workflows import letter_guards as guards
from workflows.vocabulary import Refusal


def test_a_committee_that_may_issues_letters():
    assert guards.issuer_may_issue(facts()) is None


@pytest.mark.parametrize("parties", [{}, units(outflow_committee=unit("B1", "branch", "/1/"))])
def test_nobody_else_issues_letters(parties):
    refusal = guards.issuer_may_issue(facts(parties=parties))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("may_not_issue_letters", None)


@pytest.mark.parametrize("days", [1, 10, 89, 90, None])
def test_a_letter_is_good_for_one_to_ninety_days(days):
    assert guards.validity_is_legal(facts(fields={"valid_days": days})) is None


@pytest.mark.parametrize("days", [0, -1, 91, 365, 10**9])
def test_no_letter_is_good_for_longer_or_for_nothing(days):
    refusal = guards.validity_is_legal(facts(fields={"valid_days": days}))
    assert refusal is not None
    assert (refusal.code, refusal.values) == ("validity_over_max", {"days": days, "max": 90})


@pytest.mark.parametrize(("issued_on", "refused"), [(TODAY, False), (date(2026, 11, 25), True), (None, False)])
def test_a_letter_is_not_issued_tomorrow(issued_on, refused):
    refusal = guards.issue_day_has_come(facts(fields={"issued_on": issued_on}))
    assert (refusal is not None) == refused
    assert refusal is None or (refusal.code, refusal.field) == ("too_early", "issued_on")


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"letter_number": "12", "issued_on": ISSUED}, None),
        ({"letter_number": " ", "issued_on": ISSUED}, "letter_number"),
        ({"letter_number": "12"}, "issued_on"),
        ({}, "letter_number"),
    ],
)
def test_a_letter_from_outside_is_typed_from_the_paper(fields, missing):
    refusal = guards.outside_letter_is_described(facts(parties=EXTERNAL_SENDER, fields=fields))
    assert (refusal.field if refusal else None) == missing
    assert refusal is None or refusal.code == "letter_mismatch"


@pytest.mark.parametrize("parties", [facts().parties, {}])
def test_a_letter_of_our_own_needs_no_description(parties):
    assert guards.outside_letter_is_described(facts(parties=parties)) is None


@pytest.mark.parametrize(("today", "past"), [(EXPIRES, False), (EXPIRES + timedelta(days=1), True)])
def test_a_letter_is_good_through_the_whole_of_its_last_day(today, past):
    refusal = guards.letter_is_past_its_date(facts(today=today))
    assert (refusal is None) == past
    assert refusal is None or (refusal.code, refusal.values) == ("too_early", {"expires_on": "2026-12-10"})


def test_no_letter_no_lapse():
    assert guards.letter_is_past_its_date(facts(letter=None)) == Refusal("too_early", {"expires_on": None})


@pytest.mark.parametrize(
    "typed",
    [
        "〔2026〕第 0012 号", "〔2026〕第0012号", "[2026]第12号", "（２０２６）第００１２号", "2026第12号",
        "2026 第 012 号", "【2026】第0012号", "\t〔2026〕第　0012　号\n",
    ],
)  # fmt: skip
def test_a_number_matches_however_it_is_typed(typed):
    assert guards.letter_matches(facts(fields={"letter_number": typed})) is None
    assert guards.receipt_matches(facts(fields={"letter_number": typed})) is None


@pytest.mark.parametrize(
    "typed",
    ["〔2026〕第 0013 号", "〔2025〕第 0012 号", "〔2026〕第 0120 号", "〔2026〕第 1012 号", "12", "", "  ", "〔〕"],
)
def test_another_number_does_not_match(typed):
    refusal = guards.letter_matches(facts(fields={"letter_number": typed}))
    assert refusal == Refusal("letter_mismatch", {}, "letter_number")
    assert guards.receipt_matches(facts(fields={"letter_number": typed})) == Refusal(
        "receipt_mismatch", {}, "letter_number"
    )


def test_nothing_matches_a_letter_that_was_never_issued():
    here = facts(letter=None, fields={"letter_number": "12"})
    assert guards.letter_matches(here) == Refusal("letter_mismatch", {}, "letter_number")
    assert guards.receipt_matches(here) == Refusal("receipt_mismatch", {}, "letter_number")


def test_a_number_left_out_does_not_match():
    assert guards.letter_matches(facts()) == Refusal("letter_mismatch", {}, "letter_number")
    assert guards.receipt_matches(facts()) == Refusal("receipt_mismatch", {}, "letter_number")


def test_a_void_letter_names_the_one_that_replaced_it():
    void = replace(LETTER, status="void", replaced_by="〔2026〕第 0040 号")
    refusal = guards.letter_matches(facts(letter=void, fields={"letter_number": LETTER.number}))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("letter_void", "letter_number")
    assert refusal.values == {"number": LETTER.number, "replaced_by": "〔2026〕第 0040 号"}


def shown(received_on: date | None, today: date) -> Refusal | None:
    fields = {"letter_number": LETTER.number, "received_on": received_on}
    return guards.letter_matches(facts(today=today, fields=fields))


@pytest.mark.parametrize(
    ("received_on", "today"),
    [
        (None, TODAY),
        (ISSUED, TODAY),
        (TODAY, TODAY),
        (EXPIRES, EXPIRES),
        (None, EXPIRES),
        (EXPIRES, EXPIRES + timedelta(days=30)),
    ],
)
def test_a_letter_shown_between_its_issue_and_its_last_day_is_in_time(received_on, today):
    assert shown(received_on, today) is None


@pytest.mark.parametrize(
    ("received_on", "today"),
    [(None, EXPIRES + timedelta(days=1)), (EXPIRES + timedelta(days=1), EXPIRES + timedelta(days=9))],
)
def test_a_letter_shown_one_day_late_has_expired(received_on, today):
    assert shown(received_on, today) == Refusal("letter_expired", {"expires_on": "2026-12-10"}, "received_on")


@pytest.mark.parametrize(
    "received_on",
    [ISSUED - timedelta(days=1), TODAY + timedelta(days=1), EXPIRES + timedelta(days=1)],
)
def test_a_letter_is_shown_neither_before_its_issue_nor_in_the_future(received_on):
    refusal = shown(received_on, TODAY)
    assert refusal == Refusal("letter_mismatch", {"received_on": received_on.isoformat()}, "received_on")


@pytest.mark.parametrize(
    ("received_on", "refused"),
    [(None, False), (ISSUED, False), (TODAY, False), (ISSUED - timedelta(days=1), True), (date(2026, 11, 25), True)],
)
def test_an_arrival_is_registered_between_the_issue_and_today(received_on, refused):
    here = facts(fields={"issued_on": ISSUED, "received_on": received_on})
    assert (guards.arrival_follows_issue(here) is not None) == refused


def test_an_arrival_without_a_day_of_issue_is_left_to_the_form():
    assert guards.arrival_follows_issue(facts()) is None


@pytest.mark.parametrize(
    ("first_issued_on", "last"),
    [
        (date(2026, 5, 10), date(2026, 11, 10)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_a_letter_is_reissued_up_to_the_last_day_of_six_months(first_issued_on, last):
    letter = replace(LETTER, first_issued_on=first_issued_on)
    assert guards.reissue_window_is_open(facts(letter=letter, today=last)) is None
    late = facts(letter=letter, today=last + timedelta(days=1))
    expected = Refusal("reissue_window_over", {"ended_on": last.isoformat()}, "decision")
    assert guards.reissue_window_is_open(late) == expected
    assert guards.reissue_window_is_open(replace(late, fields={"decision": " "})) == expected
    assert guards.reissue_window_is_open(replace(late, fields={"decision": "党委会研究同意补开"})) is None


def test_what_was_never_issued_has_no_window():
    assert guards.reissue_window_is_open(facts(letter=None)) is None
