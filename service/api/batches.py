"""Batches: one roster, many cases, and how many of them are where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, request

from service.api.contract import Asked, accepts, answered, as_bytes, documents, key_given, who_asks
from service.api.door import KEY, LOCATION, PREFIX, Door, takes
from service.api.paging import cursor_of, cut, key_in, limit_of, page, text_in
from service.api.schemas.batches import BatchRowSchema, BatchRowsQuery, BatchSchema, NewBatchUpload
from service.api.schemas.imports import ColumnsBody, UploadBody
from service.api.schemas.inputs import PAGED, SPEAKER
from service.api.schemas.shared import page_of
from service.api.uploads import sent_file
from service.casework.files import NewFile
from service.casework.idempotency import Answer
from service.db import Transaction
from service.exports.sheets import KINDS
from service.forms.answers import ANSWERS
from service.forms.batches import MATCH, MEND, NEW_BATCH, STRIKE
from service.forms.loading import load
from service.identity import mask_id_number
from service.intake.batch_notes import annotated_batch
from service.intake.batches import (
    NewBatch,
    answer_batch,
    choose_batch_columns,
    hand_in_batch,
    match_row,
    mend_row,
    open_batch,
    replace_roster,
    restore_row,
    strike_row,
)
from service.login import current_database
from service.models import Batch, BatchRow, Job
from service.permissions import Actor
from service.presentation import case_view
from service.presentation.batch_pages import UNDER_WAY
from service.presentation.case import unit_view
from service.presentation.file_answer import bytes_answer
from service.presentation.words import say
from service.queries.batch_strikes import strikes_of
from service.queries.batches import (
    ReadBatchRow,
    Standing,
    batch_rows,
    batch_with_id,
    batches_page,
    read_row,
    standings,
    turns_of,
)
from service.queries.questions import questions_of

door = Door("batches", __name__, url_prefix="/batches", description="批次")
BATCH, ROW = BatchSchema(), BatchRowSchema()
_SAID = ("id", "kind", "name", "state", "created_at", "opened_at", "columns", "problem")


@door.route("")
@door.answers(200, page_of(BatchSchema))
@accepts(PAGED, "query")
def index(asked: Asked) -> dict[str, Any]:
    """本组织和下级的批次，最近的在前，每批多少人到了哪一步"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        shown, last = cut(batches_page(tx, asked.actor, limit + 1, after=text_in(asked.values)), limit)
        found = standings(tx, [batch.id for batch in shown])
        return page([_described(tx, batch, found[batch.id]) for batch in shown], cursor_of(last.id) if last else None)


@door.route("", methods=["POST"])
@door.answers(202, BatchSchema, 400, 413, 415, headers=LOCATION)
@documents(NewBatchUpload(), "files")
@takes(KEY)
def create() -> Response:
    """上传一份名册，先检查，不发起；检查在后台进行"""
    key, file = key_given(), sent_file()
    asked = _sent(file)
    new = NewBatch(file=file, **load(NEW_BATCH, {name: asked.values[name] for name in asked.values if name != "file"}))
    response = answered(asked, key, lambda tx: _answer(tx, hand_in_batch(tx, asked.actor, new), 202))
    response.headers["Location"] = f"{PREFIX}/batches/{(response.json or {}).get('id')}"
    return response


@door.route("/<batch_id>")
@door.answers(200, BatchSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, batch_id: str) -> dict[str, Any]:
    """多少人在哪一步、轮到谁、卡住几人"""
    with current_database().read() as tx:
        return _whole(tx, batch_with_id(tx, asked.actor, batch_id))


@door.route("/<batch_id>/rows")
@door.answers(200, page_of(BatchRowSchema), 404)
@accepts(BatchRowsQuery(), "query")
def rows(asked: Asked, batch_id: str) -> dict[str, Any]:
    """名册上的人，按名册的先后"""
    limit, group = limit_of(asked.values), asked.values.get("group", "")
    with current_database().read() as tx:
        batch_with_id(tx, asked.actor, batch_id)
        found = batch_rows(tx, asked.actor, batch_id, limit + 1, group=group, after=key_in(asked.values) or 0)
        shown, last = cut(found, limit)
        return page(_rows(tx, asked.actor, batch_id, shown), cursor_of(last.row) if last else None)


@door.route("/<batch_id>/annotated.xlsx")
@door.sends_file(KINDS["xlsx"], 404)
@accepts(SPEAKER, "query")
def annotated(asked: Asked, batch_id: str) -> Response:
    """上传的那份，错的格子标红、加批注，改好可再上传"""
    file = annotated_batch(current_database(), asked.actor, batch_id, say)
    return bytes_answer(file.content, file.name)


@door.route("/<batch_id>/file", methods=["POST"])
@door.answers(202, BatchSchema, 400, 404, 409, 413, 415)
@documents(UploadBody(), "files")
@takes(KEY)
def replace(batch_id: str) -> Response:
    """改好的名册，在发起以前再上传，重新检查"""
    key, file = key_given(), sent_file()
    asked = _sent(file)
    return answered(asked, key, lambda tx: _answer(tx, replace_roster(tx, asked.actor, batch_id, file), 202))


