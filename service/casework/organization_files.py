"""Writing many organizations at once: level by level, with the desks worked out once at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from service.casework.desks import refresh_desks
from service.casework.organizations import new_organization, set_values
from service.casework.tree import move_subtree, path_below
from service.db import Transaction
from service.models import Organization


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
    tx: Transaction, known: Mapping[str, Organization], levels: Iterable[Sequence[Described]]
) -> None:
    """Create and change what the rows say, level by level: each parent is known or stands in an earlier level.

    The caller has checked them, and holds the lock of the tree.
    """
    units = dict(known)
    written = [row for level in levels for row in _write_level(tx, units, level)]
    for row in written:
        if row.values.get("successor_code"):
            units[row.code].successor_id = units[row.values["successor_code"]].id
    if written:
        refresh_desks(tx)


def _write_level(tx: Transaction, units: dict[str, Organization], level: Sequence[Described]) -> Sequence[Described]:
    new = [row for row in level if row.code not in units]
    for row in level:
        if row.code in units:
            _change(tx, units, row)
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


def _change(tx: Transaction, units: Mapping[str, Organization], row: Described) -> None:
    organization = units[row.code]
    set_values(organization, row.values)
    if row.proposed and not organization.party_name_confirmed:
        organization.party_name = row.proposed
    parent_code = row.values.get("parent_code")
    if parent_code and units[parent_code].id != organization.parent_id:
        move_subtree(tx, organization, units[parent_code])
