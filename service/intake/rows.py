"""The rows of a table, kept small: a hundred thousand of them are held as text and become cells when looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

Raw = str | list[str] | None
"""A cell as it is kept: nothing, a text, or a list that holds the text of a number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and whether the sheet holds it as a number or got it from a range that was merged."""

    text: str = ""
    is_number: bool = False
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, with the number that the sheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False

    def cell(self, column: int) -> Cell:
        """A cell; one beyond the end of the row is empty."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def texts(self) -> list[str]:
        """What stands in the cells that are not empty, without what a merged range repeats."""
        return [cell.text for cell in self.cells if cell.text and not cell.is_merged]


EMPTY = Cell()
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """`merged` says for a row which columns repeat the value of a range merged downwards."""

    lines: Sequence[tuple[int, bytes]] = ()
    hidden: frozenset[int] = frozenset()
    merged: Mapping[int, Mapping[int, Raw]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self.lines)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        if isinstance(index, slice):
            return Rows(self.lines[index], self.hidden, self.merged)
        return self._row(self.lines[index])

    def _row(self, line: tuple[int, bytes]) -> Row:
        number, kept = line
        cells = [_cell(raw) for raw in json.loads(kept)]
        for column, raw in self.merged.get(number, {}).items():
            cells += [EMPTY] * (column + 1 - len(cells))
            if not cells[column].text:
                cells[column] = _merged(raw)
        return Row(number, tuple(cells), number in self.hidden)


def kept(cells: Sequence[Raw]) -> bytes:
    """A row as it is kept."""
    return _encode(cells).encode()


def _cell(raw: Any) -> Cell:
    if raw is None:
        return EMPTY
    return Cell(raw) if isinstance(raw, str) else Cell(raw[0], is_number=True)


def _merged(raw: Raw) -> Cell:
    cell = _cell(raw)
    return Cell(cell.text, cell.is_number, is_merged=True)
