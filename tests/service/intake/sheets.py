"""Workbooks and tables for the tests, made in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter


def workbook(rows: Mapping[int, Sequence[Any]], merged: Iterable[tuple[str, str]] = ()) -> bytes:
    """A workbook whose first sheet has these rows at these numbers, and merged ranges with their texts."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("名册")
    for number, values in rows.items():
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(number - 1, column, value)
            elif value is not None:
                sheet.write(number - 1, column, value)
    for cells, text in merged:
        sheet.merge_range(cells, text)
    book.close()
    return file.getvalue()


def table(rows: Iterable[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """A csv file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)
