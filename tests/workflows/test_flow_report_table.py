"""The legal table of a report about a unit, as the law has it, and its words."""

import pytest

from tests.workflows.builders import UNITS, facts
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import ALL_RUNGS, Party

REPORT = NEWEST["flow_report"]
STATES = ("new", "due", "street_check", "returned", "filed")

LAW = Law(
    """
    open_report | new -> due                    | clock
    hand_in     | due, returned -> street_check | community
    send_back   | street_check -> returned      | street
    file        | street_check -> filed         | street
    """,
    words={},
)
WORLD = {
    "parties": {
        Party.COMMUNITY: UNITS[Party.RECEIVING],
        **{one: UNITS[one] for one in (Party.STREET, Party.DEPARTMENT)},
    },
    "opened_by": Party.CLOCK,
    "member": None,
    "letter": None,
}
FIELDS = {"open_report": {"unit_code": "C1", "quarter": "2026-Q3"}, "send_back": {"reason": "漏了两名流入党员"}}


@pytest.mark.parametrize("action", LAW.actions)
def test_the_table_of_a_report_is_the_law(action):
    told = {state: outcomes(REPORT, facts(state, **WORLD, fields=FIELDS.get(action, {})), action) for state in STATES}
    assert told == {state: LAW.outcomes(state, action) for state in STATES}
    assert (set(STATES), set(LAW.actions)) == ({"new", *REPORT.states}, set(REPORT.actions))


def test_a_report_is_sent_back_with_a_reason_only():
    step = REPORT.step(REPORT.actions["send_back"], facts("street_check", **WORLD), frozenset(Party))
    assert ([refusal.code for refusal in step.refusals], step.state) == (["reason_required"], "street_check")


SHEET = {
    # state: label, holder, limit, where the clock starts
    "due": ("待上报", "community", 10, "own_quarter_end"),
    "street_check": ("街道汇总", "street", 5, "entered"),
    "returned": ("退回核对", "community", 3, "entered"),
    "filed": ("已归档", None, None, None),
}


@pytest.mark.parametrize("name", SHEET)
def test_a_state_has_the_label_holder_and_clock_of_the_law(name):
    state = REPORT.states[name]
    clock = state.clocks[0] if state.clocks else None
    length = clock.limit.length if clock and clock.limit else None
    found = (state.label, REPORT.holder(name, facts(name)), length, clock.starts if clock else None)
    assert found == SHEET[name]
    assert {(one.rungs, one.limit and one.limit.unit) for one in state.clocks} <= {(ALL_RUNGS, "working_days")}


def test_every_action_has_the_label_and_the_fields_of_the_law():
    assert {name: (action.label, {use.name for use in action.fields}) for name, action in REPORT.actions.items()} == {
        "open_report": ("发起上报", {"unit_code", "quarter"}),
        "hand_in": ("上报", {"comment"}),
        "send_back": ("退回", {"reason"}),
        "file": ("归档", {"comment"}),
    }
    assert [name for name, action in REPORT.actions.items() if action.undoable] == ["file"]
