"""Looking up activity certificates by the number on the paper."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.errors import ActionRefused
from service.models import Case, CaseParty, Certificate, Member, Organization
from service.permissions import Actor
from workflows.letter_numbers import normal_number
from workflows.parties import Party
from workflows.vocabulary import Refusal

AWAITED_SHOWN = 20


class InForce(NamedTuple):
    """A certificate that counts, and the number of the case it belongs to."""

    number: str
    case: str


def is_number_taken(tx: Transaction, issuer_id: int, number: str) -> bool:
    """Whether a certificate of this issuer bears the number, however it is written."""
    same = select(Certificate.id).where(
        Certificate.issuer_id == issuer_id, Certificate.normal_number == normal_number(number)
    )
    return tx.session.scalar(select(same.exists())) or False


def certificate_in_force(tx: Transaction, member_id: str) -> InForce | None:
    """The one that a member carries."""
    query = (
        select(Certificate.number, Case.number)
        .join(Case, Case.id == Certificate.case_id)
        .where(Case.member_id == member_id, Case.workflow == "mobile_registration", Certificate.status == "valid")
    )
    row = tx.session.execute(query.limit(1)).first()
    return InForce(*row) if row else None


def case_with_certificate(tx: Transaction, typed: str, name: str) -> str:
    """The number of the case in which a paper with this number and this name on it is in force.

    Raises ActionRefused with what is known of a paper that is not.
    """
    query = (
        select(Certificate, Case.number, Member.name)
        .join(Case, Case.id == Certificate.case_id)
        .join(Member, Member.id == Case.member_id)
        .where(Certificate.normal_number == normal_number(typed))
        .order_by(Member.name != name, Certificate.status != "valid", Certificate.id.desc())
    )
    row = tx.session.execute(query.limit(1)).first()
    if row is None:
        raise ActionRefused([Refusal("certificate_mismatch", {}, "certificate_number")])
    found, number, on_it = row
    if on_it != name:
        raise ActionRefused([Refusal("certificate_of_another", {"number": found.number}, "certificate_number")])
    if found.status != "valid":
        raise ActionRefused([void(found)])
    return str(number)


class Awaited(NamedTuple):
    """A certificate whose holder is to report here: its number, who issued it and its case, and not whose it is."""

    number: str
    issued_on: date
    home: str
    case: str


def awaited_at(tx: Transaction, actor: Actor, typed: str = "") -> list[Awaited]:
    """Those issued for the actor's units and not shown yet, the oldest first; or the one with the number typed."""
    host, home, unit = aliased(CaseParty), aliased(CaseParty), aliased(Organization)
    query = (
        select(Certificate.number, Certificate.issued_on, unit.name, Case.number)
        .join(Case, Case.id == Certificate.case_id)
        .join(host, and_(host.case_id == Case.id, host.party == Party.HOST, host.desk_id.in_(actor.organization_ids)))
        .join(home, and_(home.case_id == Case.id, home.party == Party.HOME))
        .join(unit, unit.id == home.organization_id)
        .where(Case.is_open, Case.state == "certificate_issued", Certificate.status == "valid")
        .order_by(Certificate.id)
        .limit(AWAITED_SHOWN)
    )
    if typed:
        query = query.where(Certificate.normal_number == normal_number(typed))
    return [Awaited(*row) for row in tx.session.execute(query)]


def what_the_paper_is(tx: Transaction, case: Case, typed: str) -> Refusal | None:
    """The refusal for a number that is not the one in force: an older paper of the case, or another person's."""
    query = (
        select(Certificate, Case.member_id)
        .join(Case, Case.id == Certificate.case_id)
        .where(Certificate.normal_number == normal_number(typed))
        .order_by(Certificate.case_id != case.id, Certificate.id.desc())
    )
    row = tx.session.execute(query.limit(1)).first()
    if row is None:
        return None
    found, member_id = row
    if member_id != case.member_id:
        return Refusal("certificate_of_another", {"number": found.number}, "certificate_number")
    return void(found)


def void(found: Certificate) -> Refusal:
    """Why a paper no longer counts. The number that took its place is for its holder alone to show."""
    day = found.ended_on.isoformat() if found.ended_on else None
    since = {"lost_on" if found.status == "lost" else "ended_on": day}
    return Refusal("certificate_void", {"number": found.number, **since}, "certificate_number")
