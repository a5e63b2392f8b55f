"""The kept file of a roster that was handed in, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.casework.files import OpenedFile, open_file
from service.db import Transaction
from service.errors import NotFound
from service.intake.roster_columns import Roster, read_roster_file
from service.models.handed_in import HandedIn


def kept_file(tx: Transaction, found: HandedIn) -> OpenedFile:
    """The file as it was sent. Raises NotFound once it is forgotten."""
    file = open_file(tx, found.file_id) if found.file_id else None
    if file is None:
        raise NotFound(file=found.id)
    return file


def roster_of(found: HandedIn, file: OpenedFile, beside: Sequence[str] = ()) -> Roster:
    """The roster with the columns that were chosen. Raises what reading a file raises."""
    return read_roster_file(file.content, {int(place): to for place, to in found.chosen.items()}, beside)


def described_columns(roster: Roster) -> list[dict[str, Any]]:
    """The columns of the file as they are kept and shown."""
    return [
        {"place": column.place, "letters": column.letters, "label": column.label, "field": column.field}
        for column in roster.listed
    ]
