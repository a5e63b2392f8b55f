"""Who is party to a case: derived from the two units it runs between, walking up the tree (workflows.md, Parties)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from service.db import Transaction
from service.models import CaseParty, Organization
from workflows.roles import STREET_KINDS
from workflows.routes import derive_route
from workflows.vocabulary import Party

RECEIVING_SIDE = frozenset({Party.STREET, Party.RECEIVING, Party.DEPARTMENT})
SENDING_SIDE = frozenset({Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.OUTFLOW_DEPARTMENT})


@dataclass(frozen=True)
class Way:
    """The organizations of a case by party, and the kinds of everything above them."""

    parties: Mapping[Party, Organization]
    kinds: Mapping[int, str]

    def route(self, reason_code: str | None) -> str:
        """By the nearest common ancestor of the two committees."""
        committee, street = self.parties.get(Party.OUTFLOW_COMMITTEE), self.parties[Party.STREET]
        return derive_route(committee.path if committee else "", street.path, self.kinds, reason_code)


def find_way(tx: Transaction, outflow: Organization, receiving: Organization) -> Way:
    """The parties between two units, with one look at everything above both."""
    above = _organizations_above(tx, (outflow, receiving))
    up_from_outflow, up_from_receiving = _line(outflow, above), _line(receiving, above)
    committee = next((unit for unit in up_from_outflow if unit.may_issue_letters), None)
    street = next((unit for unit in up_from_receiving[1:] if unit.kind in STREET_KINDS), receiving)
    sender = committee or outflow
    parties = {
        Party.OUTFLOW: outflow,
        Party.OUTFLOW_COMMITTEE: committee,
        Party.STREET: street,
        Party.RECEIVING: receiving,
        Party.DEPARTMENT: _department(street, sender, above),
        Party.OUTFLOW_DEPARTMENT: _department(sender, street, above),
    }
    kinds = {unit.id: unit.kind for unit in above.values()}
    return Way({party: unit for party, unit in parties.items() if unit is not None}, kinds)


def set_desks(rows: Iterable[CaseParty], route: str) -> None:
    """Say for each party whose people act for it (itself, the one above while vacant, or the recording party)."""
    by_party = {Party(row.party): row for row in rows}
    for party, row in by_party.items():
        row.desk_id = _desk(party, by_party, route)


def recording_party(party: Party) -> Party:
    """Who records the steps of a unit outside: the other side's committee."""
    return Party.OUTFLOW_COMMITTEE if party in RECEIVING_SIDE else Party.STREET


def _desk(party: Party, rows: Mapping[Party, CaseParty], route: str) -> int | None:
    organization = rows[party].organization
    if organization.external:
        recorder = recording_party(party)
        recording = rows.get(recorder)
        if recording is None or recording.organization.external:
            return None
        return recording.organization.desk_for(recorder)
    desk = organization.desk_for(party)
    if desk == organization.id or route == "same_street" or desk not in _opposite(party, rows):
        return desk
    department = rows.get(Party.DEPARTMENT)
    return department.organization.desk_for(Party.DEPARTMENT) if department else None


def _opposite(party: Party, rows: Mapping[Party, CaseParty]) -> set[int]:
    other = RECEIVING_SIDE if party in SENDING_SIDE else SENDING_SIDE
    # A department is above both sides: it is nobody's opposite.
    other -= {Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT}
    return {row.organization_id for side, row in rows.items() if side in other}


def _organizations_above(tx: Transaction, units: Sequence[Organization]) -> dict[int, Organization]:
    wanted = {key for unit in units for key in unit.ancestor_ids}
    found = tx.session.scalars(select(Organization).where(Organization.id.in_(wanted)))
    return {unit.id: unit for unit in (*found, *units)}


def _line(unit: Organization, above: Mapping[int, Organization]) -> list[Organization]:
    return [unit, *(above[key] for key in unit.ancestor_ids)]


def _department(side: Organization, other: Organization, above: Mapping[int, Organization]) -> Organization | None:
    """The nearest department above a side; above the recording party where the side is outside."""
    inside = other if side.external else side
    line = _line(inside, above)
    found = next((unit for unit in line[1:] if unit.kind == "department"), None)
    return found or (inside if inside.kind == "department" else None)
