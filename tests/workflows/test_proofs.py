"""The definitions keep their promises; a broken one is found, by name, with the way to where it breaks."""

from dataclasses import replace
from itertools import pairwise

import pytest

from workflows import WORKFLOWS
from workflows.proofs import Finding, check
from workflows.vocabulary import NEW, Action, Clock, Definition, Facts, Limit, Move, Party, State, Use

A, B = Party.OUTFLOW, Party.STREET
WEEK = Limit(7, "days")


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=lambda workflow: workflow.name)
def test_every_definition_keeps_its_promises(workflow):
    assert check(workflow) == []


STATES = (
    State("draft", "草拟", A, (Clock("draft", WEEK),)),
    State("review", "审核", B, (Clock("review", WEEK),)),
    State("closed", "办结"),
)
OPEN = Action("open", "新建", (Move((NEW,), "draft", (A,)),))
SUBMIT = Action("submit", "提交", (Move(("draft",), "review", (A,)),))
AGREE = Action("agree", "同意", (Move(("review",), "closed", (B,)),))
SOUND = Definition("tried", 1, "试", "T", STATES, (OPEN, SUBMIT, AGREE))


def with_actions(*actions: Action) -> Definition:
    return replace(SOUND, actions=actions)


def with_state(position: int, **changed) -> Definition:
    states = list(STATES)
    states[position] = replace(states[position], **changed)
    return replace(SOUND, states=tuple(states))


def is_refused_by_the_street(facts: Facts) -> bool:
    return facts.refused_by == B


def test_a_sound_definition_has_no_findings():
    assert check(SOUND) == []


