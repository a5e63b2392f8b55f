"""The engine answers with every reason, leaves a refused case alone, and serves many at once."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.workflows.builders import ACTORS, facts
from workflows import NEWEST, WORKFLOWS, workflow_of
from workflows.engine import Workflow
from workflows.vocabulary import NEW, Action, Definition, Facts, Move, Party, Refusal, State, Use, needs

TRANSFER, DUAL = NEWEST["transfer"], NEWEST["dual_management"]


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u3000", None])
def test_blanks_are_no_reason(blank):
    here = facts("outflow_review", fields={"reason": blank})
    step = TRANSFER.step(TRANSFER.actions["send_back"], here, frozenset(ACTORS))
    assert step.refusals == [Refusal("reason_required", {}, "reason")]


def test_one_office_on_both_sides_takes_two_separate_steps():
    both = frozenset({Party.OUTFLOW_COMMITTEE, Party.STREET})
    released = TRANSFER.step(TRANSFER.actions["release"], facts("outflow_review"), both)
    assert (released.state, released.facts.acting) == ("street_review", Party.OUTFLOW_COMMITTEE)
    accepted = TRANSFER.step(TRANSFER.actions["accept"], facts(released.state), both)
    assert (accepted.state, accepted.facts.acting) == ("placement", Party.STREET)


def test_whoever_is_named_first_is_the_one_who_acts():
    acting = frozenset({Party.OUTFLOW, Party.OUTFLOW_COMMITTEE})
    assert TRANSFER.step(TRANSFER.actions["edit"], facts("draft"), acting).facts.acting == Party.OUTFLOW


def test_nobody_acting_may_do_nothing():
    assert TRANSFER.available(facts("draft"), frozenset()) == ()
    assert not TRANSFER.may_ever(TRANSFER.actions["submit"], facts("draft"), frozenset())


def test_the_first_opening_action_is_the_default():
    assert [action.name for action in TRANSFER.opening_actions] == ["open", "request", "register_arrival"]
    assert [action.name for action in DUAL.opening_actions] == ["propose"]


def test_a_case_finds_the_version_it_was_opened_with():
    assert workflow_of("transfer") is workflow_of("transfer", 1) is WORKFLOWS["transfer", 1]
    with pytest.raises(KeyError):
        workflow_of("transfer", 99)
    with pytest.raises(KeyError):
        workflow_of("no such workflow")


def definition(*actions: Action, states: tuple[State, ...] = (State("here", "此", Party.OUTFLOW), State("done", "完"))):
    return Definition("tried", 1, "试", "T", states, actions)


def go(*guards, fields: tuple[Use, ...] = ()) -> Workflow:
    return Workflow(definition(Action("go", "走", (Move(("here",), "done", (Party.OUTFLOW,)),), fields, guards)))


def taken(workflow: Workflow, **given_facts):
    return workflow.step(workflow.actions["go"], facts("here", **given_facts), frozenset({Party.OUTFLOW}))


def test_every_guard_is_heard_though_the_first_already_refuses():
    step = taken(go(lambda _: Refusal("one"), lambda _: None, lambda _: Refusal("two")))
    assert [refusal.code for refusal in step.refusals] == ["one", "two"]
    assert step.state == "here"


def test_a_missing_field_is_refused_together_with_the_guards():
    step = taken(go(lambda _: Refusal("one"), fields=(needs("reason"), Use("decision"), needs("handled_by"))))
    assert [refusal.code for refusal in step.refusals] == ["reason_required", "one"]


def test_a_guard_that_fails_takes_the_step_down_and_changes_nothing():
    def breaks(_: Facts) -> Refusal | None:
        raise ZeroDivisionError

    workflow = go(breaks)
    with pytest.raises(ZeroDivisionError):
        taken(workflow)
    assert taken(go()).state == "done"


def test_guards_see_who_acts():
    seen = []
    taken(go(lambda facts: seen.append(facts.acting)))
    assert seen == [Party.OUTFLOW]


def test_guards_are_asked_once_a_step_and_only_about_the_move_that_is_taken():
    asked: list[str] = []
    moves = (
        Move(("here",), "done", (Party.STREET,)),
        Move(("here",), None, (Party.OUTFLOW,), lambda facts: facts.online),
        Move(("here",), "done", (Party.OUTFLOW,)),
    )
    workflow = Workflow(definition(Action("go", "走", moves, (), (lambda facts: asked.append(facts.state),))))
    assert taken(workflow).state == "done"
    assert taken(workflow, online=True).state == "here"
    assert asked == ["here", "here"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda: definition(Action("go", "走", (Move(("nowhere",), "done", ()),))), "nowhere"),
        (lambda: definition(Action("go", "走", (Move(("here",), "nowhere", ()),))), "nowhere"),
        (lambda: definition(Action("go", "走", (), (Use("no_such_field"),))), "no_such_field"),
        (lambda: definition(Action("go", "走", ()), Action("go", "走", ())), "twice"),
        (lambda: definition(states=(State("here", "此"), State("here", "此"))), "twice"),
    ],
)
def test_a_definition_with_loose_ends_does_not_run(broken, says):
    with pytest.raises(ValueError, match=says):
        Workflow(broken())


def a_thousand_steps(seed: int) -> list[tuple[str, tuple[str, ...]]]:
    """Steps of random cases, some of them refused, in an order of their own."""
    chance = random.Random(seed)
    results = []
    for number in range(1000):
        action = chance.choice(["submit", "send_back", "release", "refuse", "accept", "issue_letter", "void"])
        state = chance.choice(["draft", "outflow_review", "street_review", "closed"])
        here = facts(state, fields={"reason": f"{seed}.{number}", "reason_code": chance.choice(["other", "wrong"])})
        step = TRANSFER.step(TRANSFER.actions[action], here, frozenset(PARTIES_AT_ONCE))
        assert step.facts.fields["reason"] == f"{seed}.{number}"
        results.append((step.state, tuple(refusal.code for refusal in step.refusals)))
    return results


PARTIES_AT_ONCE = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET)


def test_eight_threads_on_the_shared_machine_do_not_cross():
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(a_thousand_steps, range(8)))
    assert together == [a_thousand_steps(seed) for seed in range(8)]
    assert len({state for steps in together for state, _ in steps}) > 4


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=lambda workflow: workflow.name)
def test_the_machine_knows_no_case_keeps_no_queue_and_has_no_way_round_the_guards(workflow):
    machine = workflow._machine
    assert machine.models == []
    assert not machine.has_queue
    assert set(machine.events) == set(workflow.actions)
    assert set(machine.states) == {NEW, *workflow.states}
