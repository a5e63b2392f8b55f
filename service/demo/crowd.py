"""The many cases and members of the larger sizes, by chance but always the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.demo.district import (
    BAIHUA,
    BAILU,
    BINJIANG,
    FENGQI,
    GRADUATES,
    GUANHAI,
    LIUAN,
    LIUWAN,
    QINGYUN,
    SHAZHOU,
    SONGTAO,
    TINGCHAO,
    TINGTAO,
    WANGJIANG,
    WUTONG,
    YUANHANG_1,
    YUANHANG_2,
    branches_below,
)
from service.demo.people import person
from service.demo.story import Story

_SENT = "outflow open, outflow submit"
_ONLINE = f"{_SENT}, committee release"
_PAPER = f"{_SENT}, committee issue_letter, committee record_seals"
_ARRIVED = f"{_PAPER}, street report_in"
_PLACED = f"{_ARRIVED}, street accept, receiving place"


@dataclass(frozen=True)
class Way:
    """What happened, how often it is met, and how many working days ago the last of it was, at least and at most."""

    script: str
    weight: int
    rested: tuple[int, int]


_WAYS = (
    Way(f"{_ONLINE}, street accept, receiving place", 26, (1, 100)),
    Way(f"{_PLACED}, street send_receipt, committee confirm_receipt", 20, (1, 90)),
    Way("outflow open", 4, (1, 12)),
    Way("receiving request", 2, (1, 6)),
    Way(_SENT, 6, (1, 8)),
    Way(f"{_SENT}, committee send_back", 3, (1, 7)),
    Way(_PAPER, 5, (1, 5)),
    Way(_PAPER, 2, (12, 18)),
    Way(_ONLINE, 6, (1, 9)),
    Way(_ARRIVED, 4, (1, 7)),
    Way(f"{_ARRIVED}, street check_file", 2, (1, 11)),
    Way(f"{_ONLINE}, street refuse", 2, (1, 6)),
    Way(f"{_ONLINE}, street accept", 5, (1, 13)),
    Way(_PLACED, 5, (1, 22)),
    Way(f"{_PLACED}, street send_receipt", 4, (1, 12)),
    Way(f"{_SENT}, outflow withdraw", 3, (3, 60)),
    Way("receiving request, outflow decline", 1, (3, 60)),
)
_UNITS = (
    QINGYUN, WANGJIANG, LIUAN, SONGTAO, BAIHUA, FENGQI, TINGCHAO, GUANHAI, LIUWAN, SHAZHOU,
)  # fmt: skip
_STREETS = (BINJIANG, WUTONG, TINGTAO, BAILU)
_REASONS = ("moved_home", "moved_home", "job_change", "retirement", "resettlement")
_LONGEST_REST = 4


def crowd(number: int, first: int) -> list[Story]:
    """So many cases."""
    chance = random.Random(first)  # noqa: S311 - invented cases need no secret chance
    weights = [way.weight for way in _WAYS]
    return [_story(chance, chance.choices(_WAYS, weights)[0]) for _ in range(max(number, 0))]


def idle_members(
    number: int, today: date, *, first: int, branches: int
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """So many members without a case, spread over all branches."""
    homes = [branch for unit in _UNITS for branch in branches_below(unit, branches)]
    homes += [YUANHANG_1, YUANHANG_2, GRADUATES]
    for place, code in enumerate(homes):
        yield code, [person(first + offset, today) for offset in range(place, number, len(homes))]


def _story(chance: random.Random, way: Way) -> Story:
    outflow, receiving = _two_units(chance)
    beats = way.script.split(", ")
    ago = chance.randint(*way.rested)
    told = []
    for beat in reversed(beats):
        told.append(f"{ago} {beat}")
        ago += chance.randint(0 if beat.endswith("record_seals") else 1, _LONGEST_REST)
    return Story(outflow, receiving, chance.choice(_REASONS), ", ".join(reversed(told)))


def _two_units(chance: random.Random) -> tuple[str, str]:
    outflow, receiving = chance.choice(_UNITS), chance.choice(_UNITS)
    while _street_of(outflow) == _street_of(receiving):
        receiving = chance.choice(_UNITS)
    return outflow, receiving


def _street_of(code: str) -> str:
    return next(street for street in _STREETS if code.startswith(street))
