"""Carry a plan out: what was shown before is what is done, in the transaction that worked it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, exc, update

from service.casework.desks import refresh_desks
from service.casework.organizations import create_organization, set_values
from service.casework.reorganization.adjusting import NAMES
from service.casework.reorganization.cases import Handing, end_registrations, hand_on_cases
from service.casework.reorganization.members import move_members
from service.casework.reorganization.plan import Plan
from service.casework.reorganization.remember import Decision, keep_names, remember
from service.casework.reorganization.splitting import parties_of_the_new
from service.casework.tree import hand_on_subtree, move_subtree
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Organization, OrganizationChange, Post
from service.permissions import Actor, PostHeld, post_over
from workflows.vocabulary import Refusal

_OF_THE_NEW = ("name", "kind", "short_name", "party_name", "code", "code_scheme", "covers", "setup_mode")


def carry_rename(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """The new name holds; the old one still finds the unit."""
    unit, before = plan.unit, {**plan.before, "title": plan.unit.title}
    changed = {name: plan.after[name] for name in NAMES if plan.after[name] != plan.before[name]}
    keep_names(tx, unit, (plan.before[name] for name in changed), plan.on)
    change = _remember(tx, actor, plan, before=before)
    set_values(unit, changed)
    return change


def carry_recode(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """The new code holds; the old one still finds the unit."""
    unit = plan.unit
    change = _remember(tx, actor, plan, before=dict(plan.before))
    if plan.after["code"] != plan.before["code"]:
        keep_names(tx, unit, [plan.before["code"]], plan.on, is_code=True)
    try:
        with tx.session.begin_nested():
            unit.code, unit.code_scheme = plan.after["code"], plan.after["code_scheme"]
    except exc.IntegrityError:
        raise ValidationFailed([Refusal("code_taken", {"code": plan.after["code"]}, "code")]) from None
    return change


def carry_move(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """The unit and everything below it hang under the new parent; whose people stand in is worked out anew."""
    change = _remember(tx, actor, plan, before=dict(plan.before))
    move_subtree(tx, plan.unit, plan.other)
    refresh_desks(tx, plan.unit.path)
    return change


def carry_dissolve(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """From the day on it is no more."""
    unit = plan.unit
    begun = unit.valid_from.isoformat() if unit.valid_from else None
    change = _remember(tx, actor, plan, before={"valid_from": begun})
    end_unit(unit, plan.on, plan.other)
    return change


def carry_merge(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """Members, posts, units below and open cases go on at the successor; the unit stays as what went before it."""
    unit, successor = plan.unit, _needed(plan.other)
    end_registrations(tx, plan.cases, _why(plan, successor))
    change = _remember(tx, actor, plan)
    moved = move_members(tx, unit, successor)
    _move_posts(tx, plan, successor)
    end_unit(unit, plan.on, successor)
    hand_on_subtree(tx, unit, successor)
    refresh_desks(tx, successor.path)
    handing = Handing(tx, actor, _post(actor, unit), plan, unit, successor)
    hand_on_cases(
        handing, {fate.case.id: fate.parties for fate in plan.cases if fate.fate in ("carried_on", "one_side")}
    )
    change.details = {**change.details, "moved": moved}
    return change


def carry_split(tx: Transaction, actor: Actor, plan: Plan) -> OrganizationChange:
    """The new unit stands beside the old one, and takes what was named."""
    values = {name: plan.values[name] for name in _OF_THE_NEW if plan.values.get(name)}
    parent = {"parent_code": plan.other.code} if plan.other else {}
    new = create_organization(tx, actor, {"kind": plan.unit.kind, "valid_from": plan.on, **values, **parent})
    change = remember(tx, actor, plan.kind, (plan.unit, new), Decision.of(plan), {"counts": plan.counts()})
    moved = move_members(tx, plan.unit, new, only=plan.chosen) if plan.chosen else 0
    for below in plan.units:
        move_subtree(tx, below, new)
    refresh_desks(tx, new.path)
    handing = Handing(tx, actor, _post(actor, plan.unit), plan, plan.unit, new)
    hand_on_cases(
        handing,
        {
            fate.case.id: parties_of_the_new(plan.unit, new, fate.case)
            for fate in plan.cases
            if fate.fate == "carried_on"
        },
    )
    change.details = {**change.details, "moved": moved}
    return change


def end_unit(unit: Organization, on: date, successor: Organization | None) -> None:
    """Its last day is the one before; a unit that never began has one day."""
    unit.valid_to = on - timedelta(days=1)
    if unit.valid_from is not None and unit.valid_from > unit.valid_to:
        unit.valid_from = unit.valid_to
    unit.successor_id = successor.id if successor else None


CARRIERS: Mapping[str, Callable[[Transaction, Actor, Plan], OrganizationChange]] = {
    "rename": carry_rename,
    "recode": carry_recode,
    "move": carry_move,
    "dissolve": carry_dissolve,
    "merge": carry_merge,
    "split": carry_split,
}


def _remember(tx: Transaction, actor: Actor, plan: Plan, before: dict[str, Any] | None = None) -> OrganizationChange:
    details = {"counts": plan.counts(), "before": before or {}, "after": dict(plan.after)}
    return remember(tx, actor, plan.kind, (plan.unit, plan.other), Decision.of(plan), details)


def _move_posts(tx: Transaction, plan: Plan, successor: Organization) -> None:
    """A post that its holder has at the successor too is one."""
    doubled = [post.id for post in plan.posts if post.doubled]
    others = [post.id for post in plan.posts if not post.doubled]
    tx.session.execute(delete(Post).where(Post.id.in_(doubled)).execution_options(synchronize_session=False))
    moved = update(Post).where(Post.id.in_(others)).values(organization_id=successor.id)
    tx.session.execute(moved.execution_options(synchronize_session=False))


def _why(plan: Plan, successor: Organization) -> str:
    said = f"{plan.unit.title}并入{successor.title}"
    number = plan.values.get("document_number")
    return f"{said}（{number}）" if number else said


def _post(actor: Actor, unit: Organization) -> PostHeld | None:
    return post_over(actor, unit.path)


def _needed(other: Organization | None) -> Organization:
    if other is None:
        raise ValidationFailed([Refusal("required", {}, "successor_code")])
    return other
