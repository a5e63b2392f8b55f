"""The workbook of a batch back, with what the check has to say written beside its cells."""

from __future__ import annotations

from service.casework.files import OpenedFile
from service.db import Database
from service.intake.import_notes import Say, with_notes
from service.intake.kept_rosters import kept_file, roster_of
from service.intake.notes import NOTES_MAX
from service.intake.roster_columns import CASE_FIELDS
from service.permissions import Actor, may_work_on_batch, require
from service.queries.batches import batch_with_id, rows_with_findings


def annotated_batch(database: Database, actor: Actor, batch_id: str, say: Say) -> OpenedFile:
    """For those who work on the batch: the file holds whole ID numbers. Raises NotFound once it is forgotten."""
    with database.read() as tx:
        batch = batch_with_id(tx, actor, batch_id)
        require(may_work_on_batch(actor, batch.organization_id), batch=batch_id)
        file, rows = kept_file(tx, batch), rows_with_findings(tx, actor, batch_id, NOTES_MAX)
    return with_notes(file, roster_of(batch, file, CASE_FIELDS), rows, say)
