"""People whom a case brings in: known already, or recorded now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.casework.members import add_member
from service.db import Transaction
from service.errors import NotPermitted, ValidationFailed
from service.models import Organization
from service.permissions import Actor
from service.queries.organizations import ancestors, organization_with_code
from service.queries.subjects import Person, find_subject, person_by_id_number
from workflows.vocabulary import Refusal


def new_arrival(tx: Transaction, actor: Actor, who: Mapping[str, Any], outflow: Organization) -> Person:
    """The person the paper is about. A new one belongs to the unit outside until the case says otherwise."""
    if not outflow.external:
        raise ValidationFailed([Refusal("not_external", {"code": outflow.code}, "outflow_code")])
    if who.get("member_id"):
        return find_subject(tx, actor, who, lock=True)
    described: Mapping[str, Any] = who.get("member") or who
    known = person_by_id_number(tx, str(described.get("id_number", "")), str(described.get("name", "")), lock=True)
    if known is not None:
        return known
    member = add_member(tx, outflow, described)
    return Person(member, outflow, outflow)


def person_and_keeper(
    tx: Transaction, actor: Actor, who: Mapping[str, Any], *, newcomers: bool
) -> tuple[Person, Organization]:
    """Whom a case about one unit is about, and that unit: the one that answers for the person, else the one that asks.

    Somebody whom nobody has recorded belongs nowhere as far as is known; the unit that found them answers for them.
    """
    described = who.get("member") if newcomers else None
    person = _found(tx, actor, described) if described else find_subject(tx, actor, who)
    if person.responsible is not None and not person.responsible.external:
        return person, _standing(tx, person.responsible)
    unit = _own_unit(tx, actor)
    if person.responsible is None:
        person = replace(person, responsible=unit)
    return person, unit


def belongs_nowhere(tx: Transaction, actor: Actor, who: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
    """Somebody who was found, with no unit named as the one they come from, and none on record."""
    if named.get("outflow_code"):
        return False
    described = who.get("member")
    if described is None:
        return find_subject(tx, actor, who).affiliation is None
    known = person_by_id_number(tx, str(described.get("id_number", "")), str(described.get("name", "")))
    return known is None or known.affiliation is None


def _found(tx: Transaction, actor: Actor, described: Mapping[str, Any]) -> Person:
    number, name = str(described.get("id_number") or ""), str(described.get("name") or "")
    known = person_by_id_number(tx, number, name) if number else None
    if known is not None:
        return known
    unit = _own_unit(tx, actor)
    return Person(add_member(tx, unit, described, ("responsibility",)), None, unit)


def _standing(tx: Transaction, unit: Organization) -> Organization:
    """The unit, or the nearest above it that exists today."""
    line = [unit, *reversed(ancestors(tx, unit))] if not unit.is_valid_on(tx.today) else [unit]
    return next((found for found in line if found.is_valid_on(tx.today)), unit)


def _own_unit(tx: Transaction, actor: Actor) -> Organization:
    """The unit for which the actor speaks. Raises NotPermitted for somebody who speaks for none."""
    if actor.post is None:
        raise NotPermitted
    return organization_with_code(tx, actor.post.code)
