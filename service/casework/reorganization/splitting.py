"""拆分: a new unit takes the members and the units below that were named; the old one goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.reorganization.checks import about_the_day, day_of_change, require_writable
from service.casework.reorganization.plan import CaseFate, Plan
from service.db import Transaction
from service.models import Organization
from service.permissions import Actor
from service.queries.organizations import organization_by_id
from service.queries.touched import TouchedCase, held_among, members_of, open_cases_of, units_below
from workflows.vocabulary import Party, Refusal

_OWN_SIDES = (Party.OUTFLOW, Party.RECEIVING, Party.HOME, Party.HOST, Party.KEEPER)


def plan_split(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """Which members, units and cases go to the new unit, which stands beside the old one."""
    require_writable(actor, unit)
    on, wanted = day_of_change(tx, values), frozenset(values.get("members", ()))
    chosen = held_among(tx, actor, unit.id, wanted)
    below = {found.code: found for found in units_below(tx, unit)}
    refusals = [*about_the_day(tx, unit, on), *_unknown(unit, values, wanted - chosen, below)]
    cases = open_cases_of(tx, actor, unit.id, chosen) if chosen else []
    return Plan(
        kind="split",
        unit=unit,
        other=organization_by_id(tx, unit.parent_id),
        on=on,
        values=values,
        members=len(chosen),
        chosen=frozenset(chosen),
        names=[name for key, name in members_of(tx, actor, unit.id, limit=None) if key in chosen],
        units=[below[code] for code in values.get("units", ()) if code in below],
        cases=[CaseFate(case, "carried_on" if _own_roles(unit, case) else "kept") for case in cases],
        refusals=refusals,
    )


def parties_of_the_new(unit: Organization, new: Organization, case: TouchedCase) -> dict[str, Organization]:
    """The roles that the new unit takes over in a member's case; what the old one decided as a committee stays."""
    return dict.fromkeys(_own_roles(unit, case), new)


def _own_roles(unit: Organization, case: TouchedCase) -> list[str]:
    return [party.value for party in _OWN_SIDES if case.sides.get(party) == unit.id]


def _unknown(
    unit: Organization, values: Mapping[str, Any], strangers: frozenset[str], below: Mapping[str, Organization]
) -> list[Refusal]:
    found = [Refusal("unit_is_root", {}, None)] if unit.parent_id is None and not unit.external else []
    if strangers:
        found.append(Refusal("not_its_members", {"count": len(strangers)}, "members"))
    return found + [
        Refusal("not_its_unit", {"code": code}, "units") for code in values.get("units", ()) if code not in below
    ]
