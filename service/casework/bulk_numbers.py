"""Numbers copied from a pile of papers, in any order, matched to the cases whose letters bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.models import Case
from workflows.letter_numbers import readings


@dataclass(frozen=True)
class Matched:
    """The number for each case, by the case's own number, and the lines that fit no case or several."""

    numbers: Mapping[str, str]
    left: Sequence[str]


def match_numbers(text: str, cases: Sequence[Case]) -> Matched:
    """Each line is a number, or cells of a sheet of which one is.

    Issuers count for themselves, so one number may be on the letters of several cases: then the member's name in
    another cell decides, or that there are as many such lines as cases.
    """
    bearing = _bearing(cases)
    found: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for line in filter(None, map(str.strip, text.splitlines())):
        number, fits = _read(line, bearing)
        found[tuple(case.number for case in fits)].append((number, line))
    numbers: dict[str, str] = {}
    left: list[str] = []
    for fitting, papers in found.items():
        if 0 < len(fitting) <= len(papers):
            numbers |= dict.fromkeys(fitting, papers[0][0])
        else:
            left += [line for _number, line in papers]
    return Matched(numbers, left)


def _bearing(cases: Iterable[Case]) -> Mapping[str, list[Case]]:
    """The cases by each form of their letter's number."""
    bearing: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for reading in readings(case.letter.number) if case.letter else ():
            bearing[reading].append(case)
    return bearing


def _read(line: str, bearing: Mapping[str, list[Case]]) -> tuple[str, list[Case]]:
    """The number in a line, and the cases that it fits."""
    cells = [cell.strip() for cell in line.split("\t")]
    for cell in cells:
        fits = {case.number: case for reading in readings(cell) for case in bearing.get(reading, ())}
        if fits:
            named = [case for case in fits.values() if case.member.name in cells]
            return cell, named or list(fits.values())
    return line, []
