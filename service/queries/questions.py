"""What a check asks back about names of units, once for all rows with the same text, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.db import Transaction
from service.models.handed_in import HandedIn


@dataclass(frozen=True)
class UnitQuestion:
    """A text that names no unit for certain: `code` says why, `first` is the first of the rows with it.

    `answer` is the code and the name of the unit that was chosen; None while nobody has said.
    """

    field: str
    text: str
    code: str
    candidates: Sequence[Mapping[str, str]] = ()
    rows: int = 0
    first: int = 0
    answer: Mapping[str, str] | None = None


def questions_of(tx: Transaction, found: HandedIn) -> list[UnitQuestion]:
    """The questions of a roster, those without an answer first."""
    if found.questions_sealed is None:
        return []
    text = tx.vault.unseal(found.questions_sealed, table=found.__tablename__, column="questions", row=found.id)
    return [UnitQuestion(**kept) for kept in json.loads(text)]


def answers_of(questions: Iterable[UnitQuestion], field: str) -> dict[str, str]:
    """The codes of the units that texts in this column stand for."""
    return {asked.text: asked.answer["code"] for asked in questions if asked.field == field and asked.answer}
