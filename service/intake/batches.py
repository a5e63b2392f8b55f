"""A batch: its roster handed in and checked, its cases opened, each row mended, matched or struck out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.casework.files import UPLOAD_KEPT_FOR, NewFile, keep_file
from service.casework.jobs import ask_job
from service.db import Transaction
from service.errors import Conflict, NotPermitted, ValidationFailed, WrongState
from service.forms.rows import MEMBER_LINE
from service.intake.batch_check import OPENS_WITH, check_lines, line_of
from service.intake.batch_rows import account_for, forget_rows, judge_anew, note_strike, open_row, sealed
from service.intake.destinations import Destinations
from service.intake.questions import keep_answers
from service.intake.roster_columns import CASE_FIELDS, NOT_KEPT
from service.models import Batch, BatchRow, Case, Organization
from service.permissions import Actor, may_import, may_read_case, may_work_on_batch, require
from service.queries.batches import (
    batch_of_case,
    batch_with_id,
    expected_rows,
    openable_rows,
    row_with_number,
    values_of,
)
from service.queries.cases import case_by_number
from service.queries.members import opened
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Refusal

CHECK, OPEN = "check_batch", "open_batch"
REASON_LENGTH = 300


@dataclass(frozen=True)
class NewBatch:
    """What a batch is: of which kind, called what, from which file; where all go whose row says nothing, and why."""

    kind: str
    name: str
    file: NewFile
    receiving_code: str = ""
    destination_reason: str = ""


def hand_in_batch(tx: Transaction, actor: Actor, new: NewBatch) -> Batch:
    """Keep the roster and have it checked. Raises NotPermitted, ValidationFailed for an empty file."""
    require(may_import(actor))
    if actor.post is None or not may_work_on_batch(actor, actor.post.organization_id):
        raise NotPermitted
    key, receiving, words = uuid.uuid4().hex, _receiving(tx, actor, new), new.destination_reason.strip()
    batch = Batch(
        id=key, kind=new.kind, name=new.name, organization_id=actor.post.organization_id, user_id=actor.user_id,
        receiving_id=receiving.id if receiving else None, chosen={}, columns=[], created_at=tx.now,
        words_sealed=tx.vault.seal(words, table="batches", column="words", row=key) if words else None,
    )  # fmt: skip
    tx.session.add(batch)
    _hand_over(tx, actor, batch, new.file)
    return batch_with_id(tx, actor, key)


def replace_roster(tx: Transaction, actor: Actor, batch_id: str, file: NewFile) -> Batch:
    """The file, mended, before any case is open."""
    batch = _to_work_on(tx, actor, batch_id, "checked", "failed")
    batch.chosen = {}
    forget_rows(tx, batch_id)
    _hand_over(tx, actor, batch, file)
    return batch


def choose_batch_columns(tx: Transaction, actor: Actor, batch_id: str, chosen: Mapping[str, str]) -> Batch:
    """Have it checked again, with these columns, by their place, read as these fields; "" is not at all."""
    batch = _to_read_again(tx, actor, batch_id)
    places = {str(column["place"]) for column in batch.columns}
    fields = {*MEMBER_LINE.fields, *CASE_FIELDS, NOT_KEPT, ""}
    wrong = [
        Refusal("unknown_field", {}, name) for name, to in chosen.items() if name not in places or to not in fields
    ]
    if wrong:
        raise ValidationFailed(wrong)
    batch.chosen = dict(chosen)
    _begin(tx, actor, batch, "checking", CHECK)
    return batch


def answer_batch(tx: Transaction, actor: Actor, batch_id: str, answers: Sequence[Mapping[str, str]]) -> Batch:
    """Say which units unclear names stand for, and have it checked again; until its cases are opened, and again."""
    batch = _to_read_again(tx, actor, batch_id)
    keep_answers(tx, actor, batch, answers)
    _begin(tx, actor, batch, "checking", CHECK)
    return batch


def open_batch(tx: Transaction, actor: Actor, batch_id: str) -> Batch:
    """Open a case for each row that was accepted; the others stay expected."""
    batch = _to_work_on(tx, actor, batch_id, "checked", "opened")
    if not openable_rows(tx, batch_id):
        raise Conflict([Refusal("nothing_to_open", {})])
    _begin(tx, actor, batch, "opening", OPEN)
    return batch


def mend_row(tx: Transaction, actor: Actor, batch_id: str, number: int, changes: Mapping[str, Any]) -> BatchRow:
    """Say of a row that is expected what was wrong or missing, and open the case at once.

    Raises Conflict with what still keeps it from being opened; then the row is as it was.
    """
    batch, row = _expected(tx, actor, batch_id, number)
    values = values_of(tx, row) | {name: value for name, value in changes.items() if value}
    (line,) = check_lines(tx, actor, batch, (), [line_of(number, values)])
    if line.refusals:
        raise Conflict(line.refusals)
    judge_anew(tx, row, line)
    open_row(tx, actor, batch, row)
    return row


def match_row(tx: Transaction, actor: Actor, batch_id: str, number: int, case_number: str) -> BatchRow:
    """A case that was opened elsewhere is that of this row. Raises ValidationFailed when it is another person's."""
    _batch, row = _expected(tx, actor, batch_id, number)
    case = case_by_number(tx, case_number)
    if case is None or case.workflow != "transfer" or not may_read_case(actor, case):
        raise ValidationFailed([Refusal("no_such_case", {"number": case_number}, "case")])
    if not _is_about(tx, row, case):
        raise ValidationFailed([Refusal("another_person", {"number": case_number}, "case")])
    if batch_of_case(tx, case) is not None:
        raise ValidationFailed([Refusal("case_counted_already", {"number": case_number}, "case")])
    account_for(row, case)
    return row


