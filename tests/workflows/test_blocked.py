"""A page says beforehand why an action would be refused, as far as the reasons lie in the case."""

from dataclasses import replace
from datetime import date

import pytest

from tests.workflows.builders import ACTORS, LETTER, MEMBER, UNITS, facts
from workflows import NEWEST
from workflows.vocabulary import NEW, Facts, Party, Refusal

TRANSFER = NEWEST["transfer"]


def blocked(action: str, here: Facts) -> list[Refusal]:
    return TRANSFER.blocked(TRANSFER.actions[action], here, frozenset(ACTORS))


def test_a_page_can_say_beforehand_why_a_transfer_cannot_be_submitted():
    behind = replace(MEMBER, has_contact=False, dues_paid_through="2026-09")
    here = facts(
        "draft", member=behind, parties=UNITS | {Party.RECEIVING: replace(UNITS[Party.RECEIVING], takes_members=False)}
    )
    assert [refusal.code for refusal in blocked("submit", here)] == [
        "missing_contact", "dues_behind", "destination_not_exact",
    ]  # fmt: skip


def test_what_was_typed_does_not_hide_what_stands_in_the_way():
    here = facts("draft", member=replace(MEMBER, dues_paid_through="2026-09"), fields={"dues_plan": "补交"})
    assert [refusal.code for refusal in blocked("submit", here)] == ["dues_behind"]


@pytest.mark.parametrize(
    ("action", "here", "codes"),
    [
        ("submit", facts("draft"), []),
        ("refuse", facts("street_review"), []),
        ("refuse", facts("street_review", ordered=True), ["already_decided"]),
        ("report_in", facts("in_transit"), []),
        ("reissue", facts("lapsed"), []),
        ("reissue", facts("lapsed", letter=replace(LETTER, first_issued_on=date(2026, 1, 1))), ["reissue_window_over"]),
        ("revoke", facts("closed", closed_on=date(2026, 1, 1)), ["revoke_window_over"]),
        ("revoke", facts("closed", member_moved_on=True), ["revoke_impossible"]),
        ("register_arrival", facts(NEW), []),
        ("lapse", facts("in_transit"), ["too_early"]),
        ("accept", facts("draft"), ["wrong_state"]),
    ],
)
def test_only_what_lies_in_the_case_blocks_beforehand(action, here, codes):
    assert [refusal.code for refusal in blocked(action, here)] == codes


def test_a_page_names_a_probation_that_is_over_before_a_letter_is_issued():
    over = replace(MEMBER, status="probationary", probation_ends_on="2026-11-01", converted_on=None)
    here = facts("outflow_review", member=over)
    assert [r.code for r in blocked("issue_letter", here)] == ["conversion_unsettled"]
    assert [r.code for r in blocked("release", here)] == ["conversion_unsettled"]


def test_a_probation_that_ended_on_the_way_does_not_keep_a_letter_from_being_reissued():
    over = replace(MEMBER, status="probationary", probation_ends_on="2026-11-01", converted_on=None)
    assert blocked("reissue", facts("lapsed", member=over)) == []
