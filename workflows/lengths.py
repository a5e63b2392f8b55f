"""The lengths that a unit may set for its own subtree: each with its default, its longest and the rule behind that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows import NEWEST
from workflows.engine import Workflow
from workflows.vocabulary import Clock, Limit, State

LONGEST: Mapping[str, int] = {"working_days": 250, "days": 366, "months": 12, "years": 1}
"""Where no rule knows a maximum: about a year."""
UNITS: Mapping[str, str] = {"working_days": "个工作日", "days": "天", "months": "个月", "years": "年"}
NO_LONGER_THAN_A_YEAR = "内部时限不超过一年"
AGAIN = "_again"


@dataclass(frozen=True)
class Settable:
    """A length by its workflow and name. `again` is the length that counts when a state is entered another time."""

    workflow: str
    name: str
    label: str
    default: Limit
    again: bool = False

    @property
    def maximum(self) -> int:
        """The longest it may be, in its own unit."""
        return self.default.maximum or LONGEST[self.default.unit]

    @property
    def rule(self) -> str:
        """What says so."""
        return self.default.source if self.default.maximum else NO_LONGER_THAN_A_YEAR


def name_of(wound: Clock, *, again: bool) -> str:
    """Under which name a length of a clock is set."""
    return f"{wound.name}{AGAIN}" if again else wound.name


def _lengths(workflow: Workflow) -> Iterator[Settable]:
    for state in workflow.states.values():
        for wound in state.clocks:
            label = _label(workflow, state, wound)
            if wound.limit is not None:
                yield Settable(workflow.name, wound.name, label, wound.limit)
            if wound.again is not None:
                yield Settable(workflow.name, name_of(wound, again=True), label, wound.again, again=True)


def _label(workflow: Workflow, state: State, wound: Clock) -> str:
    """A clock beside others is called by what settles it."""
    settling = (action.label for action in workflow.actions.values() if action.settles == wound.name)
    return state.label if wound.name == state.name else next(settling, state.label)


SETTABLE: Mapping[tuple[str, str], Settable] = {
    (length.workflow, length.name): length for workflow in NEWEST.values() for length in _lengths(workflow)
}
