"""Reading members: those of one's own subtree, found by name, initials, ID number or its last four places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select

from service import identity
from service.db import Transaction
from service.models import Member, MemberRelation, Organization
from service.permissions import Actor, visible_members

_LAST_FOUR = re.compile(r"\d{3}[\dXx]")
_INITIALS = re.compile(r"[A-Za-z]+")


def find_member(tx: Transaction, actor: Actor, member_id: str, *, lock: bool = False) -> Member | None:
    """A member the actor may read."""
    query = select(Member).where(Member.id == member_id, visible_members(actor))
    return tx.session.scalar(query.with_for_update(of=Member) if lock else query)


def members_page(
    tx: Transaction,
    actor: Actor,
    *,
    organization: Organization | None = None,
    q: str = "",
    after: str = "",
    limit: int = 50,
) -> Sequence[Member]:
    """The next members the actor may read, by key; of a subtree, and matching what was typed, where these are given."""
    conditions = _wanted(tx, actor, organization, q)
    query = select(Member).where(Member.id > after, *conditions)
    return tx.session.scalars(query.order_by(Member.id).limit(limit)).all()


def count_members(
    tx: Transaction, actor: Actor, *, organization: Organization | None = None, q: str = "", limit: int
) -> int:
    """How many members fit; the count stops at `limit`."""
    query = select(Member.id).where(*_wanted(tx, actor, organization, q)).limit(limit)
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _wanted(tx: Transaction, actor: Actor, organization: Organization | None, q: str) -> list[ColumnElement[bool]]:
    conditions = [visible_members(actor)]
    if organization is not None:
        conditions.append(_held_below(organization))
    return [*conditions, fits(tx, q.strip())] if q.strip() else conditions


def members_by_index(tx: Transaction, indexes: Iterable[str], *, lock: bool = False) -> dict[str, Member]:
    """The members with these blind indexes of ID numbers, whoever may read them."""
    query = select(Member).where(Member.id_number_index.in_(set(indexes))).order_by(Member.id)
    found = tx.session.scalars(query.with_for_update(of=Member) if lock else query)
    return {str(member.id_number_index): member for member in found}


def responsible_for(tx: Transaction, member: Member) -> Organization | None:
    """The organization that answers for a member now."""
    return _holder(tx, member, "responsibility")


def affiliation_of(tx: Transaction, member: Member) -> Organization | None:
    """The organization a member belongs to now."""
    return _holder(tx, member, "affiliation")


def holders(tx: Transaction, members: Iterable[Member], relation: str) -> dict[str, Organization]:
    """For each of these members the organization that holds the relation now, by the member's key."""
    keys = [member.id for member in members]
    if not keys:
        return {}
    query = (
        select(MemberRelation.member_id, Organization)
        .join(MemberRelation.organization)
        .where(MemberRelation.member_id.in_(keys))
        .where(MemberRelation.relation == relation, MemberRelation.until.is_(None))
    )
    return dict(tx.session.execute(query).all())


def masked(tx: Transaction, member: Member) -> dict[str, str | None]:
    """The ID number and the phone as everybody who may read the member sees them."""
    number, phone = (opened(tx, member, column) for column in ("id_number", "phone"))
    return {
        "id_number": identity.mask_id_number(number) if number else None,
        "phone": identity.mask_phone(phone) if phone else None,
    }


def opened(tx: Transaction, member: Member, column: str) -> str | None:
    """The whole ID number or phone: for masks, and for those who say why and are logged."""
    sealed: bytes | None = getattr(member, f"{column}_sealed")
    return tx.vault.unseal(sealed, table="members", column=column, row=member.id) if sealed else None


def _holder(tx: Transaction, member: Member, relation: str) -> Organization | None:
    return holders(tx, [member], relation).get(member.id)


def _held_below(organization: Organization) -> ColumnElement[bool]:
    within = Organization.path.between(organization.path, organization.path[:-1] + "0")
    held = select(MemberRelation.id).join(MemberRelation.organization).where(MemberRelation.member_id == Member.id)
    return held.where(MemberRelation.until.is_(None), within).exists()


def fits(tx: Transaction, text: str) -> ColumnElement[bool]:
    """What a piece of text may be: a whole ID number, its last four places, initials, the beginning of a name."""
    number = identity.clean_id_number(text)
    if identity.is_valid_id_number(number):
        return Member.id_number_index == tx.vault.blind_index("id_number", number)
    conditions = [Member.name.startswith(text, autoescape=True)]
    if _INITIALS.fullmatch(text):
        conditions.append(Member.name_initials.startswith(text.lower(), autoescape=True))
    if _LAST_FOUR.fullmatch(number):
        conditions.append(Member.id_last4_index == tx.vault.blind_index("id_last4", number.upper()))
    return or_(*conditions)
