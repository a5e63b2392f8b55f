"""Writing many organizations at once: level by level, with the desks worked out once at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from service.casework.desks import refresh_desks
from service.casework.organizations import new_organization, set_values
from service.casework.reorganization.by_file import BY_FILE, Watch, end_by_file
from service.casework.reorganization.noting import Before, note
from service.casework.reorganization.remember import Decision
from service.casework.tree import move_subtree, path_below
from service.db import Transaction
from service.models import Organization
from service.permissions import Actor
from workflows.vocabulary import Refusal


class Described(Protocol):
    """What a row of a file says about an organization."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The values of its form."""

    @property
    def proposed(self) -> str | None:
        """A Party name that an officer is to confirm."""


def write_organizations(
    tx: Transaction,
    actor: Actor,
    known: Mapping[str, Organization],
    levels: Iterable[Sequence[Described]],
    watch: Watch | None = None,
) -> dict[str, list[Refusal]]:
    """Create and change what the rows say, level by level: each parent is known or stands in an earlier level.

    The caller has checked them, and holds the lock of the tree. What stands in the way of ending a unit is answered
    by its code; nothing may be kept then. `watch` is shown the plan of each end.
    """
    units = dict(known)
    written = [row for level in levels for row in _write_level(tx, actor, units, level)]
    ending = [row for row in written if row.code in known and ends(known[row.code], row)]
    for row in written:
        if row.values.get("successor_code") and row not in ending:
            units[row.code].successor_id = units[row.values["successor_code"]].id
    if written:
        refresh_desks(tx)
    found = {row.code: end_by_file(tx, actor, units[row.code], row.values, watch) for row in reversed(ending)}
    return {code: refusals for code, refusals in found.items() if refusals}


def ends(unit: Organization, row: Described) -> bool:
    """Whether the row gives a last day to a unit that has none."""
    return unit.valid_to is None and row.values.get("valid_to") is not None


def _write_level(
    tx: Transaction, actor: Actor, units: dict[str, Organization], level: Sequence[Described]
) -> Sequence[Described]:
    new = [row for row in level if row.code not in units]
    for row in level:
        if row.code in units:
            _change(tx, actor, units, row)
    for row in new:
        units[row.code] = made = new_organization(row.values)
        made.party_name = made.party_name or row.proposed
        parent = units.get(row.values.get("parent_code", ""))
        made.parent_id = parent.id if parent else None
    tx.session.add_all(units[row.code] for row in new)
    tx.session.flush()  # the paths are made of the keys
    for row in new:
        units[row.code].path = path_below(units.get(row.values.get("parent_code", "")), units[row.code].id)
    return level


def _change(tx: Transaction, actor: Actor, units: Mapping[str, Organization], row: Described) -> None:
    organization = units[row.code]
    before, ending = Before.of(organization), ends(organization, row)
    set_values(organization, {name: said for name, said in row.values.items() if name != "valid_to" or not ending})
    if row.proposed and not organization.party_name_confirmed:
        organization.party_name = row.proposed
    parent_code = row.values.get("parent_code")
    if parent_code and units[parent_code].id != organization.parent_id and not organization.has_gone_up:
        move_subtree(tx, organization, units[parent_code])
    note(tx, actor, organization, before, Decision(tx.today, BY_FILE))
