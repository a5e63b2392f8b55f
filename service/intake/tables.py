"""Tables from files: xlsx and csv, within limits, as rows that keep the numbers of the sheet."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.errors import TooLarge, UnsupportedFile
from service.intake import workbook_reader

MEBIBYTE = 1024 * 1024
BYTES_MAX = 20 * MEBIBYTE
ROWS_MAX = 100_000
UNPACKED_MAX = 50 * MEBIBYTE
ENTRIES_MAX = 200
RATIO_MAX = 100
_SMALL = MEBIBYTE
"""Parts smaller than this may be packed as tightly as they like."""
_SECONDS = 60
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and whether the sheet holds it as a number."""

    text: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, with the number that the sheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """A cell; one beyond the end of the row is empty."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def texts(self) -> list[str]:
        """What stands in the cells that are not empty."""
        return [cell.text for cell in self.cells if cell.text]


EMPTY = Cell()


def read_table(content: bytes) -> list[Row]:
    """The rows of a file. Raises TooLarge and UnsupportedFile; the name of a file says nothing reliable."""
    if len(content) > BYTES_MAX:
        raise TooLarge(limit="bytes", max=BYTES_MAX)
    if content.startswith(_OLD_EXCEL):
        raise UnsupportedFile(reason="old_excel")
    rows = _read_workbook(content) if content.startswith(_ZIP) else _read_csv(content)
    if len(rows) > ROWS_MAX:
        raise TooLarge(limit="rows", max=ROWS_MAX)
    return rows


def _read_csv(content: bytes) -> list[Row]:
    text = _decoded(content)
    if "\0" in text:
        raise UnsupportedFile(reason="unknown_format")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[Row] = []
    try:
        for number, values in enumerate(reader, start=1):
            cells = tuple(Cell(value.strip()) for value in values)
            if any(cell.text for cell in cells):
                rows.append(Row(number, cells))
            if len(rows) > ROWS_MAX:
                break
    except csv.Error as error:
        raise UnsupportedFile(reason="unreadable") from error
    return rows


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnsupportedFile(reason="unknown_encoding")


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(",\t;", key=head.count)


def _read_workbook(content: bytes) -> list[Row]:
    _check_package(content)
    try:
        done = subprocess.run(  # noqa: S603 -- our own script, with our own interpreter
            [sys.executable, "-I", Path(workbook_reader.__file__), str(ROWS_MAX)],
            input=content, capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UnsupportedFile(reason="unreadable") from error
    return [Row(number, tuple(map(_cell, cells))) for number, cells in json.loads(done.stdout)]


def _cell(value: str | Sequence[str] | None) -> Cell:
    if value is None:
        return EMPTY
    return Cell(value.strip()) if isinstance(value, str) else Cell(value[0], is_number=True)


def _check_package(content: bytes) -> None:
    """What the directory of the package says, and then what really comes out of it, before anything interprets it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if not any(entry.filename == "xl/workbook.xml" for entry in entries):
                raise UnsupportedFile(reason="no_workbook")
            _check_sizes(entries)
            for entry in entries:
                _unpack(package, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise UnsupportedFile(reason="unreadable") from error


def _check_sizes(entries: Iterable[zipfile.ZipInfo]) -> None:
    listed = list(entries)
    if len(listed) > ENTRIES_MAX:
        raise TooLarge(limit="entries", max=ENTRIES_MAX)
    if sum(entry.file_size for entry in listed) > UNPACKED_MAX:
        raise TooLarge(limit="unpacked", max=UNPACKED_MAX)
    for entry in listed:
        if entry.file_size > max(_SMALL, RATIO_MAX * entry.compress_size):
            raise TooLarge(limit="ratio", max=RATIO_MAX)


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with package.open(entry) as part:
        while part.read(MEBIBYTE):
            pass
