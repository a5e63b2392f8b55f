"""Who is party to a case: derived from the units it runs between, walking up the tree (workflows.md, Parties)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.boxes import NO_DUE_DAY
from service.db import Transaction
from service.models import CaseParty, Organization
from workflows.parties import OTHER_SIDES, RECEIVING_PARTIES, Party, Stand, opposite_parties
from workflows.roles import STREET_KINDS
from workflows.routes import derive_route
from workflows.vocabulary import Definition


@dataclass(frozen=True)
class Way:
    """The organizations of a case by party, and the kinds of everything above them."""

    parties: Mapping[Party, Organization]
    kinds: Mapping[int, str]

    def route(self, reason_code: str | None) -> str:
        """By the nearest common ancestor of the two committees; none where there is one side only."""
        committee, street = self.parties.get(Party.OUTFLOW_COMMITTEE), self.parties.get(Party.STREET)
        if street is None or not OTHER_SIDES & self.parties.keys():
            return ""
        return derive_route(committee.path if committee else "", street.path, self.kinds, reason_code)


def find_way(tx: Transaction, cast: Sequence[Stand], origin: Organization, destination: Organization | None) -> Way:
    """The parties between two units, or around one that is both, with one look at everything above.

    While it is not known where a case leads, nobody stands on that side but the department, which is the other one's.
    """
    ends = {"origin": origin} | ({"destination": destination} if destination is not None else {})
    above = _organizations_above(tx, list(ends.values()))
    lines = {side: _line(unit, above) for side, unit in ends.items()}
    near = [stand for stand in cast if stand.rule in _NEAREST and stand.side in lines]
    found = {stand: _NEAREST[stand.rule](lines[stand.side]) for stand in near}
    heads = {side: _head(side, line, found) for side, line in lines.items()}
    for stand in cast:
        if stand.rule == "department":
            own, other = (heads.get(side, heads["origin"]) for side in (stand.side, _OTHER[stand.side]))
            found[stand] = _department(own, other, above)
    parties = {stand.party: unit for stand, unit in found.items() if unit is not None}
    return Way(parties, {unit.id: unit.kind for unit in above.values()})


def _head(side: str, line: Sequence[Organization], found: Mapping[Stand, Organization | None]) -> Organization:
    """The committee of a side, else the unit itself."""
    committees = (unit for stand, unit in found.items() if stand.side == side and stand.rule != "itself")
    return next((unit for unit in committees if unit is not None), line[0])


def _issuing(line: Sequence[Organization]) -> Organization | None:
    return next((unit for unit in line if unit.may_issue_letters), None)


def _street(line: Sequence[Organization], start: int = 0) -> Organization:
    return next((unit for unit in line[start:] if unit.kind in STREET_KINDS), line[0])


_NEAREST: Mapping[str, Callable[[Sequence[Organization]], Organization | None]] = {
    "itself": lambda line: line[0],
    "issuing": _issuing,
    "street": _street,
    "street_above": lambda line: _street(line, 1),
}
_OTHER = {"origin": "destination", "destination": "origin"}


def new_party(definition: Definition, party: Party, organization: Organization) -> CaseParty:
    """An organization as a party of a case; late readers read it once it has come their way."""
    row = CaseParty(
        party=party.value, organization_id=organization.id, sort_on=NO_DUE_DAY, has_acted=False, in_copied=False,
        may_read=party not in definition.late_readers,
    )  # fmt: skip
    set_committed_value(row, "organization", organization)
    return row


def set_desks(rows: Iterable[CaseParty], route: str) -> None:
    """Say for each party whose people act for it (itself, the one above while vacant, or the recording party)."""
    by_party = {Party(row.party): row for row in rows}
    for party, row in by_party.items():
        row.desk_id = _desk(party, by_party, route)


def recording_party(party: Party) -> Party:
    """Who records the steps of a unit outside: the other side's committee, or whoever asked it."""
    if party is Party.ASKED:
        return Party.KEEPER
    return Party.OUTFLOW_COMMITTEE if party in RECEIVING_PARTIES else Party.STREET


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
    return {row.organization_id for side, row in rows.items() if side in opposite_parties(party)}


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
