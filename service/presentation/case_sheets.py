"""What all papers of a case have in common: one A4 page upright, with room to write and to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.models import Case
from workflows.codes import MEMBER_STATUSES, SEXES

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


def person_of(case: Case) -> list[tuple[str, str]]:
    """Who it is, as far as the platform may print it."""
    member = case.member
    return [
        (_("姓名"), member.name),
        (_("性别"), _(SEXES[member.sex]) if member.sex in SEXES else ""),
        (_("民族"), member.ethnic_group or ""),
        (_("出生年月"), member.birth_date or ""),
        (_("入党时间"), member.joined_on or ""),
        (_("人员类别"), _(MEMBER_STATUSES[member.member_status])),
    ]


def day_of_entry(line: Mapping[str, Any]) -> str:
    """The day that a line of the history is about."""
    return line["details"].get("happened_on") or clock.day_of(line["at"]).isoformat()
