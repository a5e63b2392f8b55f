"""What a list of members by class shows beside each member: where they belong since when, and their open cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, Member, MemberRelation, Organization
from service.permissions import Actor, may_read_members_of, visible_cases, visible_members
from service.queries.lists import cases_by_id
from service.queries.member_classes import LISTED_KINDS, SUMMED_KINDS


@dataclass(frozen=True)
class ListedMember:
    """A member of a class; `readable` where the actor may read the member and not only a case about them.

    `belongs` is the unit and since when; None while nobody knows it.
    """

    member: Member
    readable: bool
    belongs: tuple[Organization, datetime] | None
    cases: Sequence[Case]


def shows_members(actor: Actor, unit: Organization) -> bool:
    """Whether the unit holds members, or sums over units that do, and the actor may read them."""
    return unit.kind in LISTED_KINDS | SUMMED_KINDS and may_read_members_of(actor, unit.path)


def listed_members(tx: Transaction, actor: Actor, members: Sequence[Member]) -> list[ListedMember]:
    """These members in their order, with the open cases that the actor may read; four statements for all of them."""
    keys = [member.id for member in members]
    readable = set(tx.session.scalars(select(Member.id).where(Member.id.in_(keys), visible_members(actor))))
    belongs, cases = _affiliations(tx, keys), _open_cases(tx, actor, keys)
    return [
        ListedMember(
            member=member,
            readable=member.id in readable,
            belongs=belongs.get(member.id),
            cases=[case for case in cases if case.member_id == member.id],
        )
        for member in members
    ]


def _affiliations(tx: Transaction, keys: Sequence[str]) -> dict[str, tuple[Organization, datetime]]:
    query = (
        select(MemberRelation.member_id, Organization, MemberRelation.since)
        .join(MemberRelation.organization)
        .where(MemberRelation.member_id.in_(keys), MemberRelation.until.is_(None))
        .where(MemberRelation.relation == "affiliation")
    )
    return {key: (organization, since) for key, organization, since in tx.session.execute(query)}


def _open_cases(tx: Transaction, actor: Actor, keys: Sequence[str]) -> list[Case]:
    query = select(Case.id).where(Case.member_id.in_(keys), Case.is_open, visible_cases(actor)).order_by(Case.id)
    return list(cases_by_id(tx, list(tx.session.scalars(query))).values())
