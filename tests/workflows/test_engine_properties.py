"""What holds of every step of every case, sensible or not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.builders import (
    ACTORS,
    AWAY_UNITS,
    CERTIFICATE,
    EXTERNAL_RECEIVER,
    EXTERNAL_SENDER,
    LETTER,
    MEMBER,
    OUTSIDE,
    UNITS,
    facts,
)
from workflows import NEWEST
from workflows.engine import Workflow
from workflows.vocabulary import NEW, Facts, Party

MOBILE = NEWEST["mobile_registration"]
UNITS_OF = {MOBILE.name: [AWAY_UNITS, AWAY_UNITS | {Party.HOME: OUTSIDE}]}
SIDES = st.sampled_from([None, Party.OUTFLOW, Party.RECEIVING])

FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "reason": st.sampled_from(["", "  ", "理由"]),
        "reason_code": st.sampled_from(["graduation", "no_house", "deceased", "because"]),
        "letter_number": st.sampled_from([LETTER.number, "〔2026〕第12号", "13", ""]),
        "received_on": st.dates(date(2026, 10, 1), date(2027, 2, 1)),
        "issued_on": st.dates(date(2026, 10, 1), date(2027, 2, 1)),
        "valid_days": st.sampled_from([0, 1, 90, 91]),
        "decision": st.sampled_from(["", "同意"]),
        "dues_plan": st.just("补交"),
        "consent_on": st.dates(date(2026, 10, 1), date(2027, 2, 1)),
        "quarter": st.sampled_from(["2026-Q3", "2027-Q1"]),
        "placed_in_code": st.just("B1"),
        "happened_on": st.dates(date(2026, 10, 1), date(2027, 2, 1)),
        "closes": st.booleans(),
        "certificate_number": st.sampled_from([CERTIFICATE.number, "HD-2026-13", ""]),
        "back_on": st.dates(date(2026, 10, 1), date(2027, 12, 1)),
    },
)


@st.composite
def cases(draw: st.DrawFn, workflow: Workflow) -> Facts:
    """Any case of a workflow, sensible or not."""
    return facts(
        draw(st.sampled_from([NEW, *workflow.states])),
        today=draw(st.dates(date(2026, 11, 1), date(2027, 7, 1))),
        parties=draw(st.sampled_from(UNITS_OF.get(workflow.name, [UNITS, EXTERNAL_SENDER, EXTERNAL_RECEIVER]))),
        opened_by=draw(st.sampled_from([Party.OUTFLOW, Party.RECEIVING, Party.STREET, Party.OUTFLOW_COMMITTEE])),
        kind=draw(st.sampled_from(["", "dual_management", "two_way_registration"])),
        member=replace(MEMBER, has_contact=draw(st.booleans()), status=draw(st.sampled_from(["full", "probationary"])),
                       converted_on=None, probation_ends_on=draw(st.sampled_from([None, "2026-11-01", "2027-06-30"]))),
        certificate=draw(st.sampled_from([None, CERTIFICATE, replace(CERTIFICATE, status="lost")])),
        letter=draw(st.sampled_from([None, LETTER, replace(LETTER, status="lost"), replace(LETTER, status="void")])),
        fields=draw(FIELDS),
        online=draw(st.booleans()),
        ordered=draw(st.booleans()),
        refused_by=draw(st.sampled_from([None, Party.STREET, Party.OUTFLOW_COMMITTEE])),
        paused_by=draw(SIDES),
        affiliation_at=draw(SIDES),
        closed_on=draw(st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 1))),
        origin_valid=draw(st.booleans()),
        tries=draw(st.sampled_from([(), ("phone", "phone", "visit")])),
        settled_by=draw(st.sampled_from(["", "ZJ-2026-0001"])),
    )  # fmt: skip


ACTING = st.frozensets(st.sampled_from(ACTORS))


@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
@settings(max_examples=300)
@given(data=st.data())
def test_an_action_is_available_exactly_when_its_step_is_not_in_the_wrong_state(workflow, data):
    here, acting = data.draw(cases(workflow)), data.draw(ACTING)
    available = workflow.available(here, acting)
    for action in workflow.actions.values():
        codes = {refusal.code for refusal in workflow.step(action, here, acting).refusals}
        assert (action in available) == ("wrong_state" not in codes)


@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
@settings(max_examples=300)
@given(data=st.data())
def test_a_refused_step_leaves_the_case_where_it_is_and_a_taken_one_goes_where_its_move_leads(workflow, data):
    here, acting = data.draw(cases(workflow)), data.draw(ACTING)
    for action in workflow.actions.values():
        step = workflow.step(action, here, acting)
        if step.refusals:
            assert step.state == here.state
        else:
            assert step.move is not None
            assert step.state == (step.move.target or here.state)
            assert step.facts == replace(here, acting=step.facts.acting)
            assert step.facts.acting in acting
        assert here.acting is None


@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
@settings(max_examples=300)
@given(data=st.data())
def test_what_is_blocked_beforehand_concerns_no_field_or_one_that_can_lift_it(workflow, data):
    here, acting = data.draw(cases(workflow)), data.draw(ACTING)
    for action in workflow.available(here, acting):
        asked = {use.name for use in action.fields}
        for refusal in workflow.blocked(action, here, acting):
            lifted = refusal.code in {"dues_behind", "conversion_unsettled", "reissue_window_over"}
            assert lifted or refusal.field not in asked
