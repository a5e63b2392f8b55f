"""The long part of an import: reading the kept file, and going through it 500 persons at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import delete

from service.casework.jobs import told
from service.db import Database, Transaction
from service.errors import DeskError
from service.intake import import_rows
from service.intake.kept_rosters import described_columns, kept_file, roster_of
from service.intake.members import CheckedRow, Told, apply_batch, batches, check_batch
from service.intake.questions import Asking, keep_questions
from service.intake.roster_columns import Roster
from service.intake.roster_lines import RosterLine
from service.models import ImportRow
from service.permissions import Actor
from service.queries.imports import own_import, row_counts
from service.queries.questions import UnitQuestion, answers_of, questions_of

_ONLY_SAID = ("accept", "ask", "reject", "unchanged", "asked", "rejected")
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Task:
    """One import in the hands of a worker."""

    database: Database
    actor: Actor
    import_id: str
    progress: Progress


def check(task: Task) -> None:
    """Look at every row and keep what there is to say."""
    roster = read(task)
    asked = task.database.transact(partial(_begun, task=task))
    told, asking, counts = _told(roster, asked), Asking(asked), Counter[str]()
    for lines in batches(roster):
        rows = task.database.transact(partial(_check_batch, task=task, roster=roster, told=told, lines=lines))
        for line, row in zip(lines, rows, strict=True):
            counts[row.action] += 1
            asking.notice(line, row.refusals)
        task.progress(counts.total(), max(len(roster.rows), counts.total()))
    task.database.transact(partial(_checked, task=task, roster=roster, counts=counts, asking=asking))


def apply(task: Task) -> None:
    """Create and update the persons of the accepted rows; begun again, it goes on where it was stopped."""
    roster = read(task)
    told, done = _told(roster, task.database.transact(partial(_begun, task=task))), 0
    for lines in batches(roster):
        task.database.transact(partial(_apply_batch, task=task, roster=roster, told=told, lines=lines))
        done += len(lines)
        task.progress(done, max(len(roster.rows), done))
    task.database.transact(partial(_applied, task=task, total=done))


def read(task: Task) -> Roster:
    """The roster in the kept file, with the columns that were chosen. Raises what reading a file raises."""
    with task.database.read() as tx:
        found = own_import(tx, task.actor, task.import_id)
        file = kept_file(tx, found)
    return roster_of(found, file)


def _told(roster: Roster, asked: Sequence[UnitQuestion]) -> Told:
    return Told(roster.titles, answers_of(asked, "organization_code"))


def _check_batch(
    tx: Transaction, task: Task, roster: Roster, told: Told, lines: Sequence[RosterLine]
) -> list[CheckedRow]:
    rows = check_batch(tx, task.actor, told, lines)
    import_rows.keep(tx, task.import_id, roster, rows)
    return rows


def _apply_batch(tx: Transaction, task: Task, roster: Roster, told: Told, lines: Sequence[RosterLine]) -> None:
    results = apply_batch(tx, task.actor, told, lines)
    tx.session.flush()  # the versions of the persons are those after the change
    import_rows.keep(tx, task.import_id, roster, results)


def _begun(tx: Transaction, task: Task) -> list[UnitQuestion]:
    """Forget what was said of rows before; a row that has changed a person stays, to be taken back."""
    words = (ImportRow.import_id == task.import_id, ImportRow.action.in_(_ONLY_SAID))
    tx.session.execute(delete(ImportRow).where(*words))
    return questions_of(tx, own_import(tx, task.actor, task.import_id))


def _checked(tx: Transaction, task: Task, roster: Roster, counts: Counter[str], asking: Asking) -> None:
    found = own_import(tx, task.actor, task.import_id, lock=True)
    keep_questions(tx, found, asking.questions())
    found.state, found.counts = "checked", dict(counts)
    found.columns = described_columns(roster)


def _applied(tx: Transaction, task: Task, total: int) -> None:
    found = own_import(tx, task.actor, task.import_id, lock=True)
    counts = row_counts(tx, task.import_id)
    unchanged = total - sum(number for action, number in counts.items() if action != "unchanged")
    found.state, found.counts = "applied", counts | {"unchanged": unchanged}


def fail(task: Task, error: DeskError) -> None:
    """Say on the import why it could not go on; what it has done is done, and checking again goes on from there."""
    task.database.transact(partial(_fail, task=task, error=error))


def _fail(tx: Transaction, task: Task, error: DeskError) -> None:
    found = own_import(tx, task.actor, task.import_id, lock=True)
    found.state, found.problem = "failed", told(error)
