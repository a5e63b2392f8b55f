"""Letters as one PDF, a page each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from service.papers.codes import qr_picture
from service.papers.glyphs import check_glyphs
from service.papers.letter import LetterPaper
from service.papers.parts import sheet_of
from service.papers.typesetting import typeset

Progress = Callable[[int, int], None]
"""Called with how many letters are done, and of how many."""


def letters_pdf(papers: Sequence[LetterPaper], progress: Progress | None = None) -> bytes:
    """One A4 page for each letter, in their order; text is embedded with its fonts and can be searched.

    `progress` hears of each letter as it is checked and laid ready; setting the pages follows in one go. Raises
    ActionRefused (`glyph_missing`) before anything is set when a character cannot be printed.
    """
    ready = []
    for done, paper in enumerate(papers, start=1):
        ready.append(_laid_ready(paper))
        if progress:
            progress(done, len(papers))
    return typeset("letter.typ", sheets=json.dumps(ready))


def check_paper(paper: LetterPaper) -> None:
    """Raises ActionRefused (`glyph_missing`) for a character on the letter that cannot be printed."""
    check_glyphs({name: value for name, value in asdict(paper).items() if isinstance(value, str)})


def _laid_ready(paper: LetterPaper) -> dict[str, Any]:
    check_paper(paper)
    return asdict(sheet_of(paper)) | {"picture": qr_picture(paper.check_address) if paper.check_address else ""}
