"""The notice that a member takes home with the letter: one page, in plain words, already in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from service.papers.glyphs import check_glyphs
from service.papers.typesetting import typeset

_ONE_PAGE = 450
"""So many characters of Chinese fill a page of A4 in 15 points, with the room between the lines."""


@dataclass(frozen=True)
class Answer:
    """One question of the member, and what is to be said to it, a sentence each."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True)
class NoticePaper:
    """No ID number stands on it: it lies about at home."""

    title: str
    greeting: str
    intro: str
    answers: Sequence[Answer]
    signed: str
    day: str

    @property
    def is_long(self) -> bool:
        """More than one page of the largest type holds: very long names of organizations."""
        lines = (line for answer in self.answers for line in answer.lines)
        return len(self.intro) + sum(map(len, lines)) > _ONE_PAGE


def notice_pdf(paper: NoticePaper) -> bytes:
    """One page of A4. Raises ActionRefused (`glyph_missing`) when a character cannot be printed."""
    texts = {"title": paper.title, "greeting": paper.greeting, "intro": paper.intro, "signed": paper.signed}
    said = {answer.heading: "".join((answer.heading, *answer.lines)) for answer in paper.answers}
    check_glyphs(texts | said)
    return typeset("notice.typ", paper=json.dumps(asdict(paper)))
