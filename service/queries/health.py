"""What an operator should know: work that lies still because nobody sees it, and sealed data that does not open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from service.db import Transaction
from service.models import (
    Case,
    CaseClock,
    CaseParty,
    Delivery,
    DuplicateDecision,
    Job,
    Member,
    MemberRelation,
    Organization,
)
from service.queries.alerts import LADDER
from service.vault import VaultError

LIMIT = 100
JOB_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Vacancy:
    """An organization whose turn it is in open cases and that has nobody to act; `desk` stands in for it, if any."""

    organization: str
    name: str
    desk: str | None
    cases: int


def vacancies(tx: Transaction) -> list[Vacancy]:
    """Holders of open cases without people of their own, those for whom nobody stands in first."""
    desk = Organization.__table__.alias("desk")
    query = (
        select(Organization.code, Organization.name, desk.c.name, func.count())
        .select_from(Case)
        .join(CaseParty, and_(CaseParty.case_id == Case.id, CaseParty.party == Case.holder_party))
        .join(Organization, Organization.id == CaseParty.organization_id)
        .outerjoin(desk, desk.c.id == CaseParty.desk_id)
        .where(Case.is_open, CaseParty.desk_id.is_distinct_from(CaseParty.organization_id))
        .where(or_(Organization.kind != "external", CaseParty.desk_id.is_(None)))
        .group_by(Organization.code, Organization.name, desk.c.name)
        .order_by(desk.c.name.is_not(None), Organization.code)
        .limit(LIMIT)
    )
    return [Vacancy(*row) for row in tx.session.execute(query)]


def cases_that_lie_still(tx: Transaction) -> Sequence[str]:
    """Open cases without a holder, or without a clock that runs: nobody would ever be reminded of them."""
    runs = select(CaseClock.case_id).where(CaseClock.case_id == Case.id, CaseClock.running).exists()
    query = select(Case.number).where(Case.is_open, or_(Case.holder_id.is_(None), ~runs)).order_by(Case.id)
    return tx.session.scalars(query.limit(LIMIT)).all()


def members_nobody_answers_for(tx: Transaction) -> Sequence[str]:
    """Members without a responsible unit who have neither died nor left the Party nor gone up in another record."""
    held = select(MemberRelation.id).where(MemberRelation.member_id == Member.id, MemberRelation.until.is_(None))
    gone = select(Case.id).where(Case.member_id == Member.id, Case.state == "void")
    merged = select(DuplicateDecision.id).where(DuplicateDecision.member_id == Member.id)
    query = select(Member.id).where(~held.where(MemberRelation.relation == "responsibility").exists())
    query = query.where(~gone.exists(), ~merged.where(DuplicateDecision.decision == "merged").exists())
    return tx.session.scalars(query.order_by(Member.id).limit(LIMIT)).all()


def alerts_waiting(tx: Transaction) -> int:
    """Rungs due for somebody and not raised: a worker would have raised them since midnight."""
    clocks = select(func.count()).select_from(CaseClock).where(CaseClock.running)
    due = (clocks.where(step.day <= tx.today, step.meant_for.is_not(None)) for step in LADDER)
    return sum(tx.session.scalar(query) or 0 for query in due)


def jobs_waiting(tx: Transaction) -> int:
    """Long work that nobody has begun for five minutes."""
    query = select(func.count()).select_from(Job).where(Job.state == "waiting")
    return tx.session.scalar(query.where(Job.asked_at < tx.now - JOB_PATIENCE)) or 0


def mail_waiting(tx: Transaction) -> int:
    """Mails that should have left and have not."""
    waiting = Delivery.state.in_(("pending", "claimed")) & (Delivery.available_at <= tx.now)
    return tx.session.scalar(select(func.count()).select_from(Delivery).where(waiting)) or 0


def unconfirmed_names(tx: Transaction) -> int:
    """Organizations that may issue letters under a Party name that nobody has confirmed."""
    query = select(func.count()).select_from(Organization)
    return tx.session.scalar(query.where(Organization.may_issue_letters, ~Organization.party_name_confirmed)) or 0


def opens_sealed_data(tx: Transaction) -> bool:
    """Whether the keys open the first and the last member's ID numbers."""
    numbered = select(Member).where(Member.id_number_sealed.is_not(None))
    for order in (Member.id, Member.id.desc()):
        member = tx.session.scalar(numbered.order_by(order).limit(1))
        if member is not None and not _opens(tx, member):
            return False
    return True


def _opens(tx: Transaction, member: Member) -> bool:
    try:
        tx.vault.unseal(member.id_number_sealed or b"", table="members", column="id_number", row=member.id)
    except VaultError:
        return False
    return True
