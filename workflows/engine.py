"""Runs a definition: one shared `transitions` machine per workflow, stepped with a throw-away object.

The traps of `transitions` (house rules, 2.6) end here: guards answer with refusals, the machine sees real booleans,
and no row of the database is ever its model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from transitions import EventData, Machine

from workflows.fields import FIELDS
from workflows.vocabulary import NEW, Action, Definition, Facts, Guard, Move, Party, Refusal, State, resolve

LIFTED_BY_WORDS = frozenset({"dues_behind", "conversion_unsettled", "reissue_window_over"})
"""Refusals about the case that a field of the same action can lift."""


@dataclass
class Step:
    """The outcome of trying one action: the state reached, or the refusals."""

    facts: Facts
    state: str
    move: Move | None = None
    refusals: list[Refusal] = field(default_factory=list)


class Workflow:
    """A definition made able to run."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.name, self.version, self.label = definition.name, definition.version, definition.label
        self.prefix = definition.prefix
        self.states: Mapping[str, State] = {state.name: state for state in definition.states}
        self.actions: Mapping[str, Action] = {action.name: action for action in definition.actions}
        self._refuse_loose_ends()
        self._machine = Machine(
            model=None,
            states=[NEW, *self.states],
            initial=NEW,
            auto_transitions=False,
            send_event=True,
            queued=False,
            name=definition.name,
            transitions=[row for action in definition.actions for row in _transitions(action)],
        )

    def _refuse_loose_ends(self) -> None:
        states, actions = [s.name for s in self.definition.states], [a.name for a in self.definition.actions]
        twice = sorted(name for names in (states, actions) for name in set(names) if names.count(name) > 1)
        if twice:
            raise ValueError(f"{self.name}: names used twice {twice}")
        for action in self.definition.actions:
            named = {name for move in action.moves for name in (*move.sources, move.target or NEW)}
            unknown = named - {NEW, *states} | {use.name for use in action.fields} - FIELDS.keys()
            if unknown:
                raise ValueError(f"{self.name}.{action.name}: unknown states or fields {sorted(unknown)}")

    @property
    def opening_actions(self) -> tuple[Action, ...]:
        """Actions that make a new case, the workflow's first being the default."""
        return tuple(action for action in self.definition.actions if action.opens)

    def may_ever(self, action: Action, facts: Facts, acting: frozenset[Party]) -> bool:
        """Whether one of these parties takes the action in this case, in any state."""
        return any(_first_of(move, facts, acting) is not None for move in action.moves)

    def available(self, facts: Facts, acting: frozenset[Party]) -> tuple[Action, ...]:
        """What these parties may try now: the same choice of a move as in `step`, before fields and guards."""
        return tuple(action for action in self.definition.actions if _way(action, facts, acting) is not None)

    def step(self, action: Action, facts: Facts, acting: frozenset[Party]) -> Step:
        """Try `action` as the first of the acting parties that may take it from here."""
        way = _way(action, facts, acting)
        if way is None:
            refusal = Refusal("wrong_state", {"state": facts.state, "action": action.name})
            return Step(facts, facts.state, None, [refusal])
        move, party = way
        step = Step(replace(facts, acting=party), facts.state, move)
        self._machine.events[action.name].trigger(step)
        return step

    def blocked(self, action: Action, facts: Facts, acting: frozenset[Party]) -> list[Refusal]:
        """What stands in the way before anything is filled in: the refusals that lie in the case, not in the form.

        A refusal that an explanation in the form would lift is among them, so that a page can ask for it at once.
        """
        asked = {use.name for use in action.fields}
        step = self.step(action, replace(facts, fields={}), acting)
        return [refusal for refusal in step.refusals if refusal.field not in asked or refusal.code in LIFTED_BY_WORDS]

    def label_of(self, action: Action, facts: Facts, acting: frozenset[Party]) -> str:
        """What these parties call the action from here: a few have a name of their own on each side."""
        way = _way(action, facts, acting)
        return (way[0].label if way else "") or action.label

    def holder(self, state: str, facts: Facts) -> Party | None:
        """Whose move it is in a state."""
        choice = self.states[state].holder
        return None if choice is None else resolve(choice, facts)


def _way(action: Action, facts: Facts, acting: frozenset[Party]) -> tuple[Move, Party] | None:
    """The first move open from here to one of the acting parties, and that party."""
    for move in action.moves:
        if facts.state in move.sources and _is_open(move, facts):
            party = _first_of(move, facts, acting)
            if party is not None:
                return move, party
    return None


def _is_open(move: Move, facts: Facts) -> bool:
    """Whether the case, and the field that leads this way, allow it."""
    return (move.when is None or move.when(facts)) and (not move.given or facts.says(move.given))


def _first_of(move: Move, facts: Facts, acting: frozenset[Party]) -> Party | None:
    return next((party for party in (resolve(choice, facts) for choice in move.by) if party in acting), None)


def _transitions(action: Action) -> list[dict[str, object]]:
    return [
        {
            "trigger": action.name,
            "source": source,
            "dest": move.target or source,
            "conditions": [_chosen(move), _needed_fields(action), *map(_condition, action.guards), _nothing_refused],
        }
        for move in action.moves
        for source in move.sources
    ]


def _chosen(move: Move) -> Callable[[EventData], bool]:
    def is_chosen(event: EventData) -> bool:
        return cast(Step, event.model).move is move

    return is_chosen


def _needed_fields(action: Action) -> Callable[[EventData], bool]:
    """Fields whose absence is a refusal of the rules, not a slip of the form."""

    def are_given(event: EventData) -> bool:
        step = cast(Step, event.model)
        for use in action.fields:
            code = FIELDS[use.name].missing
            if use.required and code and not step.facts.given(use.name):
                step.refusals.append(Refusal(code, {}, use.name))
        return True

    return are_given


def _nothing_refused(event: EventData) -> bool:
    """All guards speak before the step is refused, so that a person hears every reason at once."""
    return not cast(Step, event.model).refusals


def _condition(guard: Guard) -> Callable[[EventData], bool]:
    def speaks(event: EventData) -> bool:
        step = cast(Step, event.model)
        refusal = guard(step.facts)
        if refusal is not None:
            step.refusals.append(refusal)
        return True

    return speaks
