"""The user's own workbook with notes in its cells: everything else in it stays as it is, to the byte of each part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from service.intake import note_parts
from service.intake.package import Package
from service.intake.rows import Rows
from service.intake.sheet_rows import column_of
from service.intake.tables import Table

NOTES_MAX = 5_000
"""More notes than anybody mends at a time, and than a sheet program opens quickly."""
_TAIL_MAX = 16 * 1024 * 1024


@dataclass(frozen=True)
class Note:
    """What to write beside a cell, and whether the cell is to be coloured; `column` is its letters."""

    row: int
    column: str
    text: str
    is_fault: bool = True

    @property
    def place(self) -> str:
        """The cell as the sheet names it."""
        return f"{self.column}{self.row}"


def annotated(content: bytes, table: Table, notes: Iterable[Note]) -> bytes:
    """The file as a workbook with these notes; those of an earlier time are gone. Of one cell, all notes are one."""
    joined = _joined(notes)
    if table.sheet is None:
        return _made(table.rows, joined)
    return _amended(Package.checked(content), table.sheet.part, joined)


def _joined(notes: Iterable[Note]) -> list[Note]:
    cells: dict[str, Note] = {}
    for note in notes:
        before = cells.get(note.place)
        if before is None and len(cells) >= NOTES_MAX:
            continue
        text = f"{before.text}\n{note.text}" if before else note.text
        is_fault = note.is_fault or (before is not None and before.is_fault)
        cells[note.place] = Note(note.row, note.column, text, is_fault)
    return list(cells.values())


def _made(rows: Rows, notes: Sequence[Note]) -> bytes:
    """A csv file has no place for notes, so it becomes a workbook; nothing in it is taken for a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        red = book.add_format({"bg_color": f"#{note_parts.COLOUR}", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        faults = {(note.row - 1, column_of(note.column)) for note in notes if note.is_fault}
        for row in rows:
            for column, cell in enumerate(row.cells):
                place = (row.number - 1, column)
                sheet.write_string(*place, cell.text, red if place in faults else text)
        for note in notes:
            sheet.write_comment(note.row - 1, column_of(note.column), note.text, {"author": note_parts.AUTHOR})
    return file.getvalue()


def _amended(package: Package, sheet: str, notes: Sequence[Note]) -> bytes:
    relations = note_parts.relations_of(package, sheet)
    comments, kept = note_parts.comments_part(package, relations, notes)
    changed: dict[str, bytes] = {
        relations.part: relations.xml(),
        relations.comments: comments,
        relations.drawing: note_parts.drawing_part(package, relations, kept),
        "[Content_Types].xml": note_parts.content_types(package.read("[Content_Types].xml"), relations),
    }
    styles, colour = note_parts.styles_part(package)
    changed |= {note_parts.STYLES: styles} if styles else {}
    faults = [note.place for note in kept if note.is_fault]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in _parts(package, changed, sheet, _Tail(relations, faults, colour)):
            with archive.open(name, "w") as part:
                for piece in pieces:
                    part.write(piece)
    return file.getvalue()


@dataclass(frozen=True)
class _Tail:
    """What is written after the rows of the sheet."""

    relations: note_parts.Relations
    faults: Sequence[str]
    colour: int | None

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The sheet: its rows untouched, and what follows them with the colours and the reference to the notes."""
        pending, behind = b"", False
        for chunk in chunks:
            pending += chunk
            if behind or len(pending) > _TAIL_MAX:
                continue
            place = note_parts.end_of_rows(pending)
            behind = place is not None
            cut = place if place is not None else max(len(pending) - note_parts.LONGEST_END, 0)
            yield pending[:cut]
            pending = pending[cut:]
        yield note_parts.tail(pending, self.relations, self.faults, self.colour)


def _parts(
    package: Package, changed: Mapping[str, bytes], sheet: str, tail: _Tail
) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name in package.entries:
        if name == sheet:
            yield name, tail.pieces(package.chunks(name))
        elif name not in changed and not name.endswith("/"):
            yield name, package.chunks(name)
    for name, content in changed.items():
        yield name, [content]
