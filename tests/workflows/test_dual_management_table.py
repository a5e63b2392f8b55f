"""The legal table of dual management and two-way registration, as the law has it."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import facts, unit, units
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import Party, Rung, resolve

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
    case = {"kind": "dual_management", "letter": None, "fields": FIELDS.get(action, {})} | world
    told = {state: outcomes(DUAL, facts(state, **case), action) for state in STATES}
    assert told == {state: law.outcomes(state, action) for state in STATES}


def test_the_table_names_every_state_and_every_action_and_no_other():
    assert set(STATES) == {"new", *DUAL.states}
    assert set(LAW.actions) == set(DUAL.actions)


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


def test_without_consent_nothing_starts():
    here = facts("new", fields={"receiving_code": "C1"})
    assert outcomes(DUAL, here, "propose")["outflow"] == "consent_required"


def test_nobody_agrees_with_oneself():
    here = facts("new", fields=FIELDS["propose"], parties=units(receiving=facts().parties[Party.OUTFLOW]))
    assert outcomes(DUAL, here, "propose")["receiving"] == "destination_not_exact"


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


def test_feedback_settles_the_quarter_and_a_review_the_year():
    settled = {name: action.settles for name, action in DUAL.actions.items() if action.settles}
    assert settled == {"give_feedback": "feedback", "review": "review"}


def test_submitting_agreeing_and_filing_can_be_undone():
    assert {name for name, action in DUAL.actions.items() if action.undoable} == {"submit", "agree", "file"}


NO_PLACE = unit("G1", "group", "/1/2/30/31/", takes_members=False)

ONE_THING_WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("propose", {}, {"consent_on": date(2026, 11, 25)}, "consent_required"),
    (
        "propose",
        {"parties": units(receiving=unit("G1", "group", "/1/", takes_members=False))},
        {},
        "destination_not_exact",
    ),
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
    wrong = facts(state, **case, fields=FIELDS[action] | form)
    step = DUAL.step(DUAL.actions[action], wrong, frozenset(Party))
    assert ([refusal.code for refusal in step.refusals], step.state) == ([code], state)
