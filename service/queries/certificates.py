"""Looking up activity certificates by the number on the paper."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, Certificate
from workflows.letter_numbers import normal_number
from workflows.vocabulary import Refusal


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
