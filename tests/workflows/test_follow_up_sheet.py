"""The words of a follow-up: what states and actions are called, who holds it, by when, what a step needs."""

import pytest

from tests.workflows.builders import KEPT, facts
from workflows import NEWEST
from workflows.codes import CODE_LISTS
from workflows.vocabulary import ALL_RUNGS, REMINDER_ONLY, Party

FOLLOW_UP = NEWEST["follow_up"]

SHEET = {
    # state: label, holder, limit, rungs
    "watch": ("关注", "keeper", (1, "months"), REMINDER_ONLY),
    "contacting": ("联系中", "keeper", (1, "months"), ALL_RUNGS),
    "located": ("已联系上", "keeper", (10, "working_days"), ALL_RUNGS),
    "unreachable": ("联系不上", "keeper", (3, "months"), ALL_RUNGS),
    "reported_up": ("已报上级", "department", (20, "working_days"), ALL_RUNGS),
    "settled": ("已落实", None, None, None),
    "closed": ("结束", None, None, None),
}


@pytest.mark.parametrize("name", SHEET)
def test_a_state_has_the_label_holder_and_clock_of_the_law(name):
    state = FOLLOW_UP.states[name]
    clock = state.clocks[0] if state.clocks else None
    limit = (clock.limit.length, clock.limit.unit) if clock and clock.limit else None
    found = (state.label, FOLLOW_UP.holder(name, facts(name)), limit, clock.rungs if clock else None)
    assert found == SHEET[name]
    assert len(state.clocks) <= 1


LABELS = {
    "open_follow_up": "建档",
    "log_contact": "联系记录",
    "ask_unit": "向原单位核实",
    "answer": "答复",
    "found": "已联系上",
    "give_up_search": "联系不上",
    "report_up": "报上级",
    "record_decision": "登记上级决定",
    "settle": "落实",
    "reopen": "重新跟进",
}


def test_every_action_is_called_as_the_law_calls_it():
    assert {name: action.label for name, action in FOLLOW_UP.actions.items()} == LABELS


NEEDED = {
    "open_follow_up": {"category"},
    "log_contact": {"way", "result"},
    "ask_unit": {"asked_code", "question"},
    "answer": {"result"},
    "found": {"way"},
    "record_decision": {"decision", "decided_by", "decided_on", "document_number"},
    "settle": {"way"},
}
TAKEN = {
    "open_follow_up": {"comment"},
    "log_contact": {"happened_on", "next_on", "reason_code", "comment"},
    "ask_unit": {"happened_on"},
    "answer": {"happened_on", "comment"},
    "found": {"happened_on", "comment"},
    "give_up_search": {"comment"},
    "report_up": {"comment"},
    "record_decision": {"closes"},
    "settle": {"happened_on", "comment"},
    "reopen": {"comment"},
}


def test_every_action_needs_and_takes_the_fields_of_the_law_and_no_other():
    uses = {name: action.fields for name, action in FOLLOW_UP.actions.items()}
    assert {name: {use.name for use in fields if use.required} for name, fields in uses.items()} == {
        name: NEEDED.get(name, set()) for name in LABELS
    }
    assert {name: {use.name for use in fields if not use.required} for name, fields in uses.items()} == TAKEN


def test_the_categories_and_the_reasons_for_staying_are_those_of_the_law():
    assert list(CODE_LISTS["follow_up_category"]) == [
        "letter_not_presented", "accepted_unplaced", "no_receiving_unit", "graduate_waiting", "veteran",
        "reemployed_retiree", "laid_off", "relocated", "floating_talent", "migrant_worker", "affiliation_unknown",
        "study_abroad", "inactive_signals",
    ]  # fmt: skip
    assert list(CODE_LISTS["not_moving"]) == ["economic_interest", "attachment", "trouble", "attends_old_unit", "other"]


def test_a_contact_begins_the_next_month_and_another_try_the_next_three():
    settled = {
        source: move.settles
        for move in FOLLOW_UP.actions["log_contact"].moves
        for source in move.sources
        if move.settles
    }
    assert settled == {"contacting": "contacting", "unreachable": "unreachable"}
    assert {clock.name for state in FOLLOW_UP.states.values() for clock in state.clocks if clock.sooner} == {
        "contacting", "unreachable",
    }  # fmt: skip


def test_nothing_of_a_follow_up_is_taken_back_within_the_half_minute():
    assert not [action for action in FOLLOW_UP.actions.values() if action.undoable]


def test_what_a_step_brings_about_beside_the_state():
    assert {name: action.effects for name, action in FOLLOW_UP.actions.items() if action.effects} == {
        "log_contact": ("record_contact",),
        "ask_unit": ("put_question",),
        "answer": ("record_unit_answer",),
        "found": ("record_found",),
        "settle": ("record_found", "confirm_place"),
        "reopen": ("begin_anew",),
    }


def test_it_is_about_one_keeper_with_the_street_and_the_department_above():
    definition = FOLLOW_UP.definition
    assert (definition.label, definition.version, definition.prefix) == ("未落实组织关系联系跟进", 1, "LX")
    assert {stand.party for stand in definition.cast} | {Party.ASKED} == set(KEPT)
    assert definition.late_readers == ()
    assert definition.trackers == (Party.KEEPER, Party.STREET)
    assert definition.after_the_end == ("reopen",)


def test_a_transfer_settles_from_placement_on_and_the_others_once_they_are_filed_or_taken_in():
    assert {
        name: workflow.definition.settling for name, workflow in NEWEST.items() if workflow.definition.settling
    } == {
        "transfer": ("receipt_due", "receipt_check", "closed"),
        "dual_management": ("active", "paused"),
        "mobile_registration": ("attached",),
    }


def test_the_way_is_shown_in_four_steps():
    assert [step for step, _, _ in FOLLOW_UP.definition.steps] == ["open", "contact", "locate", "settle"]
