"""Bring a step about: its effects, the state it leads to, whose move it is then, and the clocks that start."""

from __future__ import annotations

from service import chain
from service.casework.change import Change
from service.casework.clocks import restart_clock, start_clocks
from service.casework.effects import EFFECTS
from service.casework.holding import show_holder
from workflows.everywhere import UNDO_WITHIN


def enter_state(change: Change) -> None:
    """Effects first, since they look at where the case was."""
    case = change.case
    remember_for_undo(change)
    run_effects(change)
    if change.enters_anew:
        case.state, case.entered_at = change.to_state, change.at
    state = change.workflow.states[case.state]
    if state.final is case.is_open:
        case.closed_on = change.tx.today if state.final else None
    case.is_open = not state.final
    case.version += 1
    show_holder(change)
    _run_clocks(change)


def run_effects(change: Change) -> None:
    """What the action and the move taken bring about, in the order they are written."""
    for name in (*change.action.effects, *change.move.effects):
        EFFECTS[name](change)


def _run_clocks(change: Change) -> None:
    settled = None if change.settles_nothing else change.move.settles or change.action.settles
    restarted = change.restarts or settled
    if change.enters_anew:
        start_clocks(change)
    elif restarted:
        restart_clock(change, restarted)


def remember_for_undo(change: Change) -> None:
    """What the case was, for as long as the step can be taken back."""
    case = change.case
    if not change.action.undoable:
        case.undo = None
        return
    case.undo = {
        "action": change.action.name,
        "party": change.acting.value,
        "user_id": change.actor.user_id,
        "version": case.version + 1,
        "seq": case.history_count + 1,
        "until": chain.instant(change.tx.now + UNDO_WITHIN),
        "state": case.state,
        "entered_at": chain.instant(case.entered_at),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None,
        "particulars": case.particulars,
        "turns": case.turns,
        "affiliation": case.affiliation.id if case.affiliation else None,
        "responsible": case.responsible.id if case.responsible else None,
    }
