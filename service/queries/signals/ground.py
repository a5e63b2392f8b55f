"""What all signals are computed from: members whom a unit on this platform answers for, and what settles a matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from service.models import Case, Member, MemberRelation, Organization
from workflows.dual_management import IN_FORCE
from workflows.transfer.states import ON_THE_WAY

IN_FLIGHT = (*ON_THE_WAY, "refused", "placement")


@dataclass(frozen=True)
class Found:
    """Something is the matter with a member, since a day; `case_id` is the case whose facts say so.

    Without a day it is so since it was noticed.
    """

    member_id: str
    since: date | None
    case_id: int | None = None


BELONGS, UNIT = aliased(MemberRelation), aliased(Organization)
"""The member's affiliation of today, and the unit, in the statements below."""


def kept_here() -> ColumnElement[bool]:
    """A unit on this platform answers for the member: nobody outside can be told anything."""
    held = select(MemberRelation.id).join(Organization, Organization.id == MemberRelation.organization_id)
    held = held.where(MemberRelation.member_id == Member.id, MemberRelation.until.is_(None))
    return held.where(MemberRelation.relation == "responsibility", Organization.kind != "external").exists()


def with_affiliation(query: Select[Any]) -> Select[Any]:
    """The statement about members with their affiliation of today beside them."""
    held = and_(BELONGS.member_id == Member.id, BELONGS.relation == "affiliation", BELONGS.until.is_(None))
    return query.outerjoin(BELONGS, held).outerjoin(UNIT, UNIT.id == BELONGS.organization_id).where(kept_here())


def takes_part_elsewhere() -> ColumnElement[bool]:
    """Dual management or an attachment by certificate is in force: the member is not lost where they live."""
    return exists().where(
        Case.member_id == Member.id,
        or_(
            and_(Case.workflow == "dual_management", Case.state.in_(IN_FORCE)),
            and_(Case.workflow == "mobile_registration", Case.state == "attached"),
        ),
    )


def has_open_transfer(*states: str) -> ColumnElement[bool]:
    """A transfer is under way, in one of these states where they are named."""
    found = exists().where(Case.member_id == Member.id, Case.workflow == "transfer", Case.is_open)
    return found.where(Case.state.in_(states)) if states else found
