"""Which guard stands before which action of the transfer: one thing wrong, one refusal."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import EXTERNAL_SENDER, LETTER, MEMBER, OUTSIDE, TODAY, facts, unit, units
from tests.workflows.transfers import FIELDS, content_facts
from workflows import NEWEST
from workflows.vocabulary import Party

TRANSFER = NEWEST["transfer"]

TOMORROW = date(2026, 11, 25)
NO_PLACE = unit("G1", "group", "/1/2/30/31/", takes_members=False)
SAME_PLACE = facts().parties[Party.OUTFLOW]
NO_ISSUER = units(outflow_committee=unit("B1", "branch", "/1/2/20/"))
OVER = replace(MEMBER, status="probationary", probation_ends_on="2026-11-24", converted_on=None)
OTHER_NUMBER = {"letter_number": "〔2026〕第 0013 号"}
OUT_OF_WINDOW = replace(LETTER, first_issued_on=date(2026, 5, 23))

# action: what is wrong in the case, what is wrong in the form, the refusal
ONE_THING_WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("open", {}, {"reason_code": "because"}, "unknown_reason"),
    ("open", {}, {"reason_code": ""}, "reason_required"),
    ("open", {"parties": units(receiving=NO_PLACE)}, {}, "destination_not_exact"),
    ("open", {"parties": units(receiving=SAME_PLACE)}, {}, "destination_not_exact"),
    ("open", {"destination_rule": "other"}, {}, "reason_required"),
    ("open", {"parties": NO_ISSUER}, {}, "may_not_issue_letters"),
    ("request", {}, {"reason_code": "because"}, "unknown_reason"),
    ("request", {"parties": units(receiving=NO_PLACE)}, {}, "destination_not_exact"),
    ("request", {"parties": units(receiving=SAME_PLACE)}, {}, "destination_not_exact"),
    ("request", {"parties": NO_ISSUER}, {}, "may_not_issue_letters"),
    ("register_arrival", {"parties": units()}, {}, "not_external"),
    ("register_arrival", {}, {"reason_code": "because"}, "unknown_reason"),
    ("register_arrival", {"parties": EXTERNAL_SENDER | {Party.RECEIVING: NO_PLACE}}, {}, "destination_not_exact"),
    ("register_arrival", {"parties": EXTERNAL_SENDER | {Party.RECEIVING: OUTSIDE}}, {}, "destination_not_exact"),
    ("register_arrival", {}, {"valid_days": 91}, "validity_over_max"),
    ("register_arrival", {}, {"issued_on": TOMORROW}, "too_early"),
    ("register_arrival", {}, {"received_on": date(2026, 11, 9)}, "letter_mismatch"),
    ("decline", {}, {"reason": " "}, "reason_required"),
    ("edit", {}, {"reason_code": "because"}, "unknown_reason"),
    ("edit", {"chosen_unit": NO_PLACE}, {"receiving_code": "G1"}, "destination_not_exact"),
    ("edit", {"chosen_unit": SAME_PLACE}, {"receiving_code": "V1"}, "destination_not_exact"),
    ("edit", {"destination_rule": "other"}, {"receiving_code": "C1"}, "reason_required"),
    ("submit", {"member": replace(MEMBER, has_contact=False)}, {}, "missing_contact"),
    ("submit", {"member": replace(MEMBER, dues_paid_through="2026-10")}, {}, "dues_behind"),
    ("submit", {"parties": units(receiving=NO_PLACE)}, {}, "destination_not_exact"),
    ("send_back", {}, {"reason": ""}, "reason_required"),
    ("release", {"parties": NO_ISSUER}, {}, "may_not_issue_letters"),
    ("release", {"member": OVER}, {}, "conversion_unsettled"),
    ("issue_letter", {"parties": NO_ISSUER}, {}, "may_not_issue_letters"),
    ("issue_letter", {"member": OVER}, {}, "conversion_unsettled"),
    ("issue_letter", {}, {"valid_days": 0}, "validity_over_max"),
    ("issue_letter", {}, {"issued_on": TOMORROW}, "too_early"),
    ("issue_letter", {"parties": EXTERNAL_SENDER}, {"letter_number": None}, "letter_mismatch"),
    ("report_in", {}, OTHER_NUMBER, "letter_mismatch"),
    ("report_in", {"letter": replace(LETTER, status="void")}, {}, "letter_void"),
    ("report_in", {"letter": replace(LETTER, expires_on=date(2026, 11, 23))}, {}, "letter_expired"),
    ("report_in", {}, {"received_on": TOMORROW}, "letter_mismatch"),
    ("lapse", {"letter": replace(LETTER, expires_on=TODAY)}, {}, "too_early"),
    ("reissue", {}, {"reason": ""}, "reason_required"),
    ("reissue", {"parties": NO_ISSUER}, {}, "may_not_issue_letters"),
    ("reissue", {}, {"valid_days": 91}, "validity_over_max"),
    ("reissue", {}, {"issued_on": TOMORROW}, "too_early"),
    ("reissue", {"parties": EXTERNAL_SENDER}, {"issued_on": None}, "letter_mismatch"),
    ("reissue", {"letter": OUT_OF_WINDOW}, {}, "reissue_window_over"),
    ("refuse", {}, {"reason_code": ""}, "reason_required"),
    ("refuse", {}, {"reason": ""}, "reason_required"),
    ("refuse", {}, {"reason_code": "graduation"}, "unknown_reason"),
    ("refuse", {"ordered": True}, {}, "already_decided"),
    ("order_acceptance", {}, {"decision": ""}, "decision_required"),
    ("order_release", {"refused_by": Party.OUTFLOW_COMMITTEE}, {"decision": ""}, "decision_required"),
    ("uphold_refusal", {}, {"decision": ""}, "decision_required"),
    ("redirect", {}, {"reason": ""}, "reason_required"),
    ("redirect", {"chosen_unit": unit("C9", "community", "/1/2/40/41/")}, {}, "destination_not_exact"),
    ("place", {"chosen_unit": SAME_PLACE}, {"placed_in_code": "V1"}, "destination_not_exact"),
    ("send_receipt", {}, OTHER_NUMBER, "receipt_mismatch"),
    ("confirm_receipt", {}, OTHER_NUMBER, "receipt_mismatch"),
    ("reject_receipt", {}, {"reason": ""}, "reason_required"),
    ("withdraw", {}, {"reason": ""}, "reason_required"),
    ("void", {}, {"reason_code": ""}, "reason_required"),
    ("void", {}, {"reason_code": "graduation"}, "unknown_reason"),
    ("revoke", {}, {"reason": ""}, "reason_required"),
    ("revoke", {"closed_on": date(2026, 10, 24)}, {}, "revoke_window_over"),
    ("revoke", {"member_moved_on": True}, {}, "revoke_impossible"),
    ("revoke", {"origin_valid": False}, {}, "revoke_impossible"),
]


@pytest.mark.parametrize(("action", "case", "form", "code"), ONE_THING_WRONG)
def test_one_thing_wrong_is_refused_by_its_own_name(action, case, form, code):
    (state, *_) = TRANSFER.actions[action].moves[0].sources
    right = content_facts(state, action, {name: case[name] for name in case if name == "refused_by"})
    wrong = replace(right, **case, fields={**right.fields, **form})
    step = TRANSFER.step(TRANSFER.actions[action], wrong, frozenset(Party))
    assert [refusal.code for refusal in step.refusals] == [code]
    assert step.state == state


@pytest.mark.parametrize(
    ("action", "case", "form"),
    [
        ("submit", {"member": replace(MEMBER, dues_paid_through="2026-10")}, {"dues_plan": "下月补交"}),
        ("release", {"member": OVER}, {"conversion_opinion": "同意按期转正"}),
        ("issue_letter", {"member": OVER}, {"conversion_opinion": "同意按期转正"}),
        ("reissue", {"member": OVER}, {}),
        ("reissue", {"letter": OUT_OF_WINDOW}, {"decision": "党委会同意补开"}),
        ("open", {"destination_rule": "other"}, {"destination_reason": "随子女居住"}),
        ("void", {}, {"reason_code": "deceased"}),
    ],
)
def test_what_the_law_lets_pass_passes(action, case, form):
    (state, *_) = TRANSFER.actions[action].moves[0].sources
    right = content_facts(state, action, {})
    step = TRANSFER.step(
        TRANSFER.actions[action], replace(right, **case, fields={**right.fields, **form}), frozenset(Party)
    )
    assert step.refusals == []


def test_a_step_that_is_wrong_in_every_way_hears_every_reason_at_once():
    nothing_right = facts(
        "new", parties=NO_ISSUER | {Party.RECEIVING: NO_PLACE}, destination_rule="other",
        fields={**FIELDS["open"], "reason_code": "because"},
    )  # fmt: skip
    step = TRANSFER.step(TRANSFER.actions["open"], nothing_right, frozenset(Party))
    assert [refusal.code for refusal in step.refusals] == [
        "unknown_reason", "destination_not_exact", "reason_required", "may_not_issue_letters",
    ]  # fmt: skip
    assert step.state == "new"
