"""改名、换代码、调整上级、撤销: what a unit is called, where it hangs, and that it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.reorganization.checks import about_the_day, day_of_change, named, require_writable
from service.casework.reorganization.plan import CaseFate, Plan
from service.db import Transaction
from service.models import Organization
from service.permissions import Actor, may_write_organization, require
from service.queries.former_names import unit_with_code_once
from service.queries.organizations import organization_by_id
from service.queries.remainders import what_remains
from service.queries.touched import (
    count_below,
    first_cases_below,
    members_below,
    members_held,
    members_of,
    open_cases_of,
    posts_at,
    units_below,
)
from workflows.vocabulary import Refusal

NAMES = ("name", "short_name", "party_name")
CODES = ("code", "code_scheme")


def plan_rename(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """Another name; whatever was written before keeps the name of its day."""
    return _plan_of_words(tx, actor, unit, values, "rename", NAMES)


def plan_recode(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """Another code, such as the official one that a new community is given; the old one still finds it."""
    plan = _plan_of_words(tx, actor, unit, values, "recode", CODES)
    holder = unit_with_code_once(tx, values["code"])
    if holder is None or holder.id == unit.id:
        return plan
    return _refused(plan, Refusal("code_taken", {"code": values["code"]}, "code"))


def plan_move(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """Another parent; everything below goes along, and open cases keep the committees they have."""
    require_writable(actor, unit)
    parent, on = named(tx, values, "parent_code"), day_of_change(tx, values)
    above = parent.path if parent else "/"
    require(may_write_organization(actor, f"{above}{unit.id}/", unit.kind), organization=unit.code)
    count, cases = first_cases_below(tx, actor, unit.path)
    before = organization_by_id(tx, unit.parent_id)
    return Plan(
        kind="move",
        unit=unit,
        other=parent,
        on=on,
        values=values,
        members=members_below(tx, unit.path),
        units=units_below(tx, unit),
        units_below=count_below(tx, unit),
        cases=[CaseFate(case, "kept") for case in cases],
        cases_counted=count,
        before=_place(before),
        after=_place(parent),
        refusals=[*about_the_day(tx, unit, on), *_about_the_parent(tx, unit, parent)],
    )


def plan_dissolve(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """The unit ends; what still hangs on it keeps it from that. The last day may be one to come."""
    require_writable(actor, unit)
    on, successor = day_of_change(tx, values), named(tx, values, "successor_code")
    late = [refusal for refusal in about_the_day(tx, unit, on) if refusal.code != "not_in_the_future"]
    return Plan(
        kind="dissolve",
        unit=unit,
        other=successor,
        on=on,
        values=values,
        members=members_held(tx, unit.id),
        names=[name for _, name in members_of(tx, actor, unit.id)],
        posts=posts_at(tx, unit.id),
        units=units_below(tx, unit),
        cases=[CaseFate(case, "kept") for case in open_cases_of(tx, actor, unit.id)],
        refusals=[*late, *what_remains(tx, actor, unit)],
    )


def _plan_of_words(
    tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any], kind: str, columns: tuple[str, ...]
) -> Plan:
    require_writable(actor, unit)
    on = day_of_change(tx, values)
    before = {name: getattr(unit, name) for name in columns}
    after = before | {name: values[name] for name in columns if values.get(name)}
    count, cases = first_cases_below(tx, actor, unit.path)
    refusals = [*about_the_day(tx, unit, on)]
    if before == after:
        refusals.append(Refusal("nothing_changes", {}, columns[0]))
    return Plan(
        kind=kind, unit=unit, on=on, values=values, members=members_held(tx, unit.id),
        cases=[CaseFate(case, "kept") for case in cases], cases_counted=count, before=before, after=after,
        refusals=refusals,
    )  # fmt: skip


def _refused(plan: Plan, refusal: Refusal) -> Plan:
    return Plan(**{**vars(plan), "refusals": [*plan.refusals, refusal]})


def _place(parent: Organization | None) -> dict[str, Any]:
    return {"parent_code": parent.code if parent else None, "parent_name": parent.title if parent else None}


def _about_the_parent(tx: Transaction, unit: Organization, parent: Organization | None) -> list[Refusal]:
    if parent is not None and parent.is_at_or_below(unit):
        return [Refusal("parent_is_below", {"code": parent.code}, "parent_code")]
    if (parent.id if parent else None) == unit.parent_id:
        return [Refusal("nothing_changes", {}, "parent_code")]
    if parent is not None and not parent.is_valid_on(tx.today):
        return [Refusal("unit_has_ended", {"code": parent.code, "name": parent.name}, "parent_code")]
    return []
