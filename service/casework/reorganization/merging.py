"""合并 (村居合一、撤村建居): everything a unit has goes on at its successor."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from service.casework.reorganization.checks import (
    about_a_successor,
    about_the_day,
    day_of_change,
    needed,
    require_writable,
)
from service.casework.reorganization.plan import CaseFate, Fate, Plan
from service.db import Transaction
from service.models import Organization
from service.permissions import Actor
from service.queries.organizations import ancestors
from service.queries.touched import (
    TouchedCase,
    count_below,
    has_affiliated,
    members_held,
    members_of,
    open_cases_of,
    posts_at,
    registrations_at,
    units_below,
)
from workflows.parties import MEMBER_SIDES, OTHER_SIDES, Party
from workflows.roles import STREET_KINDS


def plan_merge(tx: Transaction, actor: Actor, unit: Organization, values: Mapping[str, Any]) -> Plan:
    """What becomes of everything the unit has. Raises ValidationFailed without a successor."""
    successor = needed(tx, values, "successor_code")
    require_writable(actor, unit, successor)
    on, members = day_of_change(tx, values), members_held(tx, unit.id)
    refusals = [
        *about_the_day(tx, unit, on),
        *about_a_successor(tx, unit, successor, holds_members=has_affiliated(tx, unit.id)),
    ]
    return Plan(
        kind="merge",
        unit=unit,
        other=successor,
        on=on,
        values=values,
        members=members,
        names=[name for _, name in members_of(tx, actor, unit.id)],
        posts=posts_at(tx, unit.id, successor.id),
        units=units_below(tx, unit),
        units_below=count_below(tx, unit),
        cases=_fates(tx, unit, successor, open_cases_of(tx, actor, unit.id)),
        refusals=refusals,
    )


def successor_in_role(party: str, line: Sequence[Organization]) -> Organization:
    """Who stands in a role: the successor, or the nearest above it that may; `line` goes from it to the root."""
    return next((unit for unit in line if _may_stand(unit, Party(party))), line[0])


def _may_stand(unit: Organization, party: Party) -> bool:
    if party == Party.OUTFLOW_COMMITTEE:
        return unit.may_issue_letters
    if party == Party.STREET:
        return unit.kind in STREET_KINDS
    return unit.kind == "department" if party in (Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT) else True


def _fates(
    tx: Transaction, unit: Organization, successor: Organization, cases: Sequence[TouchedCase]
) -> list[CaseFate]:
    line = [successor, *reversed(ancestors(tx, successor))]
    received = [case.member_id for case in cases if case.workflow == "dual_management"]
    doubled = registrations_at(tx, successor.id, received) if received else set()
    return [_fate(unit, line, case, doubled) for case in cases]


def _fate(unit: Organization, line: Sequence[Organization], case: TouchedCase, doubled: set[str | None]) -> CaseFate:
    roles = [party for party, key in case.sides.items() if key == unit.id]
    parties = {party: successor_in_role(party, line) for party in roles}
    sides = case.sides | {party: found.id for party, found in parties.items()}
    return CaseFate(case, _what_becomes(case, sides, roles, doubled), parties)


def _what_becomes(case: TouchedCase, sides: Mapping[str, int], roles: Sequence[str], doubled: set[str | None]) -> Fate:
    member_side, other_side = (_side(sides, parties) for parties in (MEMBER_SIDES, OTHER_SIDES))
    one = other_side is not None and member_side == other_side
    if case.workflow != "dual_management":
        return "one_side" if one else "carried_on"
    if one:
        return "ended"
    return "doubled" if Party.RECEIVING in roles and case.member_id in doubled else "carried_on"


def _side(sides: Mapping[str, int], parties: Container[str]) -> int | None:
    return next((key for party, key in sides.items() if party in parties), None)
