"""A workflow for people: each state with who acts there, within which time, and what they can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.presentation.steps import length_label
from service.presentation.words import party_label
from workflows import NEWEST
from workflows.engine import Workflow
from workflows.vocabulary import Clock, Party, PartyChoice, State

_RULES = {
    "the_side_that_opened": _l("发起的一方"),
    "the_other_side": _l("另一方"),
    "the_side_that_paused": _l("提出暂停的一方"),
    "the_side_with_the_affiliation": _l("组织关系所在的一方"),
    "the_unit_that_opened": _l("发起的组织"),
}
"""Parties that depend on the case, by the rule that finds them."""


@dataclass(frozen=True)
class StateRow:
    """One state of a procedure."""

    state_label: str
    holder_label: str
    limit_label: str
    actions_label: str
    current: bool = False


@dataclass(frozen=True)
class Procedure:
    """One workflow on the help page."""

    label: str
    rows: Sequence[StateRow]


def procedures() -> list[Procedure]:
    """Every workflow in its newest version."""
    return [Procedure(_(workflow.label), state_rows(workflow)) for workflow in NEWEST.values()]


def state_rows(workflow: Workflow, current: str = "") -> list[StateRow]:
    """The states in the order of the procedure."""
    return [_row(workflow, state, state.name == current) for state in workflow.definition.states]


def _row(workflow: Workflow, state: State, current: bool) -> StateRow:  # noqa: FBT001 - a column of the table
    return StateRow(
        state_label=_(state.label),
        holder_label=_party(state.holder) if state.holder else "",
        limit_label="、".join(dict.fromkeys(_limit(clock) for clock in state.clocks)),
        actions_label="、".join(_actions(workflow, state)),
        current=current,
    )


def _party(choice: PartyChoice) -> str:
    return party_label(choice) if isinstance(choice, Party) else str(_RULES[choice.__name__])


def _limit(clock: Clock) -> str:
    if clock.starts == "expected_return":
        return _("到预计返回之日")
    if clock.starts == "letter_expiry" or clock.limit is None:
        return _("到介绍信有效期止")
    length = length_label(clock.limit)
    if clock.starts == "quarter_end":
        return _("季度末起 %(length)s", length=length)
    return _("接收之日起 %(length)s", length=length) if clock.starts == "accepted" else length


def _actions(workflow: Workflow, state: State) -> list[str]:
    """What people do there; what the clock does by itself is left out."""
    found = {
        _(move.label or action.label): None
        for action in workflow.definition.actions
        for move in action.moves
        if state.name in move.sources and move.by != (Party.CLOCK,)
    }
    return list(found)