def count_case(tx: Transaction, actor: Actor, batch_id: str, case: Case) -> None:
    """A case that was just opened is that of a row of this batch. Raises ValidationFailed when no row waits for it."""
    _to_work_on(tx, actor, batch_id, "checked", "opened")
    row = next((row for row in expected_rows(tx, batch_id) if _is_about(tx, row, case)), None)
    if case.workflow != "transfer" or row is None:
        raise ValidationFailed([Refusal("not_on_the_roster", {}, "batch_id")])
    account_for(row, case)


def strike_row(tx: Transaction, actor: Actor, batch_id: str, number: int, reason: str) -> BatchRow:
    """Take a person who is not to be expected out of the batch, saying why."""
    _batch, row = _expected(tx, actor, batch_id, number)
    if not reason.strip():
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    row.state, row.struck_by, row.struck_at = "struck", actor.user_id, tx.now
    words = reason.strip()[:REASON_LENGTH]
    row.words_sealed = sealed(tx, batch_id, number, "words", words)
    note_strike(tx, actor, row, "struck", words)
    return row


def restore_row(tx: Transaction, actor: Actor, batch_id: str, number: int) -> BatchRow:
    """A person who was struck out is expected again. Raises WrongState for a row that is not struck out."""
    _batch, row = _in_state(tx, actor, batch_id, number, "struck")
    row.state, row.struck_by, row.struck_at, row.words_sealed = "expected", None, None, None
    note_strike(tx, actor, row, "restored")
    return row


def _is_about(tx: Transaction, row: BatchRow, case: Case) -> bool:
    """The name is the same, and the ID number where the row has one."""
    said = values_of(tx, row)
    number = said.get("id_number")
    return said.get("name") == case.member.name and number in (None, opened(tx, case.member, "id_number"))


def _expected(tx: Transaction, actor: Actor, batch_id: str, number: int) -> tuple[Batch, BatchRow]:
    return _in_state(tx, actor, batch_id, number, "expected")


def _in_state(tx: Transaction, actor: Actor, batch_id: str, number: int, state: str) -> tuple[Batch, BatchRow]:
    batch = _to_work_on(tx, actor, batch_id, "checked", "opened")
    row = row_with_number(tx, batch_id, number, lock=True)
    if row.state != state:
        raise WrongState(batch=batch_id)
    return batch, row


def _to_work_on(tx: Transaction, actor: Actor, batch_id: str, *states: str) -> Batch:
    batch = batch_with_id(tx, actor, batch_id, lock=True)
    require(may_work_on_batch(actor, batch.organization_id), batch=batch_id)
    if batch.state not in states:
        raise WrongState(batch=batch_id)
    return batch


def _to_read_again(tx: Transaction, actor: Actor, batch_id: str) -> Batch:
    batch = _to_work_on(tx, actor, batch_id, "checked", "failed")
    if not batch.can_be_read_again:
        raise WrongState(batch=batch_id)
    return batch


def _receiving(tx: Transaction, actor: Actor, new: NewBatch) -> Organization | None:
    """Where rows go that name no unit; who asks for resettled members asks for their own unit."""
    code = new.receiving_code
    own = actor.post if OPENS_WITH[new.kind] == "request" else None
    if not code and own is not None and own.kind in MEMBER_KINDS:
        code = own.code
    if not code:
        return None
    meaning = Destinations(tx, actor).meaning_of(code)
    if meaning.organization is None:
        raise ValidationFailed([refusal for refusal in (meaning.refusal, meaning.question) if refusal])
    return meaning.organization


def _hand_over(tx: Transaction, actor: Actor, batch: Batch, file: NewFile) -> None:
    if not file.content:
        raise ValidationFailed([Refusal("file_required", {}, "file")])
    batch.file_id = keep_file(tx, file, "upload", owner_id=actor.user_id, expires_at=tx.now + UPLOAD_KEPT_FOR).id
    _begin(tx, actor, batch, "checking", CHECK)


def _begin(tx: Transaction, actor: Actor, batch: Batch, state: str, kind: str) -> None:
    batch.state, batch.problem = state, None
    tx.session.flush()
    batch.job_id = ask_job(tx, actor, kind, {"batch": batch.id}).id
    tx.session.flush()
