"""Looking up letters by the number on the paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, Letter, LetterCounter, LetterSettings, Organization
from workflows.guards import normal_number
from workflows.letter_numbers import same_number
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class OlderLetter:
    """A letter of a case that is not the one in force, and the number of the one issued in its place."""

    number: str
    newer: str | None


def older_letters(tx: Transaction, cases: Iterable[Case]) -> Mapping[int, list[OlderLetter]]:
    """By the case's key, in one statement."""
    newer, in_force = aliased(Letter), {case.id: case.letter_id for case in cases}
    query = (
        select(Letter.case_id, Letter.number, newer.number)
        .outerjoin(newer, (newer.case_id == Letter.case_id) & (newer.reissue_of_id == Letter.id))
        .where(Letter.case_id.in_(in_force), Letter.id.not_in({key for key in in_force.values() if key}))
    )
    found: dict[int, list[OlderLetter]] = defaultdict(list)
    for case_id, number, successor in tx.session.execute(query):
        found[case_id].append(OlderLetter(number, successor))
    return found


def what_became_of(tx: Transaction, case: Case, typed: str) -> Refusal | None:
    """The refusal for an older letter of the case that turns up."""
    return refusal_of_older(case, typed, older_letters(tx, [case])[case.id])


def refusal_of_older(case: Case, typed: str, older: Sequence[OlderLetter]) -> Refusal | None:
    """An older letter of the case is void, and this number replaced it."""
    letter = next((letter for letter in older if same_number(typed, letter.number)), None)
    if letter is None:
        return None
    replaced_by = case.letter.number if case.letter and case.letter.status == "valid" else letter.newer
    return Refusal("letter_void", {"number": letter.number, "replaced_by": replaced_by}, "letter_number")


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
