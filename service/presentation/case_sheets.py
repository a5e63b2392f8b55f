"""What all papers of a case have in common: one A4 page upright, with room to write and to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from service.models import Case

Row = Sequence[str]
_USUAL = 300
"""So many characters about the member fit in the usual type."""


@dataclass(frozen=True)
class Box:
    """A field to write into and to sign; what the platform knows of the step stands in it."""

    label: str
    text: str


@dataclass(frozen=True)
class SheetPart:
    """Facts by name, a table below them; what is not known is written in by hand."""

    pairs: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    heading: str = ""


@dataclass(frozen=True)
class CaseSheet:
    """As `cases/case_sheet.html` reads it; `words` are sentences, `slip` the lines of a receipt that is cut off."""

    title: str
    scope: str
    back_url: str
    parts: Sequence[SheetPart]
    words: Sequence[str] = ()
    boxes: Sequence[Box] = ()
    slip: Sequence[str] = ()

    @property
    def is_long(self) -> bool:
        """Names of organizations so long that the usual type would need a second page."""
        return sum(len(value) for part in self.parts for _label, value in part.pairs) > _USUAL


def filled_up(rows: Sequence[Row], columns: int, fewest: int) -> list[Row]:
    """So many lines at least; the empty ones are for what is written by hand."""
    return [*rows, *([""] * columns for _row in range(fewest - len(rows)))]


def sheet_url(case: Case, name: str) -> str:
    """Where one of them is printed."""
    return url_for("cases.sheet", number=case.number, name=name)
