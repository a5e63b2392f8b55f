"""Letters: a number drawn from the issuer's range of the year, and what becomes of the paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.change import Change
from service.errors import ActionRefused
from service.models import Letter, LetterCounter, Organization
from service.papers import new_code
from service.queries.letters import is_number_taken, settings_of
from workflows.guards import normal_number
from workflows.letter_numbers import USUAL_DIGITS, USUAL_SCHEME, printed_number
from workflows.routes import DEFAULT_VALIDITY
from workflows.vocabulary import Party, Refusal


def issue(
    change: Change, *, kind: str = "paper", replaces: Letter | None = None, received_on: date | None = None
) -> Letter:
    """A new letter in force for the case; from an issuer outside, as it was typed from the paper."""
    issuer = change.organization_of(Party.OUTFLOW_COMMITTEE)
    issued_on = _issued_on(change, issuer)
    number = _typed(change, issuer, issued_on.year) if issuer.external else _draw(change, issuer, issued_on.year)
    days = 0 if kind == "online" else change.fields.get("valid_days") or DEFAULT_VALIDITY[change.case.route]
    values: dict[str, Any] = {
        "case_id": change.case.id,
        "issuer_id": issuer.id,
        "year": issued_on.year,
        "kind": kind,
        "number": number,
        "normal_number": normal_number(number),
        "issued_on": issued_on,
        "valid_days": days,
        "expires_on": issued_on + timedelta(days=days),
        "first_issued_on": replaces.first_issued_on if replaces else issued_on,
        "status": "valid",
        "issuer_external": issuer.external,
        "reissue_of_id": replaces.id if replaces else None,
        "code": new_code() if kind == "paper" and not issuer.external else None,
        "received_on": received_on,
    }
    letter = change.tx.session.execute(insert(Letter).values(values).returning(Letter)).scalar_one()
    change.case.letter_id = letter.id
    set_committed_value(change.case, "letter", letter)
    change.details |= {"letter": letter.number, "expires_on": letter.expires_on.isoformat()}
    return letter


def set_status(change: Change, status: str) -> None:
    """Mark the letter in force as lost or void; its number stays taken for ever."""
    letter = change.case.letter
    if letter is None or letter.status == "void":
        return
    change_letter(change, letter, status=status)
    change.details["letter"] = letter.number


def change_letter(change: Change, letter: Letter, **values: Any) -> None:
    """Write some columns of a letter, and show them."""
    change.tx.session.execute(
        update(Letter).where(Letter.id == letter.id).values(values).execution_options(synchronize_session=False)
    )
    for name, value in values.items():
        set_committed_value(letter, name, value)


def _issued_on(change: Change, issuer: Organization) -> date:
    typed: date | None = change.fields.get("issued_on") if issuer.external else None
    return typed or change.tx.today


def _typed(change: Change, issuer: Organization, year: int) -> str:
    """The number on the paper. Raises ActionRefused when a letter of this issuer and year has it already."""
    number = str(change.fields["letter_number"])
    if is_number_taken(change.tx, issuer.id, year, number):
        raise ActionRefused([Refusal("letter_number_taken", {"number": number}, "letter_number")])
    return number


def _draw(change: Change, issuer: Organization, year: int) -> str:
    dialect = sqlite if change.tx.database.is_sqlite else postgresql
    statement = dialect.insert(LetterCounter).values(issuer_id=issuer.id, year=year, last_number=1)
    drawn = change.tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["issuer_id", "year"], set_={"last_number": LetterCounter.last_number + 1}
        ).returning(LetterCounter.last_number)
    ).scalar_one()
    kept = settings_of(change.tx, issuer.id)
    scheme, digits = (kept.number_scheme, kept.number_digits) if kept else (USUAL_SCHEME, USUAL_DIGITS)
    return printed_number(scheme, digits, year=year, drawn=drawn, code=issuer.code)
