"""The long part of a batch: checking its roster, and opening its cases, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice

from service.casework.jobs import told
from service.db import Transaction
from service.errors import DeskError, TooLarge
from service.intake.batch_check import BatchLine, check_lines, refusals_of, verdict_of
from service.intake.batch_rows import forget_expected, judge_anew, keep_lines, open_row
from service.intake.import_work import Task
from service.intake.kept_rosters import described_columns, kept_file, roster_of
from service.intake.questions import Asking, keep_questions
from service.intake.roster_columns import CASE_FIELDS, Roster
from service.intake.roster_lines import RosterLine, persons_of
from service.models import Batch, BatchRow
from service.queries.batches import batch_with_id, openable_rows, row_with_number, values_of
from service.queries.questions import UnitQuestion, questions_of
from workflows.vocabulary import Refusal

ROWS_MOST = 5000
_CHECKED_TOGETHER = 100
_TOLD_EVERY = 10


def check(task: Task) -> None:
    """Look at every row and keep what it says and what there is to say about it."""
    roster = _read(task)
    asking = Asking(task.database.transact(partial(_begun, task=task)))
    lines, done = persons_of(roster), 0
    while some := list(islice(lines, _CHECKED_TOGETHER)):
        done += len(some)
        if done > ROWS_MOST:
            raise TooLarge([Refusal("too_many_in_batch", {"max": ROWS_MOST})])
        found = task.database.transact(partial(_check, task=task, roster=roster, lines=some))
        for line, judged in zip(some, found, strict=True):
            asking.notice(line, judged.refusals)
        task.progress(done, max(len(roster.rows), done))
    task.database.transact(partial(_checked, task=task, roster=roster, asking=asking))


def open_cases(task: Task) -> None:
    """Open a case for each accepted row; begun again, it goes on where it was stopped."""
    with task.database.read() as tx:
        rows = openable_rows(tx, task.import_id)
    for done, row in enumerate(rows, start=1):
        try:
            task.database.transact(partial(_open, task=task, number=row))
        except DeskError as error:
            task.database.transact(partial(_say_why, task=task, number=row, error=error))
        if done % _TOLD_EVERY == 0:
            task.progress(done, len(rows))
    task.database.transact(partial(_opened, task=task))


def fail(task: Task, error: DeskError) -> None:
    """Say on the batch why it could not go on; cases that are open stay so, and the others may be opened again."""
    task.database.transact(partial(_fail, task=task, error=error))


def _read(task: Task) -> Roster:
    with task.database.read() as tx:
        batch = _batch(tx, task)
        file = kept_file(tx, batch)
    return roster_of(batch, file, CASE_FIELDS)


def _begun(tx: Transaction, task: Task) -> list[UnitQuestion]:
    forget_expected(tx, task.import_id)
    return questions_of(tx, _batch(tx, task))


def _check(tx: Transaction, task: Task, roster: Roster, lines: Sequence[RosterLine]) -> list[BatchLine]:
    found = check_lines(tx, task.actor, _batch(tx, task), roster.titles, lines)
    keep_lines(tx, task.import_id, roster, found)
    return found


def _checked(tx: Transaction, task: Task, roster: Roster, asking: Asking) -> None:
    batch = _batch(tx, task, lock=True)
    keep_questions(tx, batch, asking.questions())
    batch.state, batch.columns = "checked", described_columns(roster)


def _open(tx: Transaction, task: Task, number: int) -> None:
    row = _row(tx, task, number)
    if row is not None:
        open_row(tx, task.actor, _batch(tx, task), row)


def _say_why(tx: Transaction, task: Task, number: int, error: DeskError) -> None:
    row = _row(tx, task, number)
    if row is not None:
        refusals = refusals_of(error)
        judge_anew(tx, row, BatchLine(number, verdict_of(refusals), values_of(tx, row), refusals))


def _row(tx: Transaction, task: Task, number: int) -> BatchRow | None:
    """The row, if it still waits for its case: another worker may have been here."""
    row = row_with_number(tx, task.import_id, number, lock=True)
    return row if row.state == "expected" and row.verdict == "accept" else None


def _batch(tx: Transaction, task: Task, *, lock: bool = False) -> Batch:
    return batch_with_id(tx, task.actor, task.import_id, lock=lock)


def _opened(tx: Transaction, task: Task) -> None:
    batch = _batch(tx, task, lock=True)
    batch.state, batch.opened_at = "opened", batch.opened_at or tx.now


def _fail(tx: Transaction, task: Task, error: DeskError) -> None:
    batch = _batch(tx, task, lock=True)
    batch.state, batch.problem = "failed" if batch.state == "checking" else "opened", told(error)