BROKEN = {
    "a state that nothing leads to": (
        replace(SOUND, states=(*STATES, State("lost", "丢失"))),
        Finding("unreachable", "lost", "no way leads from new to lost", ("new",)),
    ),
    "a state in which a case stays for ever": (
        with_actions(OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "draft", (B,)),))),
        Finding("dead_end", "draft", "a case in draft can never be finished", ("new", "open", "draft")),
    ),
    "a state that some kind of case cannot leave": (
        with_actions(
            OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "closed", (B,), is_refused_by_the_street),))
        ),
        Finding(
            "dead_end", "review", "a case in review can never be finished",
            ("new", "open", "draft", "submit", "review"),
        ),
    ),
    "a holder who can do nothing": (
        with_actions(OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "closed", (A,)),))),
        Finding(
            "holder_stuck", "review", "street holds a case in review and has no action that leads out of it",
            ("new", "open", "draft", "submit", "review"),
        ),
    ),
    "a holder whose only action stays": (
        with_actions(
            OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "closed", (A,)),)),
            Action("note", "记录", (Move(("review",), None, (B,)),)),
        ),
        Finding(
            "holder_stuck", "review", "street holds a case in review and has no action that leads out of it",
            ("new", "open", "draft", "submit", "review"),
        ),
    ),
    "an open state without a holder": (
        with_state(1, holder=None, clocks=()),
        Finding(
            "after_the_end", "review.agree", "review is held by nobody, yet agree is taken from it",
            ("new", "open", "draft", "submit", "review", "agree", "closed"),
        ),
    ),
    "an open state without a clock": (
        with_state(1, clocks=()),
        Finding(
            "no_clock", "review", "review may last for ever: it has no clock",
            ("new", "open", "draft", "submit", "review"),
        ),
    ),
    "an action that is nobody's": (
        with_actions(OPEN, SUBMIT, AGREE, Action("note", "记录", (Move(("review",), None, ()),))),
        Finding("no_party", "note", "note is nobody's to take", ("review", "note", "review")),
    ),
    "an action without a move": (
        with_actions(OPEN, SUBMIT, AGREE, Action("note", "记录", ())),
        Finding("no_move", "note", "note leads nowhere and comes from nowhere"),
    ),
    "an action from a state that does not exist": (
        with_actions(OPEN, SUBMIT, AGREE, Action("note", "记录", (Move(("nowhere",), None, (A,)),))),
        Finding("unknown_state", "note.nowhere", "note names the unknown state nowhere"),
    ),
    "an action to a state that does not exist": (
        with_actions(OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "nowhere", (B,)),))),
        Finding("unknown_state", "agree.nowhere", "agree names the unknown state nowhere"),
    ),
    "a field that does not exist": (
        with_actions(OPEN, replace(SUBMIT, fields=(Use("nothing"),)), AGREE),
        Finding(
            "unknown_field", "submit.nothing", "submit takes the unknown field nothing", ("draft", "submit", "review")
        ),
    ),
    "a choice from a list that does not exist": (
        with_actions(OPEN, replace(SUBMIT, fields=(Use("reason_code", options="nothing"),)), AGREE),
        Finding(
            "unknown_options", "submit.reason_code", "reason_code chooses from the unknown list nothing",
            ("draft", "submit", "review"),
        ),
    ),
    "a finished case that goes on": (
        with_actions(OPEN, SUBMIT, AGREE, Action("reopen", "重开", (Move(("closed",), "draft", (B,)),))),
        Finding(
            "after_the_end", "closed.reopen", "closed is held by nobody, yet reopen is taken from it",
            ("new", "open", "draft", "submit", "review", "agree", "closed", "reopen", "draft"),
        ),
    ),
    "an action after the end that does not exist": (
        replace(SOUND, after_the_end=("revoke",)),
        Finding("unknown_action", "revoke", "revoke is allowed after the end, but there is no such action"),
    ),
    "a misspelt effect": (
        with_actions(OPEN, replace(SUBMIT, effects=("Move-Member",)), AGREE),
        Finding(
            "malformed_name", "Move-Member", "effect 'Move-Member' is not in small letters joined by underscores"
        ),
    ),
    "a misspelt effect of a move": (
        with_actions(
            OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "closed", (B,), effects=("place_",)),))
        ),
        Finding("malformed_name", "place_", "effect 'place_' is not in small letters joined by underscores"),
    ),
    "a misspelt clock": (
        with_state(0, clocks=(Clock("draft clock", WEEK),)),
        Finding("malformed_name", "draft clock", "clock 'draft clock' is not in small letters joined by underscores"),
    ),
    "two clocks of one name": (
        with_state(0, clocks=(Clock("review", WEEK),)),
        Finding("duplicate_name", "review", "clock review is named twice"),
    ),
    "a misspelt state": (
        replace(SOUND, states=(*STATES, State("Lost", "丢失"))),
        Finding("malformed_name", "Lost", "state 'Lost' is not in small letters joined by underscores"),
    ),
    "two actions of one name": (
        with_actions(OPEN, SUBMIT, AGREE, AGREE),
        Finding("duplicate_name", "agree", "action agree is named twice"),
    ),
    "an action that settles a clock nobody wound": (
        with_actions(OPEN, replace(SUBMIT, settles="feedback"), AGREE),
        Finding("unknown_clock", "submit", "submit settles the unknown clock feedback"),
    ),
    "a move that never has its turn": (
        with_actions(
            OPEN, SUBMIT,
            Action(
                "agree", "同意",
                (Move(("review",), "closed", (B,)), Move(("review",), "draft", (B,), is_refused_by_the_street)),
            ),
        ),
        Finding(
            "shadowed_move", "agree.1", "agree never leads to draft: an earlier move always comes first",
            ("review", "agree", "draft"),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_found_with_the_way_to_it(name):
    definition, finding = BROKEN[name]
    assert finding in check(definition)


@pytest.mark.parametrize("name", BROKEN)
def test_the_way_to_a_broken_rule_can_be_walked(name):
    definition, _ = BROKEN[name]
    steps = {
        (source, action.name, move.target or source)
        for action in definition.actions
        for move in action.moves
        for source in move.sources
    }
    for finding in check(definition):
        states, actions = finding.path[::2], finding.path[1::2]
        for (source, target), action in zip(pairwise(states), actions, strict=True):
            assert (source, action, target) in steps


def test_a_rule_broken_in_many_worlds_is_reported_once():
    findings = check(with_actions(OPEN, SUBMIT, Action("agree", "同意", (Move(("review",), "closed", (A,)),))))
    assert [(finding.rule, finding.where) for finding in findings] == [("holder_stuck", "review")]


def test_two_rules_broken_in_one_place_are_both_reported():
    alone = replace(SOUND, states=(*STATES, State("alone", "孤立", A, (Clock("alone", WEEK),))))
    assert {(finding.rule, finding.where) for finding in check(alone)} == {
        ("unreachable", "alone"), ("dead_end", "alone"), ("holder_stuck", "alone"),
    }  # fmt: skip


def test_a_finished_case_takes_what_the_definition_allows_after_the_end():
    reopen = Action("reopen", "重开", (Move(("closed",), "draft", (B,)),))
    allowed = replace(SOUND, actions=(OPEN, SUBMIT, AGREE, reopen), after_the_end=("reopen",))
    assert check(allowed) == []


@pytest.mark.parametrize(
    ("name", "gone", "rule"),
    [
        ("transfer", "place", ("holder_stuck", "placement")),
        ("transfer", "report_in", None),
        ("transfer", "accept", ("unreachable", "placement")),
        ("transfer", "check_file", ("unreachable", "file_check")),
        ("transfer", "revoke", ("unreachable", "revoked")),
        ("dual_management", "file", ("unreachable", "active")),
        ("dual_management", "pause", ("unreachable", "paused")),
    ],
)
def test_a_definition_that_loses_an_action_is_found_out(name, gone, rule):
    whole = WORKFLOWS[name, 1].definition
    rest = replace(whole, actions=tuple(action for action in whole.actions if action.name != gone))
    found = {(finding.rule, finding.where) for finding in check(rest)}
    assert rule in found if rule else not found
