"""The members of a unit by class, each in exactly one.

A class is derived from dated facts: where the affiliation is, which registrations are in force, who is away or has come
from elsewhere, and which accepted transfers still wait for a placement. Responsibility makes a class only where no
affiliation is known: otherwise it lies elsewhere only between acceptance and placement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    ColumnExpressionArgument,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, CaseParty, Member, MemberRelation, Organization
from service.queries.organizations import exists_on, is_below
from workflows.dual_management import IN_FORCE

RULE: Mapping[str, tuple[str, ...]] = {
    "away": ("affiliated", "gone"),
    "takes_part_elsewhere": ("affiliated", "elsewhere"),
    "affiliated": ("affiliated",),
    "two_way_registration": ("two_way",),
    "dual_management": ("second_side",),
    "hosted": ("hosted",),
    "arriving": ("accepted",),
    "affiliation_unknown": ("answered_for",),
}
"""Each class and the facts it needs; a member is of the first class whose facts are all there."""

SHOWN_ORDER = (
    "affiliated", "away", "takes_part_elsewhere", "two_way_registration", "dual_management", "hosted", "arriving",
    "affiliation_unknown",
)  # fmt: skip
BELONG_HERE = frozenset({"affiliated", "away", "takes_part_elsewhere"})
AWAY_STATES = ("short_absence", "certificate_issued", "found_inflow", "attached", "leaving")
HOSTED_STATES = ("found_inflow", "attached")
SUMMED_KINDS = frozenset({"street_committee", "town_committee"})
LISTED_KINDS = frozenset({"branch", "general_branch", "community", "village", "base_committee", "group"})

Counts: TypeAlias = dict[str, int]
Place: TypeAlias = tuple[str, str]
"""Where a list was left off: the initials it sorts by, and the member's key."""

_FACTS = ("affiliated", "gone", "elsewhere", "two_way", "second_side", "hosted", "accepted", "answered_for")


@dataclass(frozen=True)
class Figures:
    """How many of each class, by the key of the unit; `persons` counts each once, however many units list them."""

    of_units: Mapping[int, Counts]
    persons: int

    @property
    def summed(self) -> Counts:
        """The sums over the units."""
        return {name: sum(counts.get(name, 0) for counts in self.of_units.values()) for name in SHOWN_ORDER}


def figures_of(tx: Transaction, unit: Organization) -> Figures:
    """The figures of a unit with all below it; of a street or town, those of each unit directly below it."""
    classed = _classed(_places(unit))
    query = select(classed.c.place, classed.c.name, func.count()).group_by(classed.c.place, classed.c.name)
    found: dict[int, Counts] = {}
    for place, name, count in tx.session.execute(query):
        found.setdefault(place, {})[name] = count
    if unit.kind not in SUMMED_KINDS:
        return Figures(found, sum(sum(counts.values()) for counts in found.values()))
    persons = tx.session.scalar(select(func.count(classed.c.member_id.distinct()))) or 0
    return Figures(found, persons)


def units_summed(tx: Transaction, unit: Organization) -> Sequence[Organization]:
    """The units of today over which a street sums, by code."""
    query = select(Organization).where(
        Organization.parent_id == unit.id, Organization.kind.in_(LISTED_KINDS), exists_on(tx.today)
    )
    return tx.session.scalars(query.order_by(Organization.code)).all()


def members_of_class(
    tx: Transaction, unit: Organization, name: str, *, after: Place | None = None, limit: int = 50
) -> list[Member]:
    """The next members of one class of a unit with all below it, by initials."""
    classed = _classed(_places(unit))
    query = select(Member).join(classed, classed.c.member_id == Member.id).where(classed.c.name == name)
    keys = (Member.name_initials.expression, Member.id.expression)
    if after is not None:
        query = query.where(tuple_(*keys) > after)
    return list(tx.session.scalars(query.order_by(*keys).limit(limit)))


def _places(unit: Organization) -> CTE:
    """Every organization that is looked at, and the unit under which its members are listed."""
    if unit.kind not in SUMMED_KINDS:
        here = select(Organization.id.label("organization"), literal(unit.id).label("place"))
        return here.where(is_below(unit.path)).cte("places")
    top = aliased(Organization)
    ends = func.substr(top.path, 1, func.length(top.path) - 1).concat("0")
    below = and_(top.parent_id == unit.id, top.kind.in_(LISTED_KINDS), Organization.path.between(top.path, ends))
    query = select(Organization.id.label("organization"), top.id.label("place")).join(top, below)
    return query.where(is_below(unit.path)).cte("places")


