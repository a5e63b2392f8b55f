"""Looking up letters by the number on the paper."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, Letter
from workflows.guards import normal_number
from workflows.vocabulary import Refusal


def what_became_of(tx: Transaction, case: Case, typed: str) -> Refusal | None:
    """The refusal for an older letter of the case that turns up: it is void, and this number replaced it."""
    newer = aliased(Letter)
    row = tx.session.execute(
        select(Letter.number, newer.number)
        .outerjoin(newer, newer.reissue_of_id == Letter.id)
        .where(
            Letter.case_id == case.id,
            Letter.id != case.letter_id,
            Letter.normal_number == normal_number(typed),
        )
        .limit(1)
    ).first()
    if row is None:
        return None
    replaced_by = row[1] or (case.letter.number if case.letter and case.letter.status == "valid" else None)
    return Refusal("letter_void", {"number": row[0], "replaced_by": replaced_by}, "letter_number")


def is_number_taken(tx: Transaction, issuer_id: int, year: int, number: str) -> bool:
    """Whether a letter of this issuer and year bears this number, however it is written."""
    same = select(Letter.id).where(
        Letter.issuer_id == issuer_id, Letter.year == year, Letter.normal_number == normal_number(number)
    )
    return tx.session.scalar(select(same.exists())) or False