@door.route("/<batch_id>/actions/check", methods=["POST"])
@door.answers(202, BatchSchema, 400, 404, 409)
@accepts(ColumnsBody())
@takes(KEY)
def check(asked: Asked, batch_id: str) -> Response:
    """换一种列对应，重新检查"""
    return _step(asked, lambda tx: choose_batch_columns(tx, asked.actor, batch_id, asked.values["columns"]))


@door.route("/<batch_id>/actions/answer", methods=["POST"])
@door.answers(202, BatchSchema, 400, 404, 409)
@accepts(ANSWERS)
@takes(KEY)
def answer(asked: Asked, batch_id: str) -> Response:
    """说明拿不准的名称是哪个组织，一次回答管所有同样写法的行；重新检查，发起以前可以改"""
    return _step(asked, lambda tx: answer_batch(tx, asked.actor, batch_id, asked.values["answers"]))


@door.route("/<batch_id>/actions/open", methods=["POST"])
@door.answers(202, BatchSchema, 400, 404, 409)
@accepts(SPEAKER)
@takes(KEY)
def open_all(asked: Asked, batch_id: str) -> Response:
    """给检查通过的每个人各发起一件，其余的留着等"""
    return _step(asked, lambda tx: open_batch(tx, asked.actor, batch_id))


@door.route("/<batch_id>/rows/<int(max=2147483647):row>/actions/open", methods=["POST"])
@door.answers(200, BatchRowSchema, 400, 404, 409)
@accepts(MEND, changes=True)
@takes(KEY)
def mend(asked: Asked, batch_id: str, row: int) -> Response:
    """补上一个人缺的内容，马上发起"""
    return _on_row(asked, lambda tx: mend_row(tx, asked.actor, batch_id, row, asked.values))


@door.route("/<batch_id>/rows/<int(max=2147483647):row>/actions/match", methods=["POST"])
@door.answers(200, BatchRowSchema, 400, 404, 409)
@accepts(MATCH)
@takes(KEY)
def match(asked: Asked, batch_id: str, row: int) -> Response:
    """已经另外发起的那件，就是这个人的"""
    return _on_row(asked, lambda tx: match_row(tx, asked.actor, batch_id, row, asked.values["case"]))


@door.route("/<batch_id>/rows/<int(max=2147483647):row>/actions/strike", methods=["POST"])
@door.answers(200, BatchRowSchema, 400, 404, 409)
@accepts(STRIKE)
@takes(KEY)
def strike(asked: Asked, batch_id: str, row: int) -> Response:
    """这个人不必等了，写明原因"""
    return _on_row(asked, lambda tx: strike_row(tx, asked.actor, batch_id, row, asked.values["reason"]))


@door.route("/<batch_id>/rows/<int(max=2147483647):row>/actions/restore", methods=["POST"])
@door.answers(200, BatchRowSchema, 400, 404, 409)
@accepts(SPEAKER)
@takes(KEY)
def restore(asked: Asked, batch_id: str, row: int) -> Response:
    """划去的人，恢复后继续等"""
    return _on_row(asked, lambda tx: restore_row(tx, asked.actor, batch_id, row))


def _sent(file: NewFile) -> Asked:
    return who_asks({**request.form.to_dict(), "file": [file.name, hashlib.sha256(file.content).hexdigest()]})


def _step(asked: Asked, verb: Callable[[Transaction], Batch]) -> Response:
    return answered(asked, key_given(), lambda tx: _answer(tx, verb(tx), 202))


def _on_row(asked: Asked, verb: Callable[[Transaction], BatchRow]) -> Response:
    def carried_out(tx: Transaction) -> Answer:
        row = verb(tx)
        tx.session.flush()
        (described,) = _rows(tx, asked.actor, row.batch_id, [read_row(tx, asked.actor, row)])
        return Answer(200, as_bytes(ROW.dump(described)))

    return answered(asked, key_given(), carried_out)


def _answer(tx: Transaction, batch: Batch, status: int) -> Answer:
    return Answer(status, as_bytes(BATCH.dump(_whole(tx, batch))))


def _whole(tx: Transaction, batch: Batch) -> dict[str, Any]:
    standing = standings(tx, [batch.id])[batch.id]
    turns = [{"organization": unit_view(unit), "count": count} for unit, count in turns_of(tx, standing)]
    return _described(tx, batch, standing) | {"turns": turns}


def _described(tx: Transaction, batch: Batch, standing: Standing) -> dict[str, Any]:
    return {
        **{name: getattr(batch, name) for name in _SAID},
        "organization": unit_view(batch.organization),
        "receiving": unit_view(batch.receiving),
        "standing": standing,
        "questions": questions_of(tx, batch),
        "work": tx.session.get(Job, batch.job_id) if batch.job_id and batch.state in UNDER_WAY else None,
    }


def _rows(tx: Transaction, actor: Actor, batch_id: str, rows: Sequence[ReadBatchRow]) -> list[dict[str, Any]]:
    strikes = strikes_of(tx, batch_id, rows)
    return [_row(tx, actor, row) | {"strikes": strikes[row.row]} for row in rows]


def _row(tx: Transaction, actor: Actor, row: ReadBatchRow) -> dict[str, Any]:
    number = row.values.get("id_number")
    said = {name: row.values.get(name) or None for name in ("name", "receiving_code", "reason_code")}
    return {
        **vars(row), **said, "id_number": mask_id_number(number) if number else None,
        "case": case_view(row.case, actor, tx.now) if row.case else None,
    }  # fmt: skip
