"""Members who are likely recorded twice: found by name, then birth date or the blind index of the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from service.db import Transaction
from service.models import Member, MemberRelation, Organization
from service.permissions import Actor, visible_members

SHOWN = 5


@dataclass(frozen=True)
class Duplicate:
    """Another record of what may be the same person, where it belongs, and what is the same in both."""

    member: Member
    belongs_to: Organization | None
    same_birth_date: bool
    same_phone: bool


def likely_duplicates(tx: Transaction, actor: Actor, member: Member) -> Sequence[Duplicate]:
    """Of the members the actor may read. ID numbers are unique and checked, so two of them are two persons."""
    recorded = {Member.birth_date: member.birth_date, Member.phone_index: member.phone_index}
    same = [column == value for column, value in recorded.items() if value]
    if not same:
        return []
    query = (
        select(Member, Organization)
        .outerjoin(
            MemberRelation,
            (MemberRelation.member_id == Member.id)
            & (MemberRelation.relation == "affiliation")
            & MemberRelation.until.is_(None),
        )
        .outerjoin(Organization, Organization.id == MemberRelation.organization_id)
        .where(Member.name == member.name, Member.id != member.id, or_(*same), visible_members(actor))
        .order_by(Member.id)
        .limit(SHOWN)
    )
    if member.id_number_index is not None:
        query = query.where(Member.id_number_index.is_(None))
    return [_duplicate(member, other, unit) for other, unit in tx.session.execute(query)]


def _duplicate(member: Member, other: Member, unit: Organization | None) -> Duplicate:
    return Duplicate(
        other,
        unit,
        same_birth_date=bool(member.birth_date) and other.birth_date == member.birth_date,
        same_phone=bool(member.phone_index) and other.phone_index == member.phone_index,
    )
