"""A table of the law as it is written: action | from -> to | by; read without a look at the definitions."""

from __future__ import annotations

from dataclasses import dataclass

from tests.workflows.builders import ACTORS
from workflows.engine import Workflow
from workflows.vocabulary import Facts, Party

WRONG_STATE = "wrong_state"
NOT_ALLOWED = "not allowed"


@dataclass(frozen=True)
class Row:
    """One line: `target` None means that the case stays."""

    action: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[Party, ...]


class Law:
    """The rows of one kind of case."""

    def __init__(self, text: str, words: dict[str, str]) -> None:
        self.words = words
        self.rows = [self._row(line) for line in text.strip().splitlines() if line.strip()]

    def _row(self, line: str) -> Row:
        action, way, by = (part.strip() for part in line.split("|"))
        sources, arrow, target = (part.strip() for part in way.partition("->"))
        for word, states in self.words.items():
            sources = sources.replace(word, states)
        names = () if sources == "never" else tuple(sources.replace("stay", "").replace(",", " ").split())
        return Row(action, names, target if arrow else None, tuple(Party(name.strip()) for name in by.split(",")))

    def changed(self, text: str) -> Law:
        """The same law with other rows for some actions."""
        other = Law(text, self.words)
        replaced = {row.action for row in other.rows}
        other.rows = [row for row in self.rows if row.action not in replaced] + other.rows
        return other

    @property
    def actions(self) -> list[str]:
        return list(dict.fromkeys(row.action for row in self.rows))

    def outcomes(self, state: str, action: str) -> dict[str, str]:
        """What becomes of the action for each party, acting alone."""
        rows = [row for row in self.rows if row.action == action]
        found = {}
        for party in ACTORS:
            mine = [row for row in rows if party in row.by]
            here = [row for row in mine if state in row.sources]
            assert len(here) <= 1, f"the table contradicts itself: {action} from {state} by {party}"
            found[party.value] = (here[0].target or state) if here else WRONG_STATE if mine else NOT_ALLOWED
        return found


def outcomes(workflow: Workflow, facts: Facts, action_name: str) -> dict[str, str]:
    """The same, as the workflow has it."""
    return {party.value: _outcome(workflow, facts, action_name, party) for party in ACTORS}


def _outcome(workflow: Workflow, facts: Facts, action_name: str, party: Party) -> str:
    action, acting = workflow.actions[action_name], frozenset({party})
    if not workflow.may_ever(action, facts, acting):
        return NOT_ALLOWED
    step = workflow.step(action, facts, acting)
    if step.refusals:
        return ", ".join(refusal.code for refusal in step.refusals)
    return step.state
