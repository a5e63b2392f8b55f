"""How a committee numbers and prints its letters: kept by its own officers, and by those above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from service.db import Transaction
from service.errors import ValidationFailed
from service.models import LetterCounter, LetterSettings, Organization
from service.permissions import Actor, may_confirm_name, require
from service.queries.letters import last_number, settings_of
from service.queries.organizations import organization_with_code
from workflows.letter_numbers import DRAWN, ISSUER, SHORT_YEAR, YEAR, is_scheme
from workflows.vocabulary import Refusal


def may_set_letters(actor: Actor, unit: Organization) -> bool:
    """Officers and administrators at and above a committee that issues letters here."""
    return unit.may_issue_letters and not unit.external and may_confirm_name(actor, unit.path)


def keep_letter_settings(tx: Transaction, actor: Actor, code: str, values: Mapping[str, Any]) -> Organization:
    """Keep the values of the form for letter settings. Letters that were issued stay as they are.

    Raises ValidationFailed for a way of writing numbers that would write one twice, and for a number already drawn.
    """
    unit = organization_with_code(tx, code)
    require(may_set_letters(actor, unit), organization=code)
    if not is_scheme(values["number_scheme"], unit.code):
        places = {"drawn": DRAWN, "year": YEAR, "short_year": SHORT_YEAR, "issuer": ISSUER}
        raise ValidationFailed([Refusal("invalid_number_scheme", places, "number_scheme")])
    kept = settings_of(tx, unit.id) or LetterSettings(issuer_id=unit.id)
    for name in ("number_scheme", "number_digits", "script"):
        setattr(kept, name, values[name])
    kept.offset_right, kept.offset_down = values.get("offset_right") or 0, values.get("offset_down") or 0
    tx.session.add(kept)
    if values.get("next_number") is not None:
        _go_on_from(tx, unit, values["next_number"])
    return unit


def _go_on_from(tx: Transaction, unit: Organization, number: int) -> None:
    """A committee that begins in the middle of a year goes on from its own book."""
    last = last_number(tx, unit.id, tx.today.year)
    if number <= last:
        raise ValidationFailed([Refusal("number_already_drawn", {"last": last}, "next_number")])
    dialect = sqlite if tx.database.is_sqlite else postgresql
    statement = dialect.insert(LetterCounter).values(issuer_id=unit.id, year=tx.today.year, last_number=number - 1)
    tx.session.execute(
        statement.on_conflict_do_update(index_elements=["issuer_id", "year"], set_={"last_number": number - 1})
    )
