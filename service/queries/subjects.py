"""Finding whom a case is about, and the units it runs between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.errors import NotFound, ValidationFailed
from service.forms.fields import person_name
from service.identity import clean_id_number
from service.models import Member, MemberRelation, Organization
from service.permissions import Actor, visible_members
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class Person:
    """A member, the unit the member belongs to, and the unit that answers for the member."""

    member: Member
    affiliation: Organization | None
    responsible: Organization | None


def find_subject(tx: Transaction, actor: Actor, who: Mapping[str, Any], *, lock: bool = False) -> Person:
    """By id inside one's scope; anybody else only by the whole ID number and the name, both exact.

    Raises NotFound, and ValidationFailed when neither is given.
    """
    if who.get("member_id"):
        found = person_where(tx, and_(Member.id == str(who["member_id"]), visible_members(actor)), lock=lock)
    elif who.get("id_number") and who.get("name"):
        found = person_by_id_number(tx, str(who["id_number"]), str(who["name"]), lock=lock)
    else:
        raise ValidationFailed([Refusal("required", {}, "member_id")])
    if found is None:
        raise NotFound(member=who.get("member_id") or who.get("name"))
    return found


def person_by_id_number(tx: Transaction, id_number: str, name: str, *, lock: bool = False) -> Person | None:
    """The member with this ID number, if the name is theirs too."""
    index = tx.vault.blind_index("id_number", clean_id_number(id_number))
    return person_where(tx, and_(Member.id_number_index == index, Member.name == person_name(name)), lock=lock)


def person_where(tx: Transaction, condition: ColumnElement[bool], *, lock: bool = False) -> Person | None:
    """One member with both units. Locked, the record does not go up in another before this transaction ends."""
    held = _hold(tx, condition) if lock else None
    row = tx.session.execute(_persons().where(condition)).first()
    if row is not None and held not in (None, row[0].id):
        return person_where(tx, condition, lock=True)
    return None if row is None else Person(row[0], row[1], row[2])


def organizations_by_code(tx: Transaction, codes: Iterable[str]) -> dict[str, Organization]:
    """The organizations with these codes, those that exist."""
    found = tx.session.scalars(select(Organization).where(Organization.code.in_(set(codes))))
    return {organization.code: organization for organization in found}


def _hold(tx: Transaction, condition: ColumnElement[bool]) -> str | None:
    """Wait for whoever merges the record: what is read after this was written after them.

    Only SQLite has nothing to wait for, where one transaction writes at a time.
    """
    if tx.database.is_sqlite:
        return None
    held = select(Member.id).where(condition).with_for_update(of=Member, read=True, key_share=True)
    return tx.session.scalar(held) or ""


@cache
def _persons() -> Select[Any]:
    """Built once: the aliases of its tables take longer to make than the database takes to answer."""
    query: Select[Any] = select(Member)
    for relation in ("affiliation", "responsibility"):
        held, unit = aliased(MemberRelation), aliased(Organization)
        current = and_(held.member_id == Member.id, held.relation == relation, held.until.is_(None))
        query = query.outerjoin(held, current).outerjoin(unit, unit.id == held.organization_id).add_columns(unit)
    return query
