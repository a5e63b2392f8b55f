"""What a member's page and the list of members show beside the member: relations over time, and cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, Letter, Member, MemberRelation, Organization
from service.permissions import Actor, visible_cases

SHOWN = 50


@dataclass(frozen=True)
class Held:
    """From when to when an organization held a relation; `case` is the number of what brought it, if it may be read."""

    relation: str
    organization: Organization
    since: datetime
    until: datetime | None
    case: str | None


@dataclass(frozen=True)
class MemberLetter:
    """A letter, and the number of its case."""

    letter: Letter
    case: str


def missing_facts(member: Member) -> list[str]:
    """The fields a transfer or a clock needs and nobody has recorded; the end of probation while it runs."""
    recorded = {
        "id_number": member.id_number_sealed, "phone": member.phone_sealed, "birth_date": member.birth_date,
        "joined_on": member.joined_on, "dues_paid_through": member.dues_paid_through,
    }  # fmt: skip
    if member.member_status == "probationary" and not member.converted_on:
        recorded["probation_ends_on"] = member.probation_ends_on
    return [name for name, value in recorded.items() if not value]


def relations_of(tx: Transaction, actor: Actor, records: Sequence[str]) -> list[Held]:
    """Both dated facts of a member, that is of these records of one person, the newest first."""
    readable = select(Case.id, Case.number).where(Case.member_id.in_(records), visible_cases(actor)).subquery()
    query = (
        select(MemberRelation, Organization, readable.c.number)
        .join(Organization, Organization.id == MemberRelation.organization_id)
        .outerjoin(readable, readable.c.id == MemberRelation.case_id)
        .where(MemberRelation.member_id.in_(records))
        .order_by(MemberRelation.since.desc(), MemberRelation.id.desc())
        .limit(SHOWN)
    )
    return [
        Held(held.relation, organization, held.since, held.until, number)
        for held, organization, number in tx.session.execute(query)
    ]


def cases_of(tx: Transaction, actor: Actor, records: Iterable[str], *, only_open: bool = False) -> Sequence[Case]:
    """The cases about these members that the actor may read, the open first, then the newest; their rows only."""
    query = select(Case).where(Case.member_id.in_(list(records)), visible_cases(actor))
    if only_open:
        query = query.where(Case.is_open)
    return tx.session.scalars(query.order_by(Case.is_open.desc(), Case.id.desc()).limit(SHOWN)).all()


def letters_of(tx: Transaction, actor: Actor, records: Sequence[str]) -> list[MemberLetter]:
    """The letters of the member's cases that the actor may read, the newest first."""
    query = (
        select(Letter, Case.number)
        .join(Case, Case.id == Letter.case_id)
        .where(Case.member_id.in_(records), visible_cases(actor))
        .order_by(Letter.id.desc())
        .limit(SHOWN)
    )
    return [MemberLetter(letter, number) for letter, number in tx.session.execute(query)]
