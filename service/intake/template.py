"""The empty roster to fill in: the columns that an import takes, as text, so that no number is turned into another."""

from __future__ import annotations

import io

import xlsxwriter

from service.intake.roster_columns import ROSTER_FIELDS, name_of_field

NAME = "党员名册-模板.xlsx"
_NEEDED = frozenset({"name", "id_number"})


def roster_template() -> bytes:
    """A workbook with one head, and columns that keep what is typed as text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("党员名册")
        text = book.add_format({"num_format": "@"})
        needed = book.add_format({"num_format": "@", "bold": True, "bg_color": "#FDECEA", "border": 1})
        other = book.add_format({"num_format": "@", "bold": True, "bg_color": "#EEF2F6", "border": 1})
        for place, name in enumerate(ROSTER_FIELDS):
            sheet.set_column(place, place, 20, text)
            sheet.write_string(0, place, name_of_field(name), needed if name in _NEEDED else other)
        sheet.freeze_panes(1, 1)
    return file.getvalue()
