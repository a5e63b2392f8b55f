"""撤回这一步: the actor takes the last step back, within 30 seconds, while nobody else has acted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from service.casework import letters, notices, relations
from service.casework.change import Change
from service.casework.clocks import start_clocks
from service.casework.holding import show_holder
from service.casework.keeping import bring_follow_up
from service.casework.perform_action import require_version
from service.casework.write_step import row_of, write_step
from service.db import Transaction
from service.errors import NotFound, NotYourTurn, WrongState
from service.models import Case, Organization
from service.permissions import Actor, may_read_case, post_for
from service.queries.cases import LockedCase, lock_case
from workflows import workflow_of
from workflows.vocabulary import Action, Move, Party

UNDO = Action("undo", "撤回这一步", ())


def undo(tx: Transaction, actor: Actor, number: str, *, expected_version: int | None) -> Case:
    """The case as it was before the step, by a new line. Letters, refusals and receipts are never undone."""
    locked = lock_case(tx, number)
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    case = locked.case
    kept = _kept(tx, actor, case, expected_version)
    change = _change(tx, actor, locked, kept)
    _restore(change, kept)
    notices.take_back(tx, case, int(kept["seq"]))
    write_step(change)
    return case


def may_undo(case: Case, actor: Actor, now: datetime) -> bool:
    """Whether this person may still take the last step back."""
    kept = case.undo
    return bool(
        kept
        and kept["user_id"] == actor.user_id
        and kept["version"] == case.version
        and now < datetime.fromisoformat(kept["until"])
    )


def _kept(tx: Transaction, actor: Actor, case: Case, expected: int | None) -> dict[str, Any]:
    kept = case.undo
    if kept is None or kept["user_id"] != actor.user_id:
        raise NotYourTurn(number=case.number)
    require_version(tx, case, expected)
    if not may_undo(case, actor, tx.now):
        raise WrongState(number=case.number, state=case.state, action="undo")
    return kept


def _change(tx: Transaction, actor: Actor, locked: LockedCase, kept: dict[str, Any]) -> Change:
    case = locked.case
    workflow = workflow_of(case.workflow, case.workflow_version)
    acting = Party(kept["party"])
    row = row_of(case, acting)
    return Change(
        tx=tx,
        actor=actor,
        case=case,
        workflow=workflow,
        action=UNDO,
        move=Move((case.state,), kept["state"], ()),
        acting=acting,
        post=post_for(actor, row, case) if row else None,
        fields={},
        from_state=case.state,
        to_state=kept["state"],
        working_days=tx.working_days(locked.calendar_version),
        details={"undone": kept["action"]},
    )


def _restore(change: Change, kept: dict[str, Any]) -> None:
    case = change.case
    if kept["action"] == "release":
        letters.set_status(change, "void")
    held = (("affiliation", "affiliation", case.affiliation), ("responsibility", "responsible", case.responsible))
    moved = [
        (relation, kept[name]) for relation, name, now in held if kept[name] and (now is None or now.id != kept[name])
    ]
    for relation, before in moved:
        relations.move(change.tx, case, {relation: change.tx.session.get_one(Organization, before)})
    if moved:
        bring_follow_up(change)
    case.state, case.entered_at = kept["state"], datetime.fromisoformat(kept["entered_at"])
    case.accepted_on = date.fromisoformat(kept["accepted_on"]) if kept["accepted_on"] else None
    case.particulars = kept["particulars"]
    case.is_open, case.closed_on, case.undo = True, None, None
    case.version += 1
    show_holder(change)
    # The state is not entered anew: its clocks go on with the turn they had, so no alert repeats.
    names = [wound.name for wound in change.workflow.states[case.state].clocks]
    case.turns = {**case.turns, **{name: kept["turns"].get(name, 1) - 1 for name in names}}
    start_clocks(change)
