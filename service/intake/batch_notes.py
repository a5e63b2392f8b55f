"""The workbook of a batch back, with what the check has to say written beside its cells."""

from __future__ import annotations

from itertools import chain

from service.casework.files import OpenedFile
from service.db import Database
from service.intake.answer_notes import answer_notes
from service.intake.import_notes import Say, notes_of, with_notes
from service.intake.kept_rosters import kept_file, roster_of
from service.intake.notes import NOTES_MAX
from service.intake.roster_columns import CASE_FIELDS
from service.permissions import Actor, may_work_on_batch, require
from service.queries.batches import batch_with_id, rows_with_findings
from service.queries.questions import questions_of


def annotated_batch(database: Database, actor: Actor, batch_id: str, say: Say) -> OpenedFile:
    """For those who work on the batch: the file holds whole ID numbers. Raises NotFound once it is forgotten."""
    with database.read() as tx:
        batch = batch_with_id(tx, actor, batch_id)
        require(may_work_on_batch(actor, batch.organization_id), batch=batch_id)
        file, rows = kept_file(tx, batch), rows_with_findings(tx, actor, batch_id, NOTES_MAX)
        asked = questions_of(tx, batch)
    roster = roster_of(batch, file, CASE_FIELDS)
    return with_notes(file, roster, chain(notes_of(roster, rows, say), answer_notes(roster, asked, say)))
