"""A workflow as it is published: its states, its actions and its picture."""

from __future__ import annotations

from dataclasses import dataclass

from service.presentation.offers import FieldView, field_view
from workflows.diagram import mermaid
from workflows.engine import Workflow
from workflows.vocabulary import Action, Clock, Move, Party, PartyChoice, State


@dataclass(frozen=True)
class ClockView:
    """A deadline of a state; without a limit it ends with the letter."""

    name: str
    length: int | None
    unit: str | None
    source: str
    starts: str
    holder: str | None
    rungs: tuple[str, ...]


@dataclass(frozen=True)
class StateView:
    """Where a case may lie. A holder that depends on the case is named by its rule."""

    name: str
    label: str
    holder: str | None
    clocks: tuple[ClockView, ...]
    final: bool


@dataclass(frozen=True)
class MoveView:
    """One way of an action, and the rule it depends on. `to` is empty where the case stays in its state."""

    from_states: tuple[str, ...]
    to: str | None
    by: tuple[str, ...]
    when: str | None


@dataclass(frozen=True)
class WorkflowAction:
    """An action with all of its ways together, and each by itself."""

    name: str
    label: str
    by: tuple[str, ...]
    from_states: tuple[str, ...]
    to: tuple[str, ...]
    fields: tuple[FieldView, ...]
    opens: bool
    undoable: bool
    help: str
    moves: tuple[MoveView, ...]


@dataclass(frozen=True)
class WorkflowView:
    """A whole workflow."""

    name: str
    version: int
    label: str
    states: tuple[StateView, ...]
    actions: tuple[WorkflowAction, ...]
    mermaid: str


def workflow_view(workflow: Workflow) -> WorkflowView:
    """The definition, as data and as a picture."""
    return WorkflowView(
        name=workflow.name,
        version=workflow.version,
        label=workflow.label,
        states=tuple(_state(state) for state in workflow.definition.states),
        actions=tuple(_action(action) for action in workflow.definition.actions),
        mermaid=mermaid(workflow.definition),
    )


def _state(state: State) -> StateView:
    clocks = tuple(_clock(clock, state) for clock in state.clocks)
    return StateView(state.name, state.label, _named(state.holder), clocks, state.final)


def _clock(clock: Clock, state: State) -> ClockView:
    return ClockView(
        name=clock.name,
        length=clock.limit.length if clock.limit else None,
        unit=clock.limit.unit if clock.limit else None,
        source=clock.limit.source if clock.limit else "",
        starts=clock.starts,
        holder=_named(clock.holder or state.holder),
        rungs=tuple(rung.value for rung in clock.rungs),
    )


def _action(action: Action) -> WorkflowAction:
    moves = tuple(_move(move) for move in action.moves)
    stays = (state for move in moves if move.to is None for state in move.from_states)
    goes = (move.to for move in moves if move.to is not None)
    return WorkflowAction(
        name=action.name,
        label=action.label,
        by=tuple(dict.fromkeys(party for move in moves for party in move.by)),
        from_states=tuple(dict.fromkeys(state for move in moves for state in move.from_states)),
        to=tuple(dict.fromkeys((*goes, *stays))),
        fields=tuple(field_view(use) for use in action.fields),
        opens=action.opens,
        undoable=action.undoable,
        help=action.help,
        moves=moves,
    )


def _move(move: Move) -> MoveView:
    return MoveView(
        from_states=move.sources,
        to=move.target,
        by=tuple(_named(choice) or "" for choice in move.by),
        when=move.when.__name__ if move.when else None,
    )


def _named(choice: PartyChoice | None) -> str | None:
    if choice is None:
        return None
    return choice.value if isinstance(choice, Party) else choice.__name__
