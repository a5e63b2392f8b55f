"""What still hangs on an organization, and must be seen to before it is dissolved."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, CaseParty, Member, MemberRelation, Organization
from service.permissions import Actor, visible_cases, visible_members
from service.queries.organizations import exists_on
from workflows.vocabulary import Refusal

LISTED = 20
"""Counts stop at 100, lists earlier: whoever reads them has to work through them one by one anyway."""
COUNTED = 100


def what_remains(tx: Transaction, actor: Actor, organization: Organization) -> list[Refusal]:
    """One refusal each for members, open cases and units below; what the actor may not read is counted only."""
    return [
        *_refusal("still_has_members", _members(tx, organization), _member_names(tx, actor, organization)),
        *_refusal("still_has_open_cases", _cases(tx, organization), _case_numbers(tx, actor, organization)),
        *_refusal("still_has_units", *[_units(tx, organization)] * 2),
    ]


def _refusal(code: str, all_of_them: list[str], shown: list[str]) -> list[Refusal]:
    if not all_of_them:
        return []
    return [Refusal(code, {"count": len(all_of_them), "list": shown[:LISTED]})]


def _members(tx: Transaction, organization: Organization) -> list[str]:
    held = select(MemberRelation.member_id).distinct()
    held = held.where(MemberRelation.organization_id == organization.id, MemberRelation.until.is_(None))
    return list(tx.session.scalars(held.limit(COUNTED)))


def _member_names(tx: Transaction, actor: Actor, organization: Organization) -> list[str]:
    here = select(MemberRelation.member_id)
    here = here.where(MemberRelation.organization_id == organization.id, MemberRelation.until.is_(None))
    query = select(Member.name).where(Member.id.in_(here), visible_members(actor)).order_by(Member.name)
    return list(tx.session.scalars(query.limit(LISTED)))


def _cases(tx: Transaction, organization: Organization) -> list[str]:
    party = select(CaseParty.case_id).where(CaseParty.organization_id == organization.id)
    return list(tx.session.scalars(select(Case.number).where(Case.is_open, Case.id.in_(party)).limit(COUNTED)))


def _case_numbers(tx: Transaction, actor: Actor, organization: Organization) -> list[str]:
    party = select(CaseParty.case_id).where(CaseParty.organization_id == organization.id)
    query = select(Case.number).where(Case.is_open, Case.id.in_(party), visible_cases(actor)).order_by(Case.id)
    return list(tx.session.scalars(query.limit(LISTED)))


def _units(tx: Transaction, organization: Organization) -> list[str]:
    below = select(Organization.code).where(Organization.parent_id == organization.id, exists_on(tx.today))
    return list(tx.session.scalars(below.order_by(Organization.code).limit(COUNTED)))
