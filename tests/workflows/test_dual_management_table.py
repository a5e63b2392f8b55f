"""The legal table of dual management and two-way registration, as the law has it."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import facts, unit, units
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import Party

DUAL = NEWEST["dual_management"]

STATES = ("new", "proposed", "counterpart_consent", "street_filing", "active", "paused", "ended", "declined")

LAW = Law(
    """
    propose          | new -> proposed                        | outflow, receiving
    submit           | proposed -> counterpart_consent        | outflow
    agree            | counterpart_consent -> street_filing   | receiving
    decline          | counterpart_consent -> declined        | receiving
    answer           | never                                  | outflow
    file             | street_filing -> active                | street
    send_back        | street_filing -> proposed              | street
    log_contact      | active stay                            | outflow, receiving
    log_service      | active stay                            | outflow, receiving
    give_feedback    | active stay                            | outflow, receiving
    review           | active stay                            | outflow
    move_affiliation | active stay                            | clock
    pause            | active -> paused                       | outflow, receiving
    resume           | paused -> active                       | outflow, receiving
    end              | any open -> ended                      | outflow, receiving, clock
    """,
    words={"any open": "proposed counterpart_consent street_filing active paused"},
)

ENTRY = {"happened_on": date(2026, 11, 20), "way": "电话", "result": "已联系"}
FIELDS: dict[str, dict[str, Any]] = {
    "propose": {"receiving_code": "C1", "consent_on": date(2026, 11, 24)},
    "decline": {"reason": "情况不符"},
    "answer": {"result": "agreed"},
    "send_back": {"reason": "缺单位名称"},
    "log_contact": ENTRY,
    "log_service": ENTRY,
    "give_feedback": {"quarter": "2026-Q4", "result": "参加活动两次"},
    "review": {"result": "合格"},
    "pause": {"reason": "外出半年"},
    "resume": {"reason": "已返回"},
    "end": {"reason": "本人撤回同意"},
}

VARIANTS: dict[str, tuple[dict[str, Any], str]] = {
    "opened by the outflow side": ({}, ""),
    "opened by the receiving side": (
        {"opened_by": Party.RECEIVING},
        """
        submit           | proposed -> counterpart_consent        | receiving
        agree            | counterpart_consent -> street_filing   | outflow
        decline          | counterpart_consent -> declined        | outflow
        """,
    ),
    "two-way registration by the community": (
        {"kind": "two_way_registration", "opened_by": Party.RECEIVING},
        """
        submit           | proposed -> street_filing              | receiving
        agree            | counterpart_consent -> street_filing   | outflow
        decline          | counterpart_consent -> declined        | outflow
        answer           | street_filing, active stay             | outflow
        """,
    ),
    "two-way registration by the employer": (
        {"kind": "two_way_registration"},
        """
        submit           | proposed -> street_filing              | outflow
        answer           | street_filing, active stay             | outflow
        """,
    ),
    "the affiliation on the receiving side": (
        {"affiliation_at": Party.RECEIVING},
        "review | active stay | receiving",
    ),
    "paused by the receiving side": ({"paused_by": Party.RECEIVING}, ""),
}


@pytest.mark.parametrize("action", LAW.actions)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_table_of_dual_management_is_the_law(variant, action):
    world, changes = VARIANTS[variant]
    law = LAW.changed(changes) if changes else LAW
    case = {"kind": "dual_management", "letter": None, "affiliation_at": Party.OUTFLOW} | world
    case["fields"] = FIELDS.get(action, {})
    told = {state: outcomes(DUAL, facts(state, **case), action) for state in STATES}
    assert told == {state: law.outcomes(state, action) for state in STATES}


def test_the_table_names_every_state_and_every_action_and_no_other():
    assert set(STATES) == {"new", *DUAL.states}
    assert set(LAW.actions) == set(DUAL.actions)


def test_without_consent_nothing_starts():
    here = facts("new", fields={"receiving_code": "C1"}, affiliation_at=Party.OUTFLOW)
    assert outcomes(DUAL, here, "propose")["outflow"] == "consent_required"


def test_nobody_agrees_with_oneself():
    sides = units(receiving=facts().parties[Party.OUTFLOW])
    here = facts("new", fields=FIELDS["propose"], parties=sides, affiliation_at=Party.OUTFLOW)
    assert outcomes(DUAL, here, "propose")["receiving"] == "destination_not_exact"


NO_PLACE = unit("G1", "group", "/1/2/30/31/", takes_members=False)

ONE_THING_WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("propose", {}, {"consent_on": date(2026, 11, 25)}, "consent_required"),
    (
        "propose",
        {"parties": units(receiving=unit("G1", "group", "/1/", takes_members=False))},
        {},
        "destination_not_exact",
    ),
    ("propose", {}, {"reason_code": "because"}, "unknown_reason"),
    ("propose", {"affiliation_at": None}, {}, "belongs_to_neither"),
    ("answer", {"kind": "two_way_registration"}, {"decided_on": date(2026, 11, 25)}, "too_early"),
    ("log_contact", {}, {"happened_on": date(2026, 11, 25)}, "too_early"),
    ("log_service", {}, {"happened_on": date(2026, 11, 25)}, "too_early"),
    ("decline", {}, {"reason": " "}, "reason_required"),
    ("send_back", {}, {"reason": ""}, "reason_required"),
    ("give_feedback", {}, {"quarter": "2027-Q1"}, "too_early"),
    ("pause", {}, {"reason": ""}, "reason_required"),
    ("resume", {}, {"reason": ""}, "reason_required"),
    ("end", {}, {"reason": "", "member_withdraws": True}, "reason_required"),
]


@pytest.mark.parametrize(("action", "case", "form", "code"), ONE_THING_WRONG)
def test_one_thing_wrong_is_refused_by_its_own_name(action, case, form, code):
    (state, *_) = DUAL.actions[action].moves[0].sources
    wrong = facts(state, **{"affiliation_at": Party.OUTFLOW} | case, fields=FIELDS[action] | form)
    step = DUAL.step(DUAL.actions[action], wrong, frozenset(Party))
    assert ([refusal.code for refusal in step.refusals], step.state) == ([code], state)
