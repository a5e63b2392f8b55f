"""Tables from files: xlsx and csv, within limits, as rows that keep the numbers of the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.intake import csv_rows, sheet_rows
from service.intake.package import MEBIBYTE, Package, too_large, unsupported
from service.intake.rows import EMPTY as EMPTY
from service.intake.rows import Cell as Cell
from service.intake.rows import Row as Row
from service.intake.rows import Rows
from service.intake.workbook import SheetPart, Workbook

BYTES_MAX = 20 * MEBIBYTE
ROWS_MAX = 110_000
"""A hundred thousand persons, with their titles, headings and sums."""
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_WITHIN = 2 * MEBIBYTE
_PICTURES = (b"\x89PNG", b"%PDF", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")


@dataclass(frozen=True)
class Table:
    """The rows of one sheet; a csv file has no sheet."""

    rows: Rows = field(default_factory=Rows)
    sheet: SheetPart | None = None


def read_table(content: bytes) -> Rows:
    """The rows of the first visible sheet that has any.

    Raises TooLarge and UnsupportedFile; the name of a file says nothing reliable.
    """
    return next((table.rows for table in read_tables(content) if table.rows), Rows())


def read_tables(content: bytes) -> Iterator[Table]:
    """Every visible sheet in turn, each read when it is asked for. Raises TooLarge and UnsupportedFile."""
    _check_kind(content)
    if not content.startswith(_ZIP):
        yield Table(csv_rows.rows_of(content, ROWS_MAX))
        return
    book = Workbook.opened(Package.checked(content))
    for sheet in book.sheets:
        if not sheet.is_hidden:
            yield Table(sheet_rows.rows_of(book, sheet, ROWS_MAX), sheet)


def _check_kind(content: bytes) -> None:
    if len(content) > BYTES_MAX:
        raise too_large("bytes", BYTES_MAX)
    if content.startswith(_OLD_EXCEL):
        is_encrypted = _ENCRYPTED in content[:_DIRECTORY_WITHIN] or _ENCRYPTED in content[-_DIRECTORY_WITHIN:]
        raise unsupported("encrypted" if is_encrypted else "old_excel")
    if content.startswith(_PICTURES):
        raise unsupported("unknown_format")
