"""Members who are likely recorded twice: found by name, then birth date or the blind index of the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select

from service.db import Transaction
from service.models import DuplicateDecision, Member, MemberRelation, Organization
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
        .where(~_told_apart(member))
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


def record_kept_for(tx: Transaction, member_id: str) -> str | None:
    """The record in which this one went up, and that one perhaps in a third."""
    kept: str | None = None
    found: str | None = member_id
    while found := tx.session.scalar(_merged().where(DuplicateDecision.member_id == found)):
        kept = found
    return kept


def records_of(tx: Transaction, member: Member) -> list[str]:
    """The keys of a member's record and of all that went up in it."""
    into = _merged().with_only_columns(DuplicateDecision.member_id)
    keys = waiting = [member.id]
    while waiting := list(tx.session.scalars(into.where(DuplicateDecision.other_id.in_(waiting)))):
        keys = [*keys, *waiting]
    return keys


def _merged() -> Select[str]:
    return select(DuplicateDecision.other_id).where(DuplicateDecision.decision == "merged")


def _told_apart(member: Member) -> ColumnElement[bool]:
    mine, theirs = DuplicateDecision.member_id, DuplicateDecision.other_id
    either = ((mine == member.id) & (theirs == Member.id)) | ((theirs == member.id) & (mine == Member.id))
    return select(DuplicateDecision.id).where(DuplicateDecision.decision == "distinct", either).exists()
