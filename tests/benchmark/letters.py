"""Letters printed as the product prints them, against a bare loop of typst over the same words and fonts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import typst

from service.casework.letter_papers import print_letter
from service.papers import LetterPaper, letters_pdf, sheet_of
from service.papers.glyphs import font_files
from tests.benchmark.figures import ROUNDS, Figure, ratio
from tests.benchmark.ground import Ground
from tests.driving import Driver

LETTERS, QUICK_LETTERS = 50, 15
_PLAIN = b"""
#set page(paper: "a4")
#set text(font: ("Noto Serif SC", "Noto Serif JP"), size: 12pt, fallback: false)
#for line in json(bytes(sys.inputs.lines)) { par(line) }
"""


def measure(ground: Ground) -> list[Figure]:
    """Letters a second, one PDF each and all in one, against the library's own call in a loop.

    The last figure is the same against typst at its quickest, its fonts looked through once.
    """
    count = QUICK_LETTERS if ground.quick else LETTERS
    alone, together, bare, quickest = [], [], [], []
    with ground.driver("letters") as driver:
        _one_by_one(driver, _issued(driver, 1))  # what is read once and kept
        for _ in range(ROUNDS):
            first, second = _issued(driver, count), _issued(driver, count)
            alone.append(count / _one_by_one(driver, first))
            together.append(count / _together(driver, second))
            bare.append(count / _bare([_counted(driver, number) for number in first], _call))
            quickest.append(count / _bare([_counted(driver, number) for number in second], _quickest()))
    words = "{:.0f} letters/s, {:.0f} by typst alone"
    return [
        ratio("letters / bare typst", 0.4, alone, bare, words),
        ratio("letters in one PDF / bare typst", 0.4, together, bare, words),
        ratio("letters in one PDF / typst, fonts kept", 0.4, together, quickest, words),
    ]


def _issued(driver: Driver, count: int) -> list[str]:
    """Cases whose letters nobody has set before: typst remembers what it has set."""
    return [driver.drive_to("in_transit") for _ in range(count)]


def _counted(driver: Driver, number: str) -> LetterPaper:
    paper = driver.database.transact(lambda tx: print_letter(tx, driver.actor("street"), number, "再印一份"))
    return replace(paper, check_address=f"https://desk.example.org/v/{paper.code}")


def _one_by_one(driver: Driver, numbers: Sequence[str]) -> float:
    began = time.monotonic()
    for number in numbers:
        letters_pdf([_counted(driver, number)])
    return time.monotonic() - began


def _together(driver: Driver, numbers: Sequence[str]) -> float:
    began = time.monotonic()
    letters_pdf([_counted(driver, number) for number in numbers])
    return time.monotonic() - began


def _bare(papers: Sequence[LetterPaper], set_one: Callable[[dict[str, str]], object]) -> float:
    documents = [{"lines": json.dumps(_lines(paper))} for paper in papers]
    began = time.monotonic()
    for document in documents:
        set_one(document)
    return time.monotonic() - began


def _call(document: dict[str, str]) -> object:
    return typst.compile(  # type: ignore[misc]  # its stub leaves the type of the input open
        _PLAIN, font_paths=_folders(), ignore_system_fonts=True, sys_inputs=document
    )


def _quickest() -> Callable[[dict[str, str]], object]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_folders())
    return lambda document: typst.Compiler(_PLAIN, font_paths=fonts, sys_inputs=document).compile()


def _folders() -> list[str]:
    return [str(path.parent) for path in font_files()]


def _lines(paper: LetterPaper) -> list[str]:
    """The words of the three parts, one paragraph each."""
    sheet = sheet_of(paper)
    said = [
        text
        for part in sheet.parts
        for text in (part.label, part.title, *map(_said, part.lines), *part.foot, *part.signed)
    ]
    return [sheet.number, *said, sheet.cut, sheet.riding_seal]


def _said(line: Sequence[object]) -> str:
    return "".join(getattr(segment, "text", "") for segment in line)
