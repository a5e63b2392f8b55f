"""How the members of a unit with all below it came and went in a time, told by their dated affiliations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import MemberRelation, Organization
from service.queries.organizations import is_below

MOVES = ("in_by_transfer", "in_otherwise", "out_by_transfer", "out_otherwise")
"""Otherwise: recorded or taken off here, or with a unit that was merged or divided."""


@dataclass(frozen=True)
class Span:
    """From when until when, both in Shanghai's days; what begins at its end belongs to the next one."""

    begins: datetime
    ends: datetime

    def holds(self, instant: datetime | None) -> bool:
        """Whether something happened in it."""
        return instant is not None and self.begins <= instant < self.ends


def members_at(tx: Transaction, unit: Organization, instant: datetime) -> set[str]:
    """The keys of those who belonged to the unit, or to one below it, just before an instant."""
    query = select(MemberRelation.member_id).join(Organization, Organization.id == MemberRelation.organization_id)
    return set(tx.session.scalars(query.where(_affiliation(), is_below(unit.path), _lasted(instant))))


def found_at(tx: Transaction, unit: Organization, instant: datetime) -> set[str]:
    """The keys of those for whom the unit answered then while nobody knew where they belong."""
    known = aliased(MemberRelation)
    belonged = select(known.id).where(
        known.member_id == MemberRelation.member_id, known.relation == "affiliation", _lasted(instant, known)
    )
    query = select(MemberRelation.member_id).join(Organization, Organization.id == MemberRelation.organization_id)
    held = MemberRelation.relation == "responsibility", is_below(unit.path), _lasted(instant)
    return set(tx.session.scalars(query.where(*held, ~belonged.exists())))


def count_at(tx: Transaction, unit: Organization, instant: datetime) -> int:
    """How many they were."""
    query = select(func.count(MemberRelation.id)).join(Organization, Organization.id == MemberRelation.organization_id)
    return tx.session.scalar(query.where(_affiliation(), is_below(unit.path), _lasted(instant))) or 0


def moves_in(tx: Transaction, unit: Organization, span: Span) -> dict[str, int]:
    """How often somebody came or went; a move from one unit below to another is none."""
    counts = dict.fromkeys(MOVES, 0)
    for _member, stays in groupby(_stays(tx, unit, span), key=lambda stay: stay.member_id):
        for name in _told(list(stays), span):
            counts[name] += 1
    return counts


@dataclass(frozen=True)
class _Stay:
    """A time for which a member belonged to one organization, and whether that lies at or below the unit."""

    member_id: str
    since: datetime
    until: datetime | None
    case_id: int | None
    inside: bool

    def follows(self, before: _Stay | None) -> bool:
        """Whether it began when the one before ended."""
        return before is not None and before.until == self.since

    def by_transfer(self, before: _Stay | None) -> bool:
        """A unit that was merged or divided hands its members on under the case by which they had come."""
        return self.case_id is not None and not (self.follows(before) and before and before.case_id == self.case_id)


def _told(stays: Sequence[_Stay], span: Span) -> Iterator[str]:
    """The stays of one member in their order, with what came before and after each."""
    for before, stay in zip((None, *stays), stays, strict=False):
        was = before is not None and before.inside and stay.follows(before)
        if span.holds(stay.since) and was != stay.inside:
            way = "by_transfer" if stay.by_transfer(before) else "otherwise"
            yield f"in_{way}" if stay.inside else f"out_{way}"
    for stay, after in zip(stays, (*stays[1:], None), strict=True):
        if stay.inside and span.holds(stay.until) and not (after and after.follows(stay)):
            yield "out_otherwise"


def _stays(tx: Transaction, unit: Organization, span: Span) -> Iterator[_Stay]:
    """All stays of the members who came or went in the time."""
    relation = MemberRelation
    began, ended = (and_(day >= span.begins, day < span.ends) for day in (relation.since, relation.until))
    moved = select(relation.member_id).join(Organization, Organization.id == relation.organization_id)
    moved = moved.where(_affiliation(), is_below(unit.path), or_(began, ended))
    query = (
        select(relation.member_id, relation.since, relation.until, relation.case_id, Organization.path)
        .join(Organization, Organization.id == relation.organization_id)
        .where(_affiliation(), relation.member_id.in_(moved))
        .order_by(relation.member_id, relation.since, relation.id)
    )
    for member_id, since, until, case_id, path in tx.session.execute(query):
        yield _Stay(member_id, since, until, case_id, path.startswith(unit.path))


def _affiliation() -> ColumnElement[bool]:
    return MemberRelation.relation == "affiliation"


def _lasted(instant: datetime, relation: type[MemberRelation] = MemberRelation) -> ColumnElement[bool]:
    return and_(relation.since < instant, or_(relation.until.is_(None), relation.until >= instant))
