"""Looking up letters by the number on the paper."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, Letter, LetterCounter, LetterSettings, Organization
from workflows.guards import normal_number
from workflows.vocabulary import Refusal


def what_became_of(tx: Transaction, case: Case, typed: str) -> Refusal | None:
    """The refusal for an older letter of the case that turns up: it is void, and this number replaced it."""
    newer = aliased(Letter)
    row = tx.session.execute(
        select(Letter.number, newer.number)
        .outerjoin(newer, (newer.case_id == Letter.case_id) & (newer.reissue_of_id == Letter.id))
        .where(
            Letter.case_id == case.id,
            Letter.id != case.letter_id,
            Letter.normal_number == normal_number(typed),
        )
        .limit(1)
    ).first()
    if row is None:
        return None
    replaced_by = case.letter.number if case.letter and case.letter.status == "valid" else row[1]
    return Refusal("letter_void", {"number": row[0], "replaced_by": replaced_by}, "letter_number")


@dataclass(frozen=True)
class CheckedLetter:
    """A letter as anybody may know it who holds the paper: nothing of the member."""

    letter: Letter
    issuer: Organization
    replaced_by: str | None


def letter_with_code(tx: Transaction, code: str) -> CheckedLetter | None:
    """The letter that bears this code, in one statement; void, the number of the one in force in its place."""
    newer, present = aliased(Letter), aliased(Letter)
    query = (
        select(Letter, Organization, newer.number, present.number, present.status)
        .join(Organization, Organization.id == Letter.issuer_id)
        .join(Case, Case.id == Letter.case_id)
        .outerjoin(newer, (newer.case_id == Letter.case_id) & (newer.reissue_of_id == Letter.id))
        .outerjoin(present, (present.id == Case.letter_id) & (present.id != Letter.id))
        .where(Letter.code == code)
        .limit(1)
    )
    row = tx.session.execute(query).first()
    if row is None:
        return None
    letter, issuer, successor, in_force, status = row
    replaced_by = in_force if status == "valid" else successor
    return CheckedLetter(letter, issuer, replaced_by if letter.status == "void" else None)


def is_number_taken(tx: Transaction, issuer_id: int, year: int, number: str) -> bool:
    """Whether a letter of this issuer and year bears this number, however it is written."""
    same = select(Letter.id).where(
        Letter.issuer_id == issuer_id, Letter.year == year, Letter.normal_number == normal_number(number)
    )
    return tx.session.scalar(select(same.exists())) or False


def settings_of(tx: Transaction, issuer_id: int) -> LetterSettings | None:
    """How an issuer numbers and prints its letters, where it is not the usual way."""
    return tx.session.get(LetterSettings, issuer_id)


def last_number(tx: Transaction, issuer_id: int, year: int, *, lock: bool = True) -> int:
    """The number that the issuer drew last in a year, 0 before the first; locked against another draw."""
    query = select(LetterCounter.last_number).where(LetterCounter.issuer_id == issuer_id, LetterCounter.year == year)
    return tx.session.scalar(query.with_for_update() if lock else query) or 0
