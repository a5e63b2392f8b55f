"""The words of mobile registration: what states and actions are called, who holds it, by when, what a step needs."""

from datetime import date

import pytest

from tests.workflows.builders import AWAY_UNITS, facts
from workflows import NEWEST
from workflows.credentials import advised
from workflows.vocabulary import Party, Rung

MOBILE = NEWEST["mobile_registration"]

SHEET = {
    # state: label, holder, clocks
    "leave_reported": ("外出报告", "home", [((5, "working_days"), "entered")]),
    "short_absence": ("短期外出", "home", [(None, "expected_return")]),
    "certificate_issued": ("已颁发活动证，待报到", "home", [((30, "days"), "entered")]),
    "found_inflow": ("流入地登记，待核实", "home", [((10, "working_days"), "entered")]),
    "attached": ("已编入流入地支部", "home", [((6, "months"), "entered"), ((1, "years"), "inspected")]),
    "leaving": ("离开流入地", "home", [((30, "days"), "entered")]),
    "closed": ("结束", None, []),
    "converted": ("转为接转", None, []),
    "cancelled": ("取消", None, []),
}


@pytest.mark.parametrize("name", SHEET)
def test_a_state_has_the_label_holder_and_clocks_of_the_law(name):
    state = MOBILE.states[name]
    here = facts(name, parties=AWAY_UNITS, opened_by=Party.HOST)
    limits = [clock.limit and (clock.limit.length, clock.limit.unit) for clock in state.clocks]
    clocks = [(limit, clock.starts) for limit, clock in zip(limits, state.clocks, strict=True)]
    assert (state.label, MOBILE.holder(name, here), clocks) == SHEET[name]


def test_contacts_are_only_reminded_of_and_the_inspection_climbs_every_rung():
    rungs = {clock.name: clock.rungs for clock in MOBILE.states["attached"].clocks}
    assert rungs == {"contact": (Rung.REMINDER,), "inspection": tuple(Rung)}


LABELS = {
    "report_leave": "外出报告",
    "register_inflow": "流入登记",
    "allow_absence": "短期外出",
    "issue_certificate": "颁发活动证",
    "attach_member": "编入",
    "decline_attach": "未予编入",
    "log_contact": "联系",
    "log_activity": "活动记载",
    "inspect": "年审",
    "report_loss": "遗失补发",
    "leave": "离开",
    "move_on": "转往他处",
    "check_return": "返回查验",
    "convert": "转为接转",
    "cancel": "取消",
}


def test_every_action_is_called_as_the_law_calls_it():
    assert {name: action.label for name, action in MOBILE.actions.items()} == LABELS


NEEDED = {
    "register_inflow": {"receiving_code"},
    "attach_member": {"certificate_number"},
    "decline_attach": {"reason"},
    "log_contact": {"result"},
    "log_activity": {"result"},
    "inspect": {"result"},
    "leave": {"result"},
    "move_on": {"result"},
    "cancel": {"reason"},
}


def test_every_action_needs_the_fields_of_the_law_and_no_other():
    needed = {name: {use.name for use in action.fields if use.required} for name, action in MOBILE.actions.items()}
    assert {name: fields for name, fields in needed.items() if fields} == NEEDED


AWAY = {"reason_code", "left_on", "back_on", "place", "contact", "fixed_place"}
SEALED = {"photo_applied", "seal_applied", "applied_by"}
TAKEN = {
    "report_leave": {"receiving_code", *AWAY, "proof_wanted", "comment"},
    "register_inflow": {"outflow_code", *AWAY, "comment"},
    "allow_absence": {"left_on", "back_on", "proof_wanted", "comment"},
    "issue_certificate": {"certificate_number", "receiving_code", *SEALED, "comment"},
    "attach_member": {"received_on", "handled_by", "handled_phone", "comment"},
    "log_contact": {"happened_on", "way", "next_on"},
    "log_activity": {"happened_on", "dues_paid_through"},
    "inspect": {"happened_on"},
    "report_loss": {"happened_on", "certificate_number", "reason", *SEALED},
    "leave": {"dues_paid_through", "comment"},
    "move_on": {"dues_paid_through", "receiving_code", "place", "comment"},
    "check_return": {"happened_on", "result", "comment"},
    "convert": {"receiving_code", "reason_code", "destination_reason", "comment"},
}


def test_what_else_an_action_takes_may_be_left_out():
    taken = {name: {use.name for use in action.fields if not use.required} for name, action in MOBILE.actions.items()}
    assert {name: fields for name, fields in taken.items() if fields} == TAKEN


def test_a_contact_settles_the_half_year_and_an_inspection_the_year():
    settled = {name: action.settles for name, action in MOBILE.actions.items() if action.settles}
    assert settled == {"log_contact": "contact", "inspect": "inspection"}


def test_nothing_that_concerns_a_certificate_is_taken_back_by_a_click():
    assert not any(action.undoable for action in MOBILE.actions.values())


def test_only_converting_begins_another_case():
    assert {name: action.begins for name, action in MOBILE.actions.items() if action.begins} == {"convert": "transfer"}


def test_the_host_sees_the_certificate_before_the_person():
    seen = {name: state.paper_seen_by for name, state in MOBILE.states.items() if state.paper_seen_by}
    assert seen == {"certificate_issued": (Party.HOST,)}
    assert MOBILE.definition.shown_in == ("attached",)


def test_it_is_called_and_numbered_by_its_own_name():
    assert (MOBILE.label, MOBILE.version, MOBILE.prefix) == ("流动党员登记", 1, "LD")
    assert [step for step, _, _ in MOBILE.definition.steps] == ["report", "certificate", "attach", "return"]


LEFT = date(2026, 8, 31)
ADVICE = [
    # back on, fixed place, proof wanted -> paper
    (date(2026, 11, 30), True, False, "nothing"),
    (date(2026, 11, 30), False, False, "nothing"),
    (date(2026, 11, 30), False, True, "proof_letter"),
    (date(2026, 12, 1), True, False, "proof_letter"),
    (date(2026, 12, 1), False, False, "certificate"),
    (date(2027, 2, 28), True, False, "proof_letter"),
    (date(2027, 3, 1), True, False, "transfer"),
    (date(2027, 3, 1), False, True, "certificate"),
    (None, False, False, "certificate"),
    (None, True, True, "certificate"),
]


@pytest.mark.parametrize(("back_on", "fixed", "proof", "paper"), ADVICE)
def test_the_paper_advised_follows_from_how_long_and_how_certain(back_on, fixed, proof, paper):
    assert advised(LEFT, back_on, fixed_place=fixed, proof_wanted=proof) == paper
