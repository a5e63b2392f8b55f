"""The rows of one sheet, read piece by piece: what stands in the cells, which rows are hidden, what is merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite

from service.intake import number_formats
from service.intake.package import too_large
from service.intake.rows import Raw, Rows, kept
from service.intake.workbook import SheetPart, TextOf, Workbook
from service.intake.xml_stream import LONGEST_TEXT, Attributes, Elements, parse

COLUMNS_MAX = 300
EMPTY_ROWS_MAX = 20_000
"""Rows without anything in them that a sheet may have beside its other rows: what a brush of formats leaves behind."""
EMPTY_CELLS_MAX = 2_000_000
_MERGED_MAX = 300_000
_LETTERS = re.compile(r"[A-Z]{1,3}")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LONGEST = 1e21
"""Longer numbers are written with an exponent; those over 15 places are wrong, yet help to find the cell."""


def rows_of(book: Workbook, sheet: SheetPart, most: int) -> Rows:
    """The rows that are not empty. Raises TooLarge for more than `most`, and UnsupportedFile."""
    reader = _Sheet(book, most)
    if sheet.part in book.package.entries:
        parse(book.package.chunks(sheet.part), reader)
    return Rows(reader.lines, frozenset(reader.hidden), reader.merged())


def column_of(letters: str) -> int:
    """The place of a column: A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def letters_of(column: int) -> str:
    """The letters that a sheet shows above a column: 0 is A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class _Sheet(Elements):
    """A hundred thousand rows pass through here cell by cell, so its methods do little and call less."""

    def __init__(self, book: Workbook, most: int) -> None:
        self.book, self.most = book, most
        self.lines: list[tuple[int, bytes]] = []
        self.hidden: set[int] = set()
        self.ranges: list[tuple[int, int, int]] = []
        self.number = self.seen_rows = self.seen_empty = 0
        self.cells: list[Raw] = []
        self.column, self.kind, self.style = -1, "n", ""
        self.value, self.in_value = "", False
        self.text = TextOf()
        self.columns: dict[str, int] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            place = attributes.get("r")
            self.column = self._column(place) if place else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.value = ""
        elif name == "v":
            self.in_value = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "is":
            self.text.begin()
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self.text.open(name)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self.in_value = False
        elif name == "row":
            self._end_row()
        elif name == "is":
            self.value = self.text.text
        else:
            self.text.close(name)

    def data(self, text: str) -> None:
        if self.in_value:
            self.value += text
            if len(self.value) > LONGEST_TEXT:
                raise too_large("text", LONGEST_TEXT)
        elif self.text.inside:
            self.text.add(text)

    def _column(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_of(letters) if _LETTERS.fullmatch(letters) else COLUMNS_MAX
        return column

    def _begin_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self.number = int(number) if number.isdecimal() else self.number + 1
        self.cells = []
        self.column = -1
        self.seen_rows += 1
        if attributes.get("hidden", "0") in ("1", "true"):
            self.hidden.add(self.number)
        if self.seen_rows > self.most + EMPTY_ROWS_MAX:
            raise too_large("rows", self.most)

    def _end_cell(self) -> None:
        value = self._value() if self.value else None
        if value is None:
            self.seen_empty += 1
            if self.seen_empty > EMPTY_CELLS_MAX:
                raise too_large("columns", COLUMNS_MAX)
            return
        if self.column >= COLUMNS_MAX:
            raise too_large("columns", COLUMNS_MAX)
        missing = self.column - len(self.cells)
        if missing > 0:
            self.cells.extend([None] * missing)
        if missing < 0:
            self.cells[self.column] = value
        else:
            self.cells.append(value)

    def _end_row(self) -> None:
        if self.cells:
            self.lines.append((self.number, kept(self.cells)))
            if len(self.lines) > self.most:
                raise too_large("rows", self.most)

    def _value(self) -> Raw:
        text, kind = self.value, self.kind
        if kind == "s":
            return _shared(self.book.texts, text)
        if kind == "n":
            return _number(text, self.book, self.style)
        if kind == "b":
            return "true" if text == "1" else "false"
        return text.strip() or None

    def _merge(self, reference: str) -> None:
        places = [_PLACE.fullmatch(part) for part in reference.split(":")]
        if len(places) == 2 and places[0] and places[1]:
            first, last = int(places[0][2]), int(places[1][2])
            if first < last:
                self.ranges.append((column_of(places[0][1]), first, last))

    def merged(self) -> dict[int, dict[int, Raw]]:
        """For every row that is not empty what ranges merged downwards say in it."""
        repeated: dict[int, dict[int, Raw]] = {}
        places = {number: place for place, (number, _) in enumerate(self.lines)} if self.ranges else {}
        for column, first, last in self.ranges:
            if last - first > _MERGED_MAX or len(repeated) > _MERGED_MAX:
                raise too_large("rows", self.most)
            value = self._at(places, first, column)
            for number in range(first + 1, last + 1) if value is not None else ():
                if number in places:
                    repeated.setdefault(number, {})[column] = value
        return repeated

    def _at(self, places: dict[int, int], number: int, column: int) -> Raw:
        if number not in places:
            return None
        cell = Rows(self.lines)[places[number]].cell(column)
        return None if not cell.text else [cell.text] if cell.is_number else cell.text


def _shared(texts: Sequence[str], place: str) -> str | None:
    try:
        return texts[int(place)].strip() or None
    except (ValueError, IndexError):
        return None


def _number(text: str, book: Workbook, style: str) -> Raw:
    try:
        value = float(text)
    except ValueError:
        return text.strip() or None
    if not isfinite(value):
        return text.strip()
    place = int(style) if style.isdecimal() else 0
    kind = book.kinds[place] if place < len(book.kinds) else number_formats.PLAIN
    if kind in (number_formats.DAY, number_formats.MONTH, number_formats.YEAR):
        shown = number_formats.written(value, kind, since_1904=book.since_1904)
        if shown is not None:
            return shown
    if kind == number_formats.TWO_DECIMALS and abs(value) < _LONGEST and value != value // 1:
        return [f"{value:.2f}"]
    return [_plain(value)]


def _plain(value: float) -> str:
    return str(int(value)) if value == value // 1 and abs(value) < _LONGEST else repr(value)
