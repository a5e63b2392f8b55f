"""Printing onto the officially printed form: the values alone, each at its place in millimetres.

The places are those of the form of 组通字〔2006〕45号 on a sheet of A4, stub, letter and receipt below one another.
Where a printing house has moved them, the committee's offsets move all of them together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from service.papers.glyphs import check_glyphs
from service.papers.letter import LetterPaper, Moved
from service.papers.typesetting import typeset


@dataclass(frozen=True)
class Place:
    """A box, in millimetres from the upper left corner of the paper; text that is too long for it is set smaller."""

    left: float
    top: float
    width: float
    height: float = 7
    text: str = ""


VALUES = {
    "number": (Place(150, 8, 45), Place(150, 92, 45), Place(150, 214, 45)),
    "member_name": (Place(36, 27, 30), Place(36, 117, 30), Place(36, 240, 30)),
    "origin": (Place(36, 37, 140), Place(36, 137, 140)),
    "destination": (Place(36, 47, 140), Place(36, 147, 140)),
    "addressee": (Place(28, 107, 120),),
    "receipt_addressee": (Place(28, 230, 120),),
    "age": (Place(108, 117, 12),),
    "ethnic_group": (Place(130, 117, 24),),
    "id_number": (Place(100, 127, 70),),
    "dues_year": (Place(70, 157, 30),),
    "dues_month": (Place(110, 157, 24),),
    "valid_days": (Place(50, 165, 20),),
    "member_contact": (Place(84, 172, 70),),
    "committee_address": (Place(84, 180, 100),),
    "committee_phone": (Place(50, 188, 45),),
    "committee_postcode": (Place(120, 188, 30),),
    "year": (Place(140, 70, 14), Place(140, 197, 14)),
    "month": (Place(160, 70, 8), Place(160, 197, 8)),
    "day": (Place(174, 70, 8), Place(174, 197, 8)),
}
"""Where each value stands: on the stub, on the letter, on the receipt."""

OPTIONS = {
    "full": (Place(88, 27, 10), Place(48, 127, 10)),
    "probationary": (Place(102, 27, 10), Place(62, 127, 10)),
    "male": (Place(80, 117, 6),),
    "female": (Place(90, 117, 6),),
}
"""Words of the form, to be struck out where they do not apply."""


def overprint_pdf(paper: LetterPaper) -> bytes:
    """The letter's values alone, on one page of A4. Raises ActionRefused (`glyph_missing`)."""
    values = _values(paper)
    check_glyphs(values)
    places = [replace(place, text=values[name]) for name, found in VALUES.items() for place in found if values[name]]
    return _set(places, _struck(paper), paper.moved, caption="")


def trial_pdf(sample: LetterPaper, caption: str) -> bytes:
    """A trial print for an invented letter: every box drawn, crosses 20 mm from the edges, and rulers to measure by.

    The rulers begin at the edge of the paper and are not moved; everything else is.
    """
    values = _values(sample)
    check_glyphs({**values, "caption": caption})
    places = [replace(place, text=values[name]) for name, found in VALUES.items() for place in found]
    options = [place for found in OPTIONS.values() for place in found]
    return _set(places, options, sample.moved, caption=caption)


def _values(paper: LetterPaper) -> dict[str, str]:
    day = {name: str(getattr(paper.issued_on, name)) for name in ("year", "month", "day")}
    return {name: day[name] if name in day else str(getattr(paper, name)) for name in VALUES}


def _struck(paper: LetterPaper) -> list[Place]:
    out = ["full" if paper.probationary else "probationary"]
    out += {"male": ["female"], "female": ["male"]}.get(paper.sex or "", [])
    return [place for name in out for place in OPTIONS[name]]


def _set(places: Sequence[Place], struck: Sequence[Place], moved: Moved, *, caption: str) -> bytes:
    wanted = {
        "places": [asdict(place) for place in places],
        "struck": [asdict(place) for place in struck],
        "right": moved.right / 10,
        "down": moved.down / 10,
        "caption": caption,
    }
    return typeset("overprint.typ", wanted=json.dumps(wanted))
