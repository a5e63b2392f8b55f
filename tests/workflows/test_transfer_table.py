"""The legal table of the transfer: every state, every action, every party, as the law has it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import EXTERNAL_RECEIVER, EXTERNAL_SENDER, LETTER, MEMBER, facts, unit, units
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import Facts, Party

TRANSFER = NEWEST["transfer"]

STATES = (
    "new", "requested", "draft", "outflow_review", "returned", "in_transit", "lapsed", "street_review", "file_check",
    "refused", "placement", "receipt_due", "receipt_check", "closed", "withdrawn", "void", "revoked",
)  # fmt: skip

LAW = Law(
    """
    open              | new -> draft                             | outflow, outflow_committee
    request           | new -> requested                         | receiving, street
    register_arrival  | new -> street_review                     | street
    take_up           | requested -> draft                       | outflow
    decline           | requested -> withdrawn                   | outflow
    edit              | draft, returned stay                     | outflow, outflow_committee
    submit            | draft, returned -> outflow_review        | outflow
    send_back         | outflow_review -> returned               | outflow_committee
    send_back         | street_review, file_check -> returned    | street
    release           | outflow_review -> street_review          | outflow_committee
    issue_letter      | outflow_review -> in_transit             | outflow_committee
    record_seals      | in_transit stay                          | outflow_committee
    report_in         | in_transit, lapsed -> street_review      | street
    lapse             | in_transit -> lapsed                     | clock
    report_lost       | in_transit -> lapsed                     | outflow_committee, street
    reissue           | lapsed -> in_transit                     | outflow_committee
    check_file        | street_review -> file_check              | street
    finish_file_check | file_check -> street_review              | street
    accept            | street_review -> placement               | street
    refuse            | street_review -> refused                 | street
    refuse            | outflow_review -> refused                | outflow_committee
    order_acceptance  | refused, lapsed -> street_review         | department
    order_release     | never                                    | department
    uphold_refusal    | refused -> returned                      | department
    redirect          | placement stay                           | street
    place             | placement -> receipt_due                 | receiving
    send_receipt      | receipt_due -> receipt_check             | street
    confirm_receipt   | receipt_check -> closed                  | outflow_committee
    reject_receipt    | receipt_check -> receipt_due             | outflow_committee
    withdraw          | before acceptance -> withdrawn           | outflow
    void              | before acceptance -> void                | outflow_committee
    void              | any open -> void                         | department
    revoke            | closed -> revoked                        | department
    """,
    words={
        "any open": "requested draft outflow_review returned in_transit lapsed street_review file_check refused"
        " placement receipt_due receipt_check",
        "before acceptance": "requested draft outflow_review returned in_transit lapsed street_review file_check"
        " refused",
    },
)

NUMBER = {"letter_number": "〔2026〕第0012号"}
DESTINATION = {"receiving_code": "C1", "reason_code": "moved_home"}
PAPER = {**NUMBER, "issued_on": date(2026, 11, 10), "valid_days": 30}
FIELDS: dict[str, dict[str, Any]] = {
    "open": DESTINATION,
    "request": DESTINATION,
    "register_arrival": DESTINATION | PAPER | {"outflow_code": "X1"},
    "decline": {"reason": "不属于本支部"},
    "send_back": {"reason": "缺材料"},
    "issue_letter": PAPER,
    "record_seals": {"seal_applied": True, "applied_by": "王某"},
    "report_in": NUMBER,
    "reissue": {"reason": "因病未按时报到", **PAPER},
    "check_file": {"enquired_on": date(2026, 11, 24)},
    "finish_file_check": {"finding": "材料齐全"},
    "refuse": {"reason_code": "not_our_area", "reason": "不在辖区"},
    "order_acceptance": {"decision": "责成接收"},
    "order_release": {"decision": "责成转出"},
    "uphold_refusal": {"decision": "同意"},
    "redirect": {"receiving_code": "C2", "reason": "住址在另一社区"},
    "send_receipt": NUMBER | {"handled_by": "李某", "handled_phone": "68900000", "sent_via": "post"},
    "confirm_receipt": NUMBER,
    "reject_receipt": {"reason": "编号看不清"},
    "withdraw": {"reason": "本人不再调动"},
    "void": {"reason_code": "opened_in_error"},
    "revoke": {"reason": "接收有误"},
}


def content_facts(state: str, action: str, world: dict[str, Any]) -> Facts:
    """Facts under which no guard of the action objects."""
    here = facts(state, fields=FIELDS.get(action, {}), **world)
    if action == "lapse":
        return replace(here, letter=replace(LETTER, expires_on=date(2026, 11, 23)))
    if action == "redirect":
        return replace(here, chosen_unit=unit("C2", "community", here.parties[Party.STREET].path + "32/"))
    if action == "register_arrival":
        return replace(here, parties=EXTERNAL_SENDER)
    return here


PAST = {"letter_number": "12", "issued_on": date(2026, 10, 1), "valid_days": 30}

VARIANTS: dict[str, tuple[dict[str, Any], str]] = {
    "the ordinary case": ({}, ""),
    "an external sender": (
        {"parties": EXTERNAL_SENDER},
        """
        release        | never                                                   | outflow_committee
        send_back      | outflow_review -> withdrawn                             | outflow_committee
        send_back      | street_review, file_check -> withdrawn                  | street
        uphold_refusal | refused -> withdrawn                                    | department
        send_receipt   | receipt_due -> closed                                   | street
        """,
    ),
    "an external receiver": ({"parties": EXTERNAL_RECEIVER}, "release | never | outflow_committee"),
    "a release inside the system": ({"online": True}, "place | placement -> closed | receiving"),
    "a lost letter": ({"letter": replace(LETTER, status="lost")}, "report_in | in_transit -> street_review | street"),
    "a refusal by the committee": (
        {"refused_by": Party.OUTFLOW_COMMITTEE},
        """
        order_acceptance  | lapsed -> street_review                              | department
        order_release     | refused -> outflow_review                            | department
        """,
    ),
    "nobody on record as refusing": ({"refused_by": None}, ""),
    "opened by the committee": (
        {"opened_by": Party.OUTFLOW_COMMITTEE},
        "withdraw | before acceptance -> withdrawn | outflow, outflow_committee",
    ),
    "opened by the street": (
        {"opened_by": Party.STREET},
        "withdraw | before acceptance -> withdrawn | outflow, street",
    ),
    "opened by the receiving unit": (
        {"opened_by": Party.RECEIVING},
        "withdraw | before acceptance -> withdrawn | outflow, receiving",
    ),
}


@pytest.mark.parametrize("action", LAW.actions)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_table_of_the_transfer_is_the_law(variant, action):
    world, changes = VARIANTS[variant]
    law = LAW.changed(changes) if changes else LAW
    told = {state: outcomes(TRANSFER, content_facts(state, action, world), action) for state in STATES}
    assert told == {state: law.outcomes(state, action) for state in STATES}


@pytest.mark.parametrize("state", STATES)
def test_a_paper_past_its_date_is_registered_as_lapsed(state):
    late = facts(state, parties=EXTERNAL_SENDER, letter=None, fields=FIELDS["register_arrival"] | PAST)
    law = LAW.changed("register_arrival | new -> lapsed | street")
    assert outcomes(TRANSFER, late, "register_arrival") == law.outcomes(state, "register_arrival")


@pytest.mark.parametrize(
    ("received_on", "state"), [(date(2026, 10, 31), "street_review"), (date(2026, 11, 1), "lapsed")]
)
def test_what_counts_is_the_day_the_paper_came_in(received_on, state):
    fields = FIELDS["register_arrival"] | PAST | {"received_on": received_on}
    arrived = facts("new", parties=EXTERNAL_SENDER, letter=None, fields=fields)
    assert outcomes(TRANSFER, arrived, "register_arrival")["street"] == state


def test_the_table_names_every_state_and_every_action_and_no_other():
    assert set(STATES) == {"new", *TRANSFER.states}
    assert set(LAW.actions) == set(TRANSFER.actions)


GUARDED = {
    "open": {"unknown_reason", "destination_not_exact", "may_not_issue_letters", "reason_required"},
    "submit": {"missing_contact", "dues_behind", "destination_not_exact"},
    "release": {"may_not_issue_letters", "conversion_unsettled"},
    "issue_letter": {"may_not_issue_letters", "conversion_unsettled", "validity_over_max", "too_early"},
    "reissue": {"may_not_issue_letters", "validity_over_max", "too_early", "reissue_window_over", "reason_required"},
    "report_in": {"letter_mismatch"},
    "lapse": {"too_early"},
    "refuse": {"already_decided", "unknown_reason", "reason_required"},
    "send_receipt": {"receipt_mismatch"},
    "confirm_receipt": {"receipt_mismatch"},
    "revoke": {"revoke_window_over", "revoke_impossible", "reason_required"},
    "register_arrival": {"unknown_reason", "destination_not_exact", "not_external", "validity_over_max", "too_early"},
}


NOTHING_RIGHT = {
    "parties": units(
        outflow_committee=unit("B1", "branch", "/1/2/20/"),
        receiving=unit("G1", "group", "/1/2/30/31/", takes_members=False),
    ),
    "member": replace(
        MEMBER, has_contact=False, dues_paid_through="2026-01", status="probationary", probation_ends_on="2026-01-01",
        converted_on=None,
    ),
    "letter": replace(LETTER, first_issued_on=date(2026, 1, 1)),
    "closed_on": date(2026, 1, 1),
    "origin_valid": False,
    "ordered": True,
    "destination_rule": "other",
    "fields": {
        "reason_code": "no such reason", "letter_number": "999", "valid_days": 91, "issued_on": date(2027, 1, 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("action", GUARDED)
def test_a_step_that_is_wrong_in_every_way_hears_every_reason_at_once(action):
    (state, *_) = TRANSFER.actions[action].moves[0].sources
    step = TRANSFER.step(TRANSFER.actions[action], facts(state, **NOTHING_RIGHT), frozenset(Party))
    assert {refusal.code for refusal in step.refusals} >= GUARDED[action]
    assert step.state == state
