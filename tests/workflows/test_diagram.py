"""The picture of a definition is Mermaid that a reader of Mermaid takes."""

import re
from dataclasses import replace

import pytest

from workflows import NEWEST
from workflows.diagram import mermaid
from workflows.vocabulary import NEW, Action, Definition, Move, Party, State

LINE = re.compile(
    r'    state "[^":;#\n]+" as [a-z_]+'
    r"|    (\[\*\]|[a-z_]+) --> [a-z_]+: [^:;#\n]+"
    r"|    [a-z_]+ --> \[\*\]"
    r"|    classDef here stroke-width:3px,font-weight:bold"
    r"|    class [a-z_]+ here"
)

SMALL = Definition(
    "tried", 1, "试", "T",
    (State("draft", "草拟", Party.OUTFLOW), State("closed", "办结")),
    (
        Action("open", "新建", (Move((NEW,), "draft", (Party.OUTFLOW,)),)),
        Action("edit", "修改", (Move(("draft",), None, (Party.OUTFLOW,)),)),
        Action("agree", "同意", (Move(("draft",), "closed", (Party.STREET,)),)),
        Action("decline", "不同意", (Move(("draft",), "closed", (Party.STREET,), label="不予转出"),)),
        Action("decline_again", "不同意", (Move(("draft",), "closed", (Party.OUTFLOW,), label="不予转出"),)),
    ),
)  # fmt: skip


def test_a_definition_is_drawn_state_by_state_and_arrow_by_arrow():
    assert mermaid(SMALL) == (
        "stateDiagram-v2\n"
        '    state "草拟" as draft\n'
        '    state "办结" as closed\n'
        "    [*] --> draft: 新建\n"
        "    draft --> draft: 修改\n"
        "    draft --> closed: 同意 / 不予转出\n"
        "    closed --> [*]\n"
    )


def test_where_the_case_lies_now_is_pointed_out():
    assert mermaid(SMALL, "draft").endswith(
        "    classDef here stroke-width:3px,font-weight:bold\n    class draft here\n"
    )


def test_signs_that_mean_something_to_mermaid_are_written_otherwise():
    states = (State("draft", '草拟:"一";#2\n', Party.OUTFLOW), SMALL.states[1])
    assert '    state "草拟：”一”；＃2 " as draft\n' in mermaid(replace(SMALL, states=states))


@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
def test_every_line_is_one_that_mermaid_knows(workflow):
    head, *lines = mermaid(workflow.definition, "closed" if "closed" in workflow.states else "ended").splitlines()
    assert head == "stateDiagram-v2"
    assert [line for line in lines if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("workflow", NEWEST.values(), ids=lambda workflow: workflow.name)
def test_every_state_and_every_action_is_in_the_picture(workflow):
    picture = mermaid(workflow.definition)
    for state in workflow.definition.states:
        assert f'state "{state.label}" as {state.name}' in picture
    for action in workflow.definition.actions:
        assert all((move.label or action.label) in picture for move in action.moves)
