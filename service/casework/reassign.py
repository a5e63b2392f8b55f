"""改换当事方: the department above a changed unit puts another one in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.change import Change
from service.casework.effects import replace_party
from service.casework.holding import show_holder
from service.casework.one_open import open_already
from service.casework.perform_action import require_version
from service.casework.write_step import row_of, write_step
from service.db import Transaction
from service.errors import ActionRefused, NotFound, NotYourTurn, ValidationFailed, WrongState
from service.forms.actions import load_fields
from service.models import Case, CaseParty
from service.permissions import Actor, PostHeld, may_read_case
from service.queries.cases import LockedCase, lock_case
from workflows import workflow_of
from workflows.everywhere import EVERYWHERE
from workflows.roles import Role
from workflows.vocabulary import Action, Move, Party, Refusal

_SIDES = (Party.OUTFLOW, Party.RECEIVING)
REASSIGN = Action("reassign", EVERYWHERE["reassign"].label, (), EVERYWHERE["reassign"].fields)


def reassign(
    tx: Transaction, actor: Actor, number: str, raw: Mapping[str, Any], *, expected_version: int | None
) -> Case:
    """The case with another organization as one of its parties; what was decided before stays under the old name."""
    locked = lock_case(tx, number, str(raw.get("to_code") or "").strip())
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    fields = load_fields(REASSIGN, raw)
    row = _row(locked.case, fields)
    post = _post_above(actor, locked.case, row)
    require_version(tx, locked.case, expected_version)
    if not locked.case.is_open:
        raise WrongState(number=number, state=locked.case.state, action="reassign")
    change = _change(tx, actor, locked, post, fields)
    _refuse_what_cannot_be(tx, change, row)
    replace_party(change, row)
    change.case.version += 1
    change.case.undo = None
    show_holder(change)
    write_step(change)
    return change.case


def _refuse_what_cannot_be(tx: Transaction, change: Change, row: CaseParty) -> None:
    """Two sides are two units, and nobody is registered twice at one of them."""
    case, chosen = change.case, change.chosen
    if chosen is None or row.party not in _SIDES:
        return
    if any(other.organization_id == chosen.id for other in case.parties if other.party in _SIDES and other is not row):
        raise ActionRefused([Refusal("destination_not_exact", {"code": chosen.code}, "to_code")])
    if row.party == Party.RECEIVING and case.workflow != "transfer":
        second = open_already(tx, case, chosen.id)
        if second is not None:
            raise second


def _row(case: Case, fields: Mapping[str, Any]) -> CaseParty:
    row = next((row for row in case.parties if row.party == fields["party"]), None)
    if row is None or row.party == Party.OUTFLOW_DEPARTMENT:
        raise ValidationFailed([Refusal("not_a_choice", {"choices": [r.party for r in case.parties]}, "party")])
    return row


def replaceable(actor: Actor, case: Case) -> list[CaseParty]:
    """The parties that the actor may replace; the sending side's department only stands by."""
    rows = [row for row in case.parties if row.party != Party.OUTFLOW_DEPARTMENT]
    return [row for row in rows if case.is_open and _is_above(actor, row) is not None]


def _post_above(actor: Actor, case: Case, row: CaseParty) -> PostHeld:
    post = _is_above(actor, row)
    if post is None:
        raise NotYourTurn(number=case.number)
    return post


def _is_above(actor: Actor, row: CaseParty) -> PostHeld | None:
    posts = (post for post in actor.posts if post.role is Role.DEPARTMENT_OFFICER)
    return next((post for post in posts if row.organization.path.startswith(post.path)), None)


def _change(tx: Transaction, actor: Actor, locked: LockedCase, post: PostHeld, fields: dict[str, Any]) -> Change:
    case, chosen = locked.case, locked.chosen
    if not fields.get("reason"):
        raise ActionRefused([Refusal("reason_required", {}, "reason")])
    if chosen is None or not chosen.is_valid_on(tx.today):
        raise ActionRefused([Refusal("destination_not_exact", {"code": fields.get("to_code")}, "to_code")])
    return Change(
        tx=tx,
        actor=actor,
        case=case,
        workflow=workflow_of(case.workflow, case.workflow_version),
        action=REASSIGN,
        move=Move((case.state,), None, (Party.DEPARTMENT,)),
        acting=Party.DEPARTMENT if row_of(case, Party.DEPARTMENT) else Party.OUTFLOW,
        post=post,
        fields=fields,
        from_state=case.state,
        to_state=case.state,
        working_days=tx.working_days(locked.calendar_version),
        chosen=chosen,
    )
