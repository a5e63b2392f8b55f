"""改回: a change that touched nothing else is taken back by its opposite, as a change of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from service.casework.reorganization.adjusting import CODES, NAMES
from service.casework.reorganization.checks import require_writable
from service.casework.reorganization.remember import Decision, remember
from service.casework.reorganization.verb import TAKEN_BACK, reorganize
from service.casework.tree import lock_trees
from service.db import Transaction
from service.errors import ActionRefused, NotFound
from service.models import Organization, OrganizationChange
from service.permissions import Actor
from workflows.vocabulary import Refusal


def take_back(tx: Transaction, actor: Actor, code: str, change_id: int, reason: str = "") -> OrganizationChange:
    """The change that undoes another. Raises ActionRefused for one that cannot be undone, or on which others rest."""
    change = tx.session.get(OrganizationChange, change_id)
    unit = tx.session.get(Organization, change.organization_id) if change else None
    if change is None or unit is None or unit.code != code:
        raise NotFound(change=change_id)
    require_writable(actor, unit)
    if change.kind not in TAKEN_BACK:
        raise ActionRefused([Refusal("cannot_be_taken_back", {})])
    undone = tx.session.scalar(select(OrganizationChange.id).where(OrganizationChange.undoes_id == change.id))
    if undone is not None or not _still_holds(unit, change):
        raise ActionRefused([Refusal("changed_since", {})])
    if change.kind == "dissolve":
        return _restore(tx, actor, unit, change, reason)
    return reorganize(tx, actor, unit.code, change.kind, _opposite(change, reason) | {"undoes": change.id})


def _still_holds(unit: Organization, change: OrganizationChange) -> bool:
    after = change.details.get("after", {})
    if change.kind == "move":
        return unit.parent_id == change.other_id
    if change.kind == "dissolve":
        return unit.valid_to is not None and unit.successor_id == change.other_id and change.undoes_id is None
    return all(getattr(unit, name) == value for name, value in after.items() if name in NAMES + CODES)


def _opposite(change: OrganizationChange, reason: str) -> dict[str, Any]:
    before: dict[str, Any] = {name: value for name, value in change.details["before"].items() if value is not None}
    return before | {"reason": reason, "document_number": change.document_number}


def _restore(
    tx: Transaction, actor: Actor, unit: Organization, change: OrganizationChange, reason: str
) -> OrganizationChange:
    lock_trees(tx, unit.path)
    tx.session.refresh(unit)
    unit.valid_to, unit.successor_id = None, None
    decision = Decision(tx.today, reason, change.document_number, change.id)
    return remember(tx, actor, "dissolve", (unit, None), decision, {"before": {}, "after": {}})
