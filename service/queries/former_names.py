"""Finding a unit by what it was called before, and what became of it since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import FormerName, Organization, OrganizationChange, User

_HOPS = 12
"""A chain of successors is followed so far; a longer one is somebody's circle."""
_MEANT = 6
"""So many units of one former name are told apart."""


@dataclass(frozen=True)
class ChangeLine:
    """A change as it is shown: who made it, and the other unit, each with the name of today."""

    change: OrganizationChange
    unit: Organization
    other: Organization | None
    actor_name: str | None
    undone: bool


def unit_with_code_once(tx: Transaction, code: str) -> Organization | None:
    """The unit that has this code, or had it before it was given another."""
    found = tx.session.scalar(select(Organization).where(Organization.code == code))
    if found is not None:
        return found
    former = select(FormerName.organization_id).where(FormerName.is_code, FormerName.name == code)
    return tx.session.scalar(select(Organization).where(Organization.id.in_(former)).limit(1))


def codes_once(tx: Transaction, codes: Iterable[str]) -> dict[str, Organization]:
    """The units that had one of these codes before, by it."""
    query = select(FormerName.name, Organization).join(Organization, Organization.id == FormerName.organization_id)
    rows = tx.session.execute(query.where(FormerName.is_code, FormerName.name.in_(set(codes))))
    return {row[0]: row[1] for row in rows}


def standing_successor(tx: Transaction, unit: Organization) -> Organization:
    """The unit itself while it is there; else whoever followed it, and whoever followed that one."""
    found = unit
    for _ in range(_HOPS):
        if found.is_valid_on(tx.today) or found.successor_id is None:
            break
        found = tx.session.get_one(Organization, found.successor_id)
    return found


def known_as(tx: Transaction, text: str, kinds: Collection[str] = (), below: str = "/") -> list[Organization]:
    """Units of today that bear the legacy of this name: they were called so, or follow one that was."""
    former = select(FormerName.organization_id).where(FormerName.name == text)
    names = (Organization.name, Organization.party_name, Organization.short_name, Organization.code)
    ended = Organization.successor_id.is_not(None) & or_(*(column == text for column in names))
    query = select(Organization).where(or_(Organization.id.in_(former), ended)).order_by(Organization.path)
    found = {unit.id: unit for unit in (standing_successor(tx, old) for old in tx.session.scalars(query.limit(_MEANT)))}
    return [
        unit
        for unit in found.values()
        if unit.is_valid_on(tx.today) and unit.path.startswith(below) and (not kinds or unit.kind in kinds)
    ]


def former_names(tx: Transaction, unit: Organization) -> Sequence[FormerName]:
    """What the unit was called before, the newest first."""
    query = select(FormerName).where(FormerName.organization_id == unit.id)
    return tx.session.scalars(query.order_by(FormerName.id.desc()).limit(50)).all()


def title_on(tx: Transaction, unit: Organization, day: date) -> str:
    """What the unit was called on a day; for paper that is written again as it was then."""
    return titles_on(tx, [(unit.id, day)]).get((unit.id, day), unit.title)


def titles_on(tx: Transaction, wanted: Collection[tuple[int, date]]) -> dict[tuple[int, date], str]:
    """What units, by their keys, were called on a day; in it are only those that were renamed since."""
    if not wanted:
        return {}
    query = select(OrganizationChange).where(
        OrganizationChange.organization_id.in_({key for key, _ in wanted}),
        OrganizationChange.kind == "rename",
        OrganizationChange.effective_on > min(day for _, day in wanted),
    )
    renamed: dict[int, list[OrganizationChange]] = {}
    for change in tx.session.scalars(query.order_by(OrganizationChange.effective_on, OrganizationChange.id)):
        renamed.setdefault(change.organization_id, []).append(change)
    firsts = {
        (key, day): next((change for change in renamed.get(key, ()) if change.effective_on > day), None)
        for key, day in wanted
    }
    return {place: _title_before(change) for place, change in firsts.items() if change is not None}


def _title_before(change: OrganizationChange) -> str:
    before = change.details["before"]
    return str(before.get("title") or before["name"])


def changes_of(tx: Transaction, unit: Organization, *, before: int | None = None, limit: int = 50) -> list[ChangeLine]:
    """The changes in which a unit has a part, the newest first; `before` is the key of the last one seen."""
    whose, other, undoing = aliased(Organization), aliased(Organization), aliased(OrganizationChange)
    query = (
        select(OrganizationChange, whose, other, User.display_name, undoing.id)
        .join(whose, whose.id == OrganizationChange.organization_id)
        .outerjoin(other, other.id == OrganizationChange.other_id)
        .outerjoin(User, User.id == OrganizationChange.actor_id)
        .outerjoin(undoing, undoing.undoes_id == OrganizationChange.id)
        .where(or_(OrganizationChange.organization_id == unit.id, OrganizationChange.other_id == unit.id))
        .order_by(OrganizationChange.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(OrganizationChange.id < before)
    return [ChangeLine(row[0], row[1], row[2], row[3], row[4] is not None) for row in tx.session.execute(query)]
