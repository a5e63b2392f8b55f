"""Proves that a definition keeps its promises, and shows the way to where it does not.

The words of a definition are checked one by one; its ways are checked in every world that `worlds` knows.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflows.codes import CODE_LISTS
from workflows.engine import Workflow
from workflows.fields import FIELDS
from workflows.vocabulary import NEW, Action, Definition, Facts, Move, Party, resolve
from workflows.worlds import worlds

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True)
class Finding:
    """A broken rule: where, in words, and a way there as names of states and actions in turn, beginning with `new`."""

    rule: str
    where: str
    text: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """A move as one world has it: from where, by which action, to where, for whom."""

    source: str
    action: str
    target: str
    by: frozenset[Party]


@dataclass(frozen=True)
class World:
    """The edges and holders that a definition has for one kind of case."""

    edges: frozenset[Edge]
    holders: frozenset[tuple[str, Party]]


def check(workflow: Workflow | Definition) -> list[Finding]:
    """All broken rules of a definition, each once; an empty list is the proof."""
    definition = workflow.definition if isinstance(workflow, Workflow) else workflow
    findings = list(_words(definition))
    if not any(finding.rule in ("unknown_state", "duplicate_name") for finding in findings):
        findings += _ways(definition)
    return list({(finding.rule, finding.where): finding for finding in reversed(findings)}.values())[::-1]


def _words(definition: Definition) -> Iterator[Finding]:
    yield from _names(definition)
    clocks = {clock.name for state in definition.states for clock in state.clocks}
    for action in definition.actions:
        yield from _action_words(action, {NEW, *(state.name for state in definition.states)}, clocks)
    known = {action.name for action in definition.actions}
    for name in definition.after_the_end:
        if name not in known:
            yield Finding("unknown_action", name, f"{name} is allowed after the end, but there is no such action")


def _names(definition: Definition) -> Iterator[Finding]:
    states = [state.name for state in definition.states]
    actions = [action.name for action in definition.actions]
    clocks = [clock.name for state in definition.states for clock in state.clocks]
    effects = [
        effect
        for action in definition.actions
        for effect in (*action.effects, *(name for move in action.moves for name in move.effects))
    ]
    for what, names in (("state", states), ("action", actions), ("clock", clocks), ("effect", effects)):
        for name in names:
            if not _NAME.fullmatch(name):
                yield Finding("malformed_name", name, f"{what} {name!r} is not in small letters joined by underscores")
            if what != "effect" and names.count(name) > 1:
                yield Finding("duplicate_name", name, f"{what} {name} is named twice")


def _action_words(action: Action, states: set[str], clocks: set[str]) -> Iterator[Finding]:
    if not action.moves:
        yield Finding("no_move", action.name, f"{action.name} leads nowhere and comes from nowhere")
    for move in action.moves:
        for name in sorted({*move.sources, move.target or NEW} - states):
            yield Finding("unknown_state", f"{action.name}.{name}", f"{action.name} names the unknown state {name}")
        if not move.by:
            yield Finding("no_party", action.name, f"{action.name} is nobody's to take", _step(action, move))
    yield from _field_words(action)
    if action.settles is not None and action.settles not in clocks:
        yield Finding("unknown_clock", action.name, f"{action.name} settles the unknown clock {action.settles}")


def _field_words(action: Action) -> Iterator[Finding]:
    path = _step(action, action.moves[0]) if action.moves else ()
    for use in action.fields:
        where = f"{action.name}.{use.name}"
        if use.name not in FIELDS:
            yield Finding("unknown_field", where, f"{action.name} takes the unknown field {use.name}", path)
            continue
        options = use.options or FIELDS[use.name].options
        if options is not None and options not in CODE_LISTS:
            yield Finding("unknown_options", where, f"{use.name} chooses from the unknown list {options}", path)


def _step(action: Action, move: Move) -> tuple[str, ...]:
    source = move.sources[0] if move.sources else NEW
    return (source, action.name, move.target or source)


def _ways(definition: Definition) -> Iterator[Finding]:
    facts = list(worlds(definition))
    pictures = {_picture(definition, world) for world in facts}
    paths = _paths(edge for world in pictures for edge in world.edges)
    for state in definition.states:
        if state.name not in paths:
            yield Finding("unreachable", state.name, f"no way leads from {NEW} to {state.name}", (NEW,))
    for world in pictures:
        yield from _dead_ends(definition, world, paths)
        yield from _stuck_holders(definition, world, paths)
        yield from _after_the_end(definition, world, paths)
    for state in definition.states:
        if not state.final and not state.clocks:
            text = f"{state.name} may last for ever: it has no clock"
            yield Finding("no_clock", state.name, text, paths.get(state.name, ()))
    yield from _shadowed(definition, facts)


def _picture(definition: Definition, facts: Facts) -> World:
    """Conditions ask about the case and not about its state, which the sources of a move name already."""
    edges = frozenset(
        Edge(source, action.name, move.target or source, by)
        for action in definition.actions
        for move in action.moves
        if move.when is None or move.when(facts)
        for by in (frozenset(resolve(party, facts) for party in move.by),)
        for source in move.sources
    )
    holders = frozenset(
        (state.name, resolve(state.holder, facts)) for state in definition.states if state.holder is not None
    )
    return World(edges, holders)


def _paths(edges: Iterable[Edge]) -> Mapping[str, tuple[str, ...]]:
    """A shortest way from `new` to every state that can be reached."""
    leaving: dict[str, list[Edge]] = {}
    for edge in sorted(edges, key=lambda edge: (edge.source, edge.action, edge.target)):
        leaving.setdefault(edge.source, []).append(edge)
    paths: dict[str, tuple[str, ...]] = {NEW: (NEW,)}
    queue = deque([NEW])
    while queue:
        here = queue.popleft()
        for edge in leaving.get(here, ()):
            if edge.target not in paths:
                paths[edge.target] = (*paths[here], edge.action, edge.target)
                queue.append(edge.target)
    return paths


def _dead_ends(definition: Definition, world: World, paths: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    ending = {state.name for state in definition.states if state.final}
    while True:
        more = {edge.source for edge in world.edges if edge.target in ending} - ending
        if not more:
            break
        ending |= more
    for state in definition.states:
        if state.name not in ending:
            text = f"a case in {state.name} can never be finished"
            yield Finding("dead_end", state.name, text, paths.get(state.name, ()))


def _stuck_holders(definition: Definition, world: World, paths: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    leaving = {(edge.source, party) for edge in world.edges if edge.target != edge.source for party in edge.by}
    for state, holder in sorted(world.holders - leaving):
        text = f"{holder} holds a case in {state} and has no action that leads out of it"
        yield Finding("holder_stuck", state, text, paths.get(state, ()))


def _after_the_end(definition: Definition, world: World, paths: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    finished = {state.name for state in definition.states if state.final}
    for edge in sorted(world.edges, key=lambda edge: (edge.source, edge.action, edge.target)):
        if edge.source in finished and edge.action not in definition.after_the_end:
            text = f"{edge.source} is held by nobody, yet {edge.action} is taken from it"
            path = (*paths.get(edge.source, (edge.source,)), edge.action, edge.target)
            yield Finding("after_the_end", f"{edge.source}.{edge.action}", text, path)


def _shadowed(definition: Definition, facts: list[Facts]) -> Iterator[Finding]:
    for action in definition.actions:
        for place, move in enumerate(action.moves):
            if move.by and not any(_has_its_turn(action, place, world) for world in facts):
                text = (
                    f"{action.name} never leads to {move.target or 'where it is'}: an earlier move always comes first"
                )
                yield Finding("shadowed_move", f"{action.name}.{place}", text, _step(action, move))


def _has_its_turn(action: Action, place: int, facts: Facts) -> bool:
    move = action.moves[place]
    if move.when is not None and not move.when(facts):
        return False
    taken = {
        (source, resolve(party, facts))
        for earlier in action.moves[:place]
        if not earlier.given and (earlier.when is None or earlier.when(facts))
        for source in earlier.sources
        for party in earlier.by
    }
    return any((source, resolve(party, facts)) not in taken for source in move.sources for party in move.by)
