"""The answers in the workbook: beside each cell whose unit its owner chose, which unit that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from service.intake.cleaning import plain
from service.intake.notes import Note
from service.intake.questions import NAMES
from service.intake.roster_columns import Roster
from service.intake.roster_lines import section_of
from service.intake.rows import Row
from service.intake.sheet_rows import letters_of
from service.intake.unit_names import one_line
from service.queries.questions import UnitQuestion


def answer_notes(
    roster: Roster, questions: Iterable[UnitQuestion], say: Callable[[str, Mapping[str, Any]], str]
) -> Iterator[Note]:
    """One for each cell, and each heading between the rows, that an answer speaks for."""
    chosen = {
        (asked.field, asked.text): say(
            "unit_answered", {"name": asked.text, "unit": asked.answer["name"], "code": asked.answer["code"]}
        )
        for asked in questions
        if asked.answer
    }
    for row in roster.rows if chosen else ():
        for letters, key in _cells(roster, row):
            if key in chosen:
                yield Note(row.number, letters, chosen[key], is_fault=False)


def _cells(roster: Roster, row: Row) -> Iterator[tuple[str, tuple[str, str]]]:
    for field in NAMES:
        column = roster.column(field)
        if column is not None:
            yield column.letters, (field, one_line(plain(row.cell(column.place).text)))
    if heading := section_of(row):
        place = next(place for place, cell in enumerate(row.cells) if cell.text)
        yield letters_of(place), ("organization_code", one_line(heading))
