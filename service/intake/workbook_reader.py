"""Reads a workbook in a process of its own, which a hostile file may exhaust without harm: bytes in, JSON out.

Run as a script; it imports nothing of the project. A cell is null, a text, or a list holding the text of a number.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

import python_calamine

if sys.platform != "win32":  # which has no such limits
    import resource

MEMORY = 1024 * 1024 * 1024
SECONDS = 30
_LONGEST = 1e21
"""Longer numbers are written with an exponent; those over 15 places are wrong, yet help to find the cell."""


def main() -> None:
    """Answer the rows of the first visible sheet that has any."""
    _limit_oneself()
    limit = int(sys.argv[1])
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    json.dump(_rows(workbook, limit), sys.stdout, ensure_ascii=True)


def _limit_oneself() -> None:
    if sys.platform == "win32":
        return
    with suppress(ValueError, OSError):  # macOS knows the names and refuses the values
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _rows(workbook: python_calamine.CalamineWorkbook, limit: int) -> list[tuple[int, list[Any]]]:
    for sheet in workbook.sheets_metadata:
        if sheet.visible is python_calamine.SheetVisibleEnum.Visible:
            rows = _rows_of(workbook.get_sheet_by_name(sheet.name), limit)
            if rows:
                return rows
    return []


def _rows_of(sheet: python_calamine.CalamineSheet, limit: int) -> list[tuple[int, list[Any]]]:
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(value) for value in values]
        if any(cell is not None for cell in cells):
            rows.append((number, cells))
        if len(rows) > limit:
            break
    return rows


def _cell(value: Any) -> str | list[str] | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return [_number(value)]
    return _moment(value) if isinstance(value, (datetime, date, time)) else str(value)


def _number(value: float) -> str:
    return str(int(value)) if value == value // 1 and abs(value) < _LONGEST else repr(value)


def _moment(value: datetime | date | time) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat()


if __name__ == "__main__":
    main()
