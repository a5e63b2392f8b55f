"""The whole letter as a page that the browser prints: the parts of the PDF, each in type that fits its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from service.papers import LetterPaper, Part, Script, qr_picture, sheet_of
from service.presentation.words import Link

_WIDTH = 160
_HEIGHTS = {"stub": 30, "letter": 66, "receipt": 36}
"""The room of each part's words, in millimetres."""
_SIZES = (13, 12, 11, 10, 9, 8, 7, 6, 5)
_POINT = 25.4 / 72
_LEADING = 1.6


@dataclass(frozen=True)
class SizedPart:
    """A part, and the size of its words in points."""

    part: Part
    size: int


@dataclass(frozen=True)
class LetterSheet:
    """As `cases/letter_sheet.html` reads it; `script` is the language of the form's own words."""

    title: str
    script: Script
    number: str
    parts: Sequence[SizedPart]
    cut: str
    riding_seal: str
    picture: Markup
    back: Link


def letter_sheet(paper: LetterPaper, case_number: str) -> LetterSheet:
    """The sheet of a letter."""
    sheet = sheet_of(paper)
    return LetterSheet(
        title=sheet.parts[1].title,
        script=paper.script,
        number=sheet.number,
        parts=[SizedPart(part, _size(part)) for part in sheet.parts],
        cut=sheet.cut,
        riding_seal=sheet.riding_seal,
        picture=Markup(qr_picture(paper.check_address)) if paper.check_address else Markup(),  # noqa: S704 - drawn here
        back=Link(_("返回"), url_for("cases.letter", number=case_number)),
    )


def _size(part: Part) -> int:
    """The largest type in which the words fit: every character is counted as wide as a Chinese one."""
    lengths = [sum(max(len(segment.text), segment.blank) for segment in line) for line in part.lines]
    return next((size for size in _SIZES if _height(lengths, size) <= _HEIGHTS[part.name]), _SIZES[-1])


def _height(lengths: Sequence[int], size: int) -> float:
    each = int(_WIDTH / (size * _POINT))
    return sum(math.ceil(length / each) for length in lengths) * size * _POINT * _LEADING
