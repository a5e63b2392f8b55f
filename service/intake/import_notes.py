"""The user's own workbook back, with what the import has to say written beside its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from service.casework.files import OpenedFile
from service.db import Database
from service.intake.answer_notes import answer_notes
from service.intake.kept_rosters import kept_file, roster_of
from service.intake.notes import NOTES_MAX, Note, annotated
from service.intake.roster_columns import NOT_KEPT, Roster
from service.permissions import Actor
from service.queries.imports import ReadRow, own_import, rows_page
from service.queries.questions import questions_of

Say = Callable[[str, Mapping[str, Any]], str]


def annotated_import(database: Database, actor: Actor, import_id: str, say: Say) -> OpenedFile:
    """The handed-in file with notes, to be mended and handed in again. Raises NotFound once it is forgotten."""
    with database.read() as tx:
        found = own_import(tx, actor, import_id)
        file = kept_file(tx, found)
        rows, asked = rows_page(tx, import_id, NOTES_MAX), questions_of(tx, found)
    roster = roster_of(found, file)
    return with_notes(file, roster, chain(notes_of(roster, rows, say), answer_notes(roster, asked, say)))


def with_notes(file: OpenedFile, roster: Roster, notes: Iterable[Note]) -> OpenedFile:
    """The file with what is said of its rows."""
    content = annotated(file.content, roster.table, notes)
    name = f"{file.name.rpartition('.')[0] or file.name}-批注.xlsx"
    return OpenedFile(file.id, name, file.media_type, content)


def notes_of(roster: Roster, rows: Sequence[ReadRow], say: Say) -> Iterator[Note]:
    """What has no column of its own is said beside the name."""
    name = roster.column("name")
    beside_the_name = name.letters if name else "A"
    for row in rows:
        for finding in row.findings:
            if finding["code"] != NOT_KEPT:
                text = say(finding["code"], finding.get("values", {}))
                yield Note(row.row, finding.get("column", beside_the_name), text, finding["severity"] != "look")
