"""The legal table of the transfer: every state, every action, every party, as the law has it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import EXTERNAL_RECEIVER, EXTERNAL_SENDER, LETTER, OUTSIDE, facts, units
from tests.workflows.law import Law, outcomes
from tests.workflows.transfers import FIELDS, content_facts
from workflows import NEWEST
from workflows.transfer.conditions import paper_is_past_its_date
from workflows.vocabulary import Party

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


@pytest.mark.parametrize("party", ["outflow", "outflow_committee", "street", "receiving"])
def test_with_anybody_outside_there_is_no_release_inside_the_system(party):
    here = facts("outflow_review", parties=units(**{party: OUTSIDE}))
    assert outcomes(TRANSFER, here, "release")["outflow_committee"] == "wrong_state"


@pytest.mark.parametrize("typed", [{"issued_on": date(2026, 1, 1)}, {"valid_days": 1}, {}])
def test_a_paper_that_is_half_described_is_not_past_its_date(typed):
    half = facts("new", parties=EXTERNAL_SENDER, letter=None, fields=FIELDS["open"] | typed)
    assert outcomes(TRANSFER, half, "register_arrival")["street"] == "street_review"


@pytest.mark.parametrize(
    ("days", "outcome"), [(1, "lapsed"), (90, "lapsed"), (0, "validity_over_max"), (91, "validity_over_max")]
)
def test_an_old_paper_with_an_unlawful_validity_is_not_registered_at_all(days, outcome):
    typed = FIELDS["register_arrival"] | {"issued_on": date(2026, 1, 1), "valid_days": days}
    old = facts("new", parties=EXTERNAL_SENDER, letter=None, fields=typed)
    assert outcomes(TRANSFER, old, "register_arrival")["street"] == outcome


@pytest.mark.parametrize("days", [0, 91])
def test_an_unlawful_validity_says_nothing_about_the_state(days):
    typed = {"issued_on": date(2026, 1, 1), "valid_days": days}
    assert not paper_is_past_its_date(facts("new", letter=None, fields=typed))