def _classed(places: CTE) -> CTE:
    """Place, member and class, one row for each member of a place."""
    known_by = (_affiliated, _gone, _elsewhere, _registered, _hosted, _accepted, _unknown)
    facts = union_all(*(fact(places) for fact in known_by)).cte("facts")
    known = (
        select(facts.c.place, facts.c.member_id, *(func.max(facts.c[name]).label(name) for name in _FACTS))
        .group_by(facts.c.place, facts.c.member_id)
        .cte("known")
    )
    ways = [(and_(*(known.c[fact] == 1 for fact in needed)), name) for name, needed in RULE.items()]
    named = select(known.c.place, known.c.member_id, case(*ways).label("name"))
    return named.cte("classed")


def _fact(places: CTE, member_id: Any, **given: Any) -> Select[Any]:
    facts = (given.get(name, literal(0)).label(name) for name in _FACTS)
    return select(places.c.place, member_id.label("member_id"), *facts)


def _affiliated(places: CTE) -> Select[Any]:
    held = and_(MemberRelation.organization_id == places.c.organization, *_current_affiliation())
    return _fact(places, MemberRelation.member_id, affiliated=literal(1)).join(MemberRelation, held)


def _elsewhere(places: CTE) -> Select[Any]:
    """Those who belong here and stand in a registration in force of which one side lies outside the place."""
    beside = places.alias()
    inside = select(beside.c.place).where(
        beside.c.place == places.c.place, beside.c.organization == CaseParty.organization_id
    )
    held = and_(MemberRelation.organization_id == places.c.organization, *_current_affiliation())
    return (
        _fact(places, MemberRelation.member_id, elsewhere=literal(1))
        .join(MemberRelation, held)
        .join(Case, and_(Case.member_id == MemberRelation.member_id, *_in_force()))
        .join(CaseParty, and_(CaseParty.case_id == Case.id, _takes_part()))
        .where(~inside.exists())
    )


def _gone(places: CTE) -> Select[Any]:
    """Those who belong here and are away, though not at a host inside the place."""
    host = aliased(CaseParty)
    beside = places.alias()
    inside = select(host.case_id).join(beside, beside.c.organization == host.organization_id)
    inside = inside.where(beside.c.place == places.c.place, host.case_id == Case.id, host.party == "host")
    held = and_(MemberRelation.organization_id == places.c.organization, *_current_affiliation())
    return (
        _fact(places, MemberRelation.member_id, gone=literal(1))
        .join(MemberRelation, held)
        .join(Case, and_(Case.member_id == MemberRelation.member_id, *_mobile(AWAY_STATES)))
        .where(~inside.exists())
    )


def _hosted(places: CTE) -> Select[Any]:
    host = and_(CaseParty.organization_id == places.c.organization, CaseParty.party == "host")
    return (
        _fact(places, Case.member_id, hosted=literal(1))
        .join(CaseParty, host)
        .join(Case, and_(Case.id == CaseParty.case_id, *_mobile(HOSTED_STATES)))
    )


def _mobile(states: Iterable[str]) -> tuple[ColumnExpressionArgument[bool], ...]:
    return Case.workflow == "mobile_registration", Case.is_open, Case.state.in_(states)


def _registered(places: CTE) -> Select[Any]:
    two_way = case((Case.kind == "two_way_registration", 1), else_=0)
    return (
        _fact(places, Case.member_id, two_way=two_way, second_side=1 - two_way)
        .join(CaseParty, CaseParty.organization_id == places.c.organization)
        .join(Case, and_(Case.id == CaseParty.case_id, *_in_force(), _takes_part()))
    )


def _accepted(places: CTE) -> Select[Any]:
    waits = (Case.workflow == "transfer", Case.is_open, Case.state == "placement")
    receiving = and_(CaseParty.organization_id == places.c.organization, CaseParty.party == "receiving")
    return (
        _fact(places, Case.member_id, accepted=literal(1))
        .join(CaseParty, receiving)
        .join(Case, and_(Case.id == CaseParty.case_id, *waits))
    )


def _unknown(places: CTE) -> Select[Any]:
    """Those whom the unit found and answers for, while nobody knows where they belong."""
    held = and_(
        MemberRelation.organization_id == places.c.organization,
        MemberRelation.relation == "responsibility",
        MemberRelation.until.is_(None),
    )
    known = aliased(MemberRelation)
    belongs = select(known.id).where(
        known.member_id == MemberRelation.member_id, known.relation == "affiliation", known.until.is_(None)
    )
    found = _fact(places, MemberRelation.member_id, answered_for=literal(1)).join(MemberRelation, held)
    return found.where(~belongs.exists())


def _current_affiliation() -> tuple[ColumnElement[bool], ...]:
    return MemberRelation.relation == "affiliation", MemberRelation.until.is_(None)


def _in_force() -> tuple[ColumnExpressionArgument[bool], ...]:
    return Case.workflow == "dual_management", Case.is_open, Case.state.in_(IN_FORCE)


def _takes_part() -> ColumnElement[bool]:
    """The sides on which the member takes part; an employer is only informed of a two-way registration."""
    return or_(CaseParty.party == "receiving", and_(CaseParty.party == "outflow", Case.kind == "dual_management"))
