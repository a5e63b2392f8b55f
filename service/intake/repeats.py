"""Rows of one file that bear the same ID number."""

from __future__ import annotations

from collections.abc import Iterable

from service import identity
from service.forms.fields import person_name
from service.intake.cleaning import plain
from service.intake.roster_columns import Roster
from service.intake.rows import Row
from workflows.vocabulary import Refusal

_Place = tuple[int, str]


def repeats_in(roster: Roster, persons: Iterable[Row]) -> dict[int, Refusal]:
    """What is wrong with a row by its number: a person a second time, or two persons with one ID number.

    Of two names neither row says which is right, so both are at fault.
    """
    first: dict[str, _Place] = {}
    again: dict[str, list[_Place]] = {}
    for row in persons:
        number = _number(roster, row)
        if number is None:
            continue
        place = (row.number, person_name(plain(row.cell(roster.columns["name"]).text)))
        if first.setdefault(number, place) is not place:
            again.setdefault(number, [first[number]]).append(place)
    return {row: refusal for places in again.values() for row, refusal in _faults(places)}


def _number(roster: Roster, row: Row) -> str | None:
    column = roster.columns.get("id_number")
    cell = row.cell(column) if column is not None else None
    if cell is None or cell.is_number or cell.is_merged or not cell.text:
        return None
    number = identity.clean_id_number(plain(cell.text))
    return number if identity.is_valid_id_number(number) else None


def _faults(places: list[_Place]) -> Iterable[tuple[int, Refusal]]:
    if len({name for _, name in places}) == 1:
        earliest = places[0][0]
        for row, _ in places[1:]:
            yield row, Refusal("duplicate_in_file", {"row": earliest}, "id_number")
        return
    for row, name in places:
        other = next(number for number, another in places if another != name)
        yield row, Refusal("id_number_two_names", {"row": other}, "id_number")
