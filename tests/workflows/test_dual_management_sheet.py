"""The words of dual management: what states and actions are called, who holds it, by when, what a step needs."""

import pytest

from tests.workflows.builders import facts
from workflows import NEWEST
from workflows.vocabulary import Party, Rung, resolve

DUAL = NEWEST["dual_management"]

SHEET = {
    # state: label, holder when the outflow side opened, clocks
    "proposed": ("拟登记", "outflow", [(15, "days", "entered")]),
    "counterpart_consent": ("待对方同意", "receiving", [(10, "working_days", "entered")]),
    "street_filing": ("街道备案", "street", [(5, "working_days", "entered")]),
    "active": ("双重管理中", "receiving", [(10, "working_days", "quarter_end"), (1, "years", "entered")]),
    "paused": ("暂停", "outflow", [(90, "days", "entered")]),
    "ended": ("终止", None, []),
    "declined": ("未同意", None, []),
}


@pytest.mark.parametrize("name", SHEET)
def test_a_state_has_the_label_holder_and_clocks_of_the_law(name):
    state = DUAL.states[name]
    clocks = [(clock.limit.length, clock.limit.unit, clock.starts) for clock in state.clocks if clock.limit]
    assert (state.label, DUAL.holder(name, facts(name)), clocks) == SHEET[name]


@pytest.mark.parametrize(
    ("case", "state", "holder"),
    [
        ({"opened_by": Party.RECEIVING}, "proposed", Party.RECEIVING),
        ({"opened_by": Party.RECEIVING}, "counterpart_consent", Party.OUTFLOW),
        ({"paused_by": Party.RECEIVING}, "paused", Party.RECEIVING),
        ({"paused_by": Party.OUTFLOW, "opened_by": Party.RECEIVING}, "paused", Party.OUTFLOW),
        ({"opened_by": Party.RECEIVING}, "paused", Party.RECEIVING),
    ],
)
def test_the_holder_is_the_side_whose_move_it_is(case, state, holder):
    assert DUAL.holder(state, facts(state, **case)) == holder


@pytest.mark.parametrize("affiliation", [Party.OUTFLOW, Party.RECEIVING])
def test_feedback_is_the_receiving_sides_and_the_review_is_where_the_member_belongs(affiliation):
    here = facts("active", affiliation_at=affiliation)
    clocks = {clock.name: clock for clock in DUAL.states["active"].clocks}
    holders = {name: resolve(clock.holder, here) for name, clock in clocks.items() if clock.holder}
    assert holders == {"feedback": Party.RECEIVING, "review": affiliation}


def test_what_members_do_of_their_own_will_is_only_reminded_of():
    assert {clock.rungs for clock in DUAL.states["active"].clocks} == {(Rung.REMINDER,)}


LABELS = {
    "propose": "发起",
    "submit": "提交",
    "agree": "同意",
    "decline": "不同意",
    "answer": "单位答复",
    "file": "备案",
    "send_back": "退回",
    "log_contact": "双向联系",
    "log_service": "双向服务",
    "give_feedback": "双向反馈",
    "review": "年度评议",
    "move_affiliation": "组织关系转移",
    "pause": "暂停",
    "resume": "恢复",
    "end": "终止",
}


def test_every_action_is_called_as_the_law_calls_it():
    assert {name: action.label for name, action in DUAL.actions.items()} == LABELS


NEEDED = {
    "propose": {"receiving_code", "consent_on"},
    "decline": {"reason"},
    "answer": {"result"},
    "send_back": {"reason"},
    "log_contact": {"result"},
    "log_service": {"result"},
    "give_feedback": {"quarter", "result"},
    "review": {"result"},
    "pause": {"reason"},
    "resume": {"reason"},
    "end": {"reason"},
}


def test_every_action_needs_the_fields_of_the_law_and_no_other():
    needed = {name: {use.name for use in action.fields if use.required} for name, action in DUAL.actions.items()}
    assert {name: fields for name, fields in needed.items() if fields} == NEEDED


ENTERED = {"happened_on", "way", "next_on"}
TAKEN = {
    "propose": {"kind", "outflow_code", "reason_code", "service_post", "comment"},
    "submit": {"comment"},
    "agree": {"comment"},
    "answer": {"decided_on", "comment"},
    "file": {"comment"},
    "log_contact": ENTERED,
    "log_service": ENTERED | {"service_post"},
    "end": {"member_withdraws"},
}


def test_what_else_an_action_takes_may_be_left_out():
    taken = {name: {use.name for use in action.fields if not use.required} for name, action in DUAL.actions.items()}
    assert {name: fields for name, fields in taken.items() if fields} == TAKEN


def test_feedback_settles_the_quarter_and_a_review_the_year():
    settled = {name: action.settles for name, action in DUAL.actions.items() if action.settles}
    assert settled == {"give_feedback": "feedback", "review": "review"}


def test_submitting_agreeing_and_filing_can_be_undone():
    assert {name for name, action in DUAL.actions.items() if action.undoable} == {"submit", "agree", "file"}


def test_what_a_step_brings_about_beside_the_state():
    effects = {name: action.effects for name, action in DUAL.actions.items() if action.effects}
    assert effects == {
        "propose": ("begin_where_the_member_belongs", "note_service_post"),
        "log_service": ("note_service_post",),
        "give_feedback": ("settle_quarter",),
        "answer": ("record_answer",),
        "file": ("propose_settlement",),
        "move_affiliation": ("move_affiliation_side",),
        "pause": ("record_pause",),
    }


def test_there_are_two_kinds_under_one_name():
    assert (DUAL.label, DUAL.version, DUAL.prefix) == ("双重管理", 1, "SC")
    assert DUAL.definition.kinds == ("dual_management", "two_way_registration")


def test_the_way_is_shown_in_four_steps():
    assert [step for step, _, _ in DUAL.definition.steps] == ["propose", "agree", "file", "active"]
    assert {state.name: state.step for state in DUAL.definition.states if not state.final} == {
        "proposed": "propose", "counterpart_consent": "agree", "street_filing": "file", "active": "active",
        "paused": "active",
    }  # fmt: skip
