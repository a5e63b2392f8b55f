"""The two ways into a change: look at its plan, or carry it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from service.casework.reorganization.adjusting import plan_dissolve, plan_move, plan_recode, plan_rename
from service.casework.reorganization.carrying import CARRIERS
from service.casework.reorganization.merging import plan_merge
from service.casework.reorganization.plan import Plan
from service.casework.reorganization.splitting import plan_split
from service.casework.tree import hold_for_change, lock_trees
from service.db import Transaction
from service.errors import ActionRefused
from service.models import Organization, OrganizationChange
from service.permissions import Actor
from service.queries.organizations import find_organization, organization_with_code

Planner = Callable[[Transaction, Actor, Organization, Mapping[str, Any]], Plan]

PLANNERS: Mapping[str, Planner] = {
    "rename": plan_rename,
    "recode": plan_recode,
    "move": plan_move,
    "merge": plan_merge,
    "split": plan_split,
    "dissolve": plan_dissolve,
}
TAKEN_BACK = frozenset({"rename", "recode", "move", "dissolve"})
"""The rest cannot be undone: people may have acted on it since."""
_ENDING = frozenset({"merge", "split", "dissolve"})
_REFERENCES = ("successor_code", "parent_code")


def plan_of(tx: Transaction, actor: Actor, code: str, kind: str, values: Mapping[str, Any]) -> Plan:
    """What the change would do. Raises NotFound, NotPermitted, and ValidationFailed for units that nobody knows."""
    return PLANNERS[kind](tx, actor, organization_with_code(tx, code), values)


def reorganize(tx: Transaction, actor: Actor, code: str, kind: str, values: Mapping[str, Any]) -> OrganizationChange:
    """The change, carried out as planned. Raises ActionRefused with everything that stands in its way."""
    unit = organization_with_code(tx, code)
    others = [find_organization(tx, values[name]) for name in _REFERENCES if values.get(name)]
    paths = [unit.path, *(other.path for other in others if other is not None)]
    lock_trees(tx, *paths)
    for found in (unit, *others):
        if found is not None:
            tx.session.refresh(found)  # it may have changed while the tree was somebody else's
    if kind in _ENDING:
        hold_for_change(tx, unit)
    plan = plan_of(tx, actor, code, kind, values)
    if plan.refusals:
        raise ActionRefused(plan.refusals)
    change = CARRIERS[kind](tx, actor, plan)
    tx.session.flush()
    return change
