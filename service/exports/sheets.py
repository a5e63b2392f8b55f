"""The two kinds of file: a workbook that prints as the office files it, and text with commas for programs.

What a person typed stays text. In a workbook every cell is written as a string. In text, where a spreadsheet would
guess, what begins like a formula gets an apostrophe before it; the import of rosters takes that off again.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Literal, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.exports.columns import Column, Line, text_of

Kind: TypeAlias = Literal["xlsx", "csv"]

KINDS: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HEAD_ROW = 2
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_A4, _MARGIN = 9, 0.6
_SHEET_NAME_LENGTH = 31


@dataclass(frozen=True)
class Sheet:
    """What a file says: its title, the line that tells who took it out, the columns, and the line to sign on."""

    title: str
    imprint: str
    columns: Sequence[Column]
    signature: str = ""


def write(kind: Kind, sheet: Sheet, lines: Iterable[Line]) -> IO[bytes]:
    """An open file without a name, at its beginning. Never more than a row is in memory."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        (_write_workbook if kind == "xlsx" else _write_text)(file, sheet, lines)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA and text else text


def _write_text(file: IO[bytes], sheet: Sheet, lines: Iterable[Line]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerows(([sheet.title], [plain(sheet.imprint)], [column.label for column in sheet.columns]))
    writer.writerows([plain(text_of(column.value(line))) for column in sheet.columns] for line in lines)
    if sheet.signature:
        writer.writerow([sheet.signature])
    text.detach()


def _write_workbook(file: IO[bytes], sheet: Sheet, lines: Iterable[Line]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(sheet.title[:_SHEET_NAME_LENGTH])
        _set_up(page, sheet)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
        page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 16}))
        page.write_string(1, 0, sheet.imprint)
        for at, column in enumerate(sheet.columns):
            page.write_string(HEAD_ROW, at, column.label, bold)
        last = HEAD_ROW
        for last, line in enumerate(lines, start=HEAD_ROW + 1):
            for at, column in enumerate(sheet.columns):
                _write_cell(page, last, at, column.value(line), cell)
        if sheet.signature:
            page.write_string(last + 2, 0, sheet.signature)


def _set_up(page: Worksheet, sheet: Sheet) -> None:
    """A4 across, the head on every page, who took it out at its foot."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    page.repeat_rows(HEAD_ROW)
    page.freeze_panes(HEAD_ROW + 1, 0)
    page.set_footer(f"&L{sheet.imprint.replace('&', '&&')[:200]}&R&P / &N")
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)


def _write_cell(page: Worksheet, row: int, at: int, value: object, cell: Format) -> None:
    if isinstance(value, int):
        page.write_number(row, at, value, cell)
    else:
        page.write_string(row, at, text_of(value), cell)
