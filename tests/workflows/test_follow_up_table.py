"""The legal table of a follow-up, as the law has it, and what is refused by its own name."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import KEPT, MEMBER, facts, unit
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import Party

FOLLOW_UP = NEWEST["follow_up"]

STATES = ("new", "watch", "contacting", "located", "unreachable", "reported_up", "settled", "closed")

LAW = Law(
    """
    open_follow_up  | new -> watch                                                     | keeper, street, clock
    log_contact     | watch -> contacting                                              | keeper, street
    log_contact     | contacting, located, unreachable, reported_up stay               | keeper, street
    ask_unit        | any open stay                                                    | keeper
    answer          | any open stay                                                    | asked
    found           | watch, contacting, unreachable, reported_up -> located           | keeper
    give_up_search  | contacting -> unreachable                                        | keeper
    report_up       | unreachable -> reported_up                                       | keeper
    record_decision | reported_up stay                                                 | department
    settle          | watch, contacting, located -> settled                            | keeper, street
    reopen          | never                                                            | clock, keeper
    """,
    words={"any open": "watch contacting located unreachable reported_up"},
)

CONTACT = {"result": "not_reached", "way": "phone", "happened_on": date(2026, 11, 23), "next_on": date(2026, 12, 1)}
DECISION: dict[str, Any] = {
    "decision": "停止党籍", "decided_by": "望海区委组织部", "decided_on": date(2026, 11, 20), "document_number": "1号",
}  # fmt: skip
FIELDS: dict[str, dict[str, Any]] = {
    "open_follow_up": {"category": "relocated"},
    "log_contact": CONTACT,
    "ask_unit": {"asked_code": "V1", "question": "是否参加组织生活"},
    "answer": {"result": "left", "happened_on": date(2026, 11, 24)},
    "found": {"way": "visit"},
    "record_decision": DECISION,
    "settle": {"way": "visit"},
}
TRIES = ("phone", "visit", "phone")
SILENT = replace(MEMBER, dues_paid_through="2026-04", last_activity_on="2026-05-24")
WORLD: dict[str, Any] = {"parties": KEPT, "tries": TRIES, "member": SILENT, "settled_by": "ZJ-2026-0001",
                         "chosen_unit": KEPT[Party.ASKED], "opened_by": Party.KEEPER}  # fmt: skip

VARIANTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "an ordinary one": ({}, {}, ""),
    "one whose decision ends it": ({}, {"closes": True}, "record_decision | reported_up -> closed | department"),
    "one whose decision does not end it": ({}, {"closes": False}, ""),
    "one without a place": (
        {"settled_by": ""}, {},
        """
        settle | never                 | keeper, street
        reopen | settled -> contacting | clock, keeper
        """,
    ),
}  # fmt: skip
REFUSED_IN = {"settle": "no_place_yet", "reopen": "place_stands"}


@pytest.mark.parametrize("action", LAW.actions)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_table_of_a_follow_up_is_the_law(variant, action):
    world, extra, changes = VARIANTS[variant]
    law = LAW.changed(changes) if changes else LAW
    form = FIELDS.get(action, {}) | (extra if action == "record_decision" else {})
    told = {state: outcomes(FOLLOW_UP, facts(state, **WORLD | world, fields=form), action) for state in STATES}
    mended = {
        state: {who: "wrong_state" if said == REFUSED_IN.get(action) else said for who, said in row.items()}
        for state, row in told.items()
    }
    assert mended == {state: law.outcomes(state, action) for state in STATES}


def test_the_table_names_every_state_and_every_action_and_no_other():
    assert set(STATES) == {"new", *FOLLOW_UP.states}
    assert set(LAW.actions) == set(FOLLOW_UP.actions)


ONE_THING_WRONG: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
    ("open_follow_up", "new", {"opened_by": Party.KEEPER}, {"category": "inactive_signals"}, "derived_category"),
    ("log_contact", "watch", {}, {"happened_on": date(2026, 11, 25)}, "not_yet"),
    ("log_contact", "contacting", {}, {"next_on": date(2026, 11, 23)}, "date_has_passed"),
    ("log_contact", "contacting", {}, {"reason_code": "because"}, "unknown_reason"),
    ("ask_unit", "watch", {"chosen_unit": None}, {}, "unknown_organization"),
    ("ask_unit", "watch", {"chosen_unit": unit("X", "branch", "/1/", valid=False)}, {}, "unknown_organization"),
    ("ask_unit", "watch", {"chosen_unit": KEPT[Party.KEEPER]}, {}, "asks_itself"),
    ("ask_unit", "watch", {}, {"happened_on": date(2026, 11, 25)}, "not_yet"),
    ("answer", "contacting", {}, {"happened_on": date(2026, 11, 25)}, "not_yet"),
    ("found", "unreachable", {}, {"happened_on": date(2026, 11, 25)}, "not_yet"),
    ("give_up_search", "contacting", {"tries": ("phone", "visit")}, {}, "too_few_tries"),
    ("give_up_search", "contacting", {"tries": ("phone",) * 4}, {}, "too_few_tries"),
    ("report_up", "unreachable", {"tries": ()}, {}, "too_few_tries"),
    ("report_up", "unreachable", {"member": replace(SILENT, last_activity_on="2026-05-25")}, {}, "too_early"),
    ("report_up", "unreachable", {"member": replace(SILENT, dues_paid_through="2026-05")}, {}, "too_early"),
    ("report_up", "unreachable", {"member": replace(SILENT, last_activity_on="2026")}, {}, "too_early"),
    ("record_decision", "reported_up", {}, {"decision": " "}, "decision_required"),
    ("record_decision", "reported_up", {}, {"decided_on": date(2026, 11, 25)}, "not_yet"),
    ("settle", "watch", {"settled_by": ""}, {}, "no_place_yet"),
    ("reopen", "settled", {}, {}, "place_stands"),
]


@pytest.mark.parametrize(("action", "state", "case", "form", "code"), ONE_THING_WRONG)
def test_one_thing_wrong_is_refused_by_its_own_name(action, state, case, form, code):
    wrong = facts(state, **WORLD | {"settled_by": "x" if action != "reopen" or not case else ""} | case,
                  fields=FIELDS.get(action, {}) | form)  # fmt: skip
    step = FOLLOW_UP.step(FOLLOW_UP.actions[action], wrong, frozenset(Party))
    assert ([refusal.code for refusal in step.refusals], step.state) == ([code], state)


NO_PROOF = replace(MEMBER, dues_paid_through=None, last_activity_on=None)


@pytest.mark.parametrize(
    ("member", "opened_on", "refused"),
    [
        (NO_PROOF, date(2026, 5, 24), False),
        (NO_PROOF, date(2026, 5, 25), True),
        (replace(NO_PROOF, dues_paid_through="2026"), date(2026, 11, 1), True),
        (replace(NO_PROOF, dues_paid_through="2026-04", last_activity_on="2019-01-01"), date(2026, 11, 1), False),
        (SILENT, date(2026, 11, 1), False),
    ],
    ids=["no proof, followed for six months", "no proof, a day short", "all of 2026", "April's end", "both long ago"],
)
def test_the_six_months_count_from_the_last_proof_else_from_the_beginning(member, opened_on, refused):
    here = facts("unreachable", **WORLD | {"member": member, "opened_on": opened_on})
    step = FOLLOW_UP.step(FOLLOW_UP.actions["report_up"], here, frozenset({Party.KEEPER}))
    assert [refusal.code for refusal in step.refusals] == (["too_early"] if refused else [])
