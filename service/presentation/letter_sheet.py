"""The whole letter as a page that the browser prints: the parts of the PDF, each in type that fits its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from service.papers import LetterPaper, Part, Script, qr_picture, sheet_of
from service.presentation.words import Link


@dataclass(frozen=True)
class LetterSheet:
    """As `cases/letter_sheet.html` reads it; `script` is the language of the form's own words."""

    title: str
    script: Script
    number: str
    parts: Sequence[Part]
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
        parts=sheet.parts,
        cut=sheet.cut,
        riding_seal=sheet.riding_seal,
        picture=Markup(qr_picture(paper.check_address)) if paper.check_address else Markup(),  # noqa: S704 - drawn here
        back=Link(_("返回"), url_for("cases.letter", number=case_number)),
    )
