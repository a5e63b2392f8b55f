"""Where a member's relation should go: 先靠稳定工作单位,后看实际居住地 (the employer first, the residence second)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from service.db import Transaction
from service.models import Member, Organization
from service.queries.organizations import exists_on, organizations_by_id

EMPLOYER_KINDS = ("base_committee", "general_branch", "branch")
RESIDENCE_KINDS = ("community", "village")
PROPOSED = 5
_CANDIDATES = 50
_SHORTEST_NAME = 3
"""Shorter names are parts of too many others."""
_PLACES = re.compile(r"[\d\W_]+|[^\d\W_]+?(?:省|自治区|市|区|县|旗|镇|乡|街道)(?=[^\d\W_]{2})")


@dataclass(frozen=True)
class Proposal:
    """A unit to go to, and the rule that names it: `employer` or `residence`."""

    organization: Organization
    rule: str


def proposals(tx: Transaction, member: Member, near: str = "/") -> list[Proposal]:
    """The units that the member's employer names, else those of the residence; the likeliest first.

    Between units of one name, those are likelier that the residence describes, then those near the path `near`.
    """
    for rule, text, kinds in _rules(member):
        found = _candidates(tx, text, kinds, rule)
        if found:
            ranked = sorted(found, key=_likelihood(tx, found, member, near), reverse=True)
            return [Proposal(organization, rule) for organization in ranked[:PROPOSED]]
    return []


def destination_rule(tx: Transaction, member: Member, chosen: Organization) -> str:
    """By which rule a unit was chosen: `employer`, `residence`, `other`, or "" where the rules name no unit."""
    for rule, text, kinds in _rules(member):
        found = _candidates(tx, text, kinds, rule)
        if found:
            return rule if any(_same_place(chosen, named) for named in found) else "other"
    return ""


def _rules(member: Member) -> list[tuple[str, str, tuple[str, ...]]]:
    rules = (("employer", member.employer, EMPLOYER_KINDS), ("residence", member.residence, RESIDENCE_KINDS))
    return [(rule, text.strip(), kinds) for rule, text, kinds in rules if text and len(text.strip()) >= _SHORTEST_NAME]


def _candidates(tx: Transaction, text: str, kinds: tuple[str, ...], rule: str) -> list[Organization]:
    names = _named_by_employer(text) if rule == "employer" else _named_by_residence(text)
    query = select(Organization).where(Organization.kind.in_(kinds), exists_on(tx.today), or_(*names))
    return list(tx.session.scalars(query.order_by(Organization.path).limit(_CANDIDATES)))


def _named_by_employer(text: str) -> list[ColumnElement[bool]]:
    return [
        _inside(text, Organization.short_name),
        Organization.name.contains(text, autoescape=True),
        Organization.party_name.contains(text, autoescape=True),
        Organization.covers.contains(text, autoescape=True),
        _inside(text, Organization.name),
    ]


def _named_by_residence(text: str) -> list[ColumnElement[bool]]:
    covered = [Organization.covers.contains(place, autoescape=True) for place in places_in(text)]
    return [_inside(text, Organization.short_name), _inside(text, Organization.name), *covered]


def places_in(residence: str) -> list[str]:
    """The names of roads and estates in an address: without provinces, cities, districts, streets and numbers."""
    found = (part for part in _PLACES.sub(" ", residence).split() if len(part) >= _SHORTEST_NAME)
    return list(dict.fromkeys(found))


def _inside(text: str, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return and_(func.length(column) >= _SHORTEST_NAME, literal(text, String).contains(column))


def _likelihood(tx: Transaction, found: list[Organization], member: Member, near: str) -> _Likelihood:
    above = organizations_by_id(tx, {key for unit in found for key in unit.ancestor_ids})
    return _Likelihood(above, f"{member.employer or ''} {member.residence or ''}", member.employer, near)


@dataclass(frozen=True)
class _Likelihood:
    above: Mapping[int, Organization]
    text: str
    employer: str | None
    near: str

    def __call__(self, unit: Organization) -> tuple[bool, int, int, int]:
        described = sum(self._is_described(self.above[key]) for key in unit.ancestor_ids)
        together = len({*unit.path.split("/")} & {*self.near.split("/")})
        is_exact = self.employer in (unit.name, unit.short_name)
        return is_exact, described, together, -len(unit.path)

    def _is_described(self, unit: Organization) -> bool:
        return any(name and name in self.text for name in (unit.short_name, unit.name))


def _same_place(chosen: Organization, named: Organization) -> bool:
    """A branch below the proposed unit, or the unit above a proposed branch, is the same place."""
    return chosen.is_at_or_below(named) or (named.is_at_or_below(chosen) and chosen.kind in EMPLOYER_KINDS)
