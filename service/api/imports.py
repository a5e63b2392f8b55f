"""Rosters handed in: the same verbs as on the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, documents, key_given, who_asks
from service.api.door import KEY, LOCATION, PREFIX, Door, takes
from service.api.paging import cursor_of, cut, key_in, limit_of, page, text_in
from service.api.schemas.imports import ApplyBody, ColumnsBody, ImportRowSchema, ImportSchema, RowsQuery, UploadBody
from service.api.schemas.inputs import PAGED, SPEAKER
from service.api.schemas.shared import page_of
from service.api.uploads import sent_file
from service.casework.files import name_of
from service.casework.idempotency import Answer
from service.db import Transaction
from service.exports.sheets import KINDS
from service.forms.answers import ANSWERS
from service.intake.import_notes import annotated_import
from service.intake.imports import answer_import, apply_import, choose_columns, hand_in, undo_import
from service.login import current_database
from service.models import Job, RosterImport, StoredFile
from service.permissions import may_import, require
from service.presentation.file_answer import bytes_answer
from service.presentation.import_pages import PARTS, UNDER_WAY
from service.presentation.words import say
from service.queries.imports import imports_of, own_import, rows_page
from service.queries.questions import questions_of

door = Door("imports", __name__, url_prefix="/imports", description="花名册导入")
IMPORT = ImportSchema()
_SAID = ("id", "state", "created_at", "applied_at", "undo_until", "counts", "columns", "problem")


@door.route("")
@door.answers(200, page_of(ImportSchema))
@accepts(PAGED, "query")
def index(asked: Asked) -> dict[str, Any]:
    """自己上传过的，最近的在前"""
    require(may_import(asked.actor))
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        found = imports_of(tx, asked.actor, limit + 1, after=text_in(asked.values))
        shown, last = cut(found, limit)
        return page([_described(tx, roster, file) for roster, file in shown], cursor_of(last[0].id) if last else None)


@door.route("", methods=["POST"])
@door.answers(202, ImportSchema, 413, 415, headers=LOCATION)
@documents(UploadBody(), "files")
@takes(KEY)
def create() -> Response:
    """上传名册，先检查，不写入；检查在后台进行"""
    key, file = key_given(), sent_file()
    asked = who_asks({"file": [file.name, hashlib.sha256(file.content).hexdigest()]})
    response = answered(asked, key, lambda tx: _answer(tx, hand_in(tx, asked.actor, file), 202))
    response.headers["Location"] = f"{PREFIX}/imports/{(response.json or {}).get('id')}"
    return response


@door.route("/<import_id>")
@door.answers(200, ImportSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, import_id: str) -> dict[str, Any]:
    """到了哪一步，每种结果几行"""
    with current_database().read() as tx:
        roster = own_import(tx, asked.actor, import_id)
        return _described(tx, roster, _kept(tx, roster))


@door.route("/<import_id>/rows")
@door.answers(200, page_of(ImportRowSchema), 404)
@accepts(RowsQuery(), "query")
def rows(asked: Asked, import_id: str) -> dict[str, Any]:
    """有话要说的行，逐格说明"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        own_import(tx, asked.actor, import_id)
        actions = PARTS[asked.values.get("part", "")]
        found = rows_page(tx, import_id, limit + 1, after=key_in(asked.values) or 0, actions=actions)
    shown, last = cut(found, limit)
    return page(shown, cursor_of(last.row) if last else None)


@door.route("/<import_id>/annotated.xlsx")
@door.sends_file(KINDS["xlsx"], 404)
@accepts(SPEAKER, "query")
def annotated(asked: Asked, import_id: str) -> Response:
    """上传的那份，错的格子标红、加批注，改好可再上传"""
    file = annotated_import(current_database(), asked.actor, import_id, say)
    return bytes_answer(file.content, file.name)


@door.route("/<import_id>/actions/check", methods=["POST"])
@door.answers(202, ImportSchema, 400, 404, 409)
@accepts(ColumnsBody())
@takes(KEY)
def check(asked: Asked, import_id: str) -> Response:
    """换一种列对应，重新检查"""
    return _step(asked, lambda tx: choose_columns(tx, asked.actor, import_id, asked.values["columns"]))


@door.route("/<import_id>/actions/answer", methods=["POST"])
@door.answers(202, ImportSchema, 400, 404, 409)
@accepts(ANSWERS)
@takes(KEY)
def answer(asked: Asked, import_id: str) -> Response:
    """说明拿不准的名称是哪个组织，一次回答管所有同样写法的行；重新检查，导入以前可以改"""
    return _step(asked, lambda tx: answer_import(tx, asked.actor, import_id, asked.values["answers"]))


@door.route("/<import_id>/actions/apply", methods=["POST"])
@door.answers(202, ImportSchema, 400, 404, 409)
@accepts(ApplyBody())
@takes(KEY)
def apply(asked: Asked, import_id: str) -> Response:
    """导入检查通过的行，24 小时内可以整批撤销"""
    strict = bool(asked.values.get("all_or_none"))
    return _step(asked, lambda tx: apply_import(tx, asked.actor, import_id, all_or_none=strict))


@door.route("/<import_id>/actions/undo", methods=["POST"])
@door.answers(202, ImportSchema, 400, 404, 409)
@accepts(SPEAKER)
@takes(KEY)
def undo(asked: Asked, import_id: str) -> Response:
    """整批撤销；导入以后有人办理过的保留"""
    return _step(asked, lambda tx: undo_import(tx, asked.actor, import_id))


def _step(asked: Asked, verb: Callable[[Transaction], RosterImport]) -> Response:
    return answered(asked, key_given(), lambda tx: _answer(tx, verb(tx), 202))


def _answer(tx: Transaction, roster: RosterImport, status: int) -> Answer:
    return Answer(status, as_bytes(IMPORT.dump(_described(tx, roster, _kept(tx, roster)))))


def _described(tx: Transaction, roster: RosterImport, file: StoredFile | None) -> dict[str, Any]:
    job = tx.session.get(Job, roster.job_id) if roster.job_id and roster.state in UNDER_WAY else None
    return {
        **{name: getattr(roster, name) for name in _SAID},
        "name": name_of(tx, file) if file else None,
        "questions": questions_of(tx, roster),
        "work": job,
    }


def _kept(tx: Transaction, roster: RosterImport) -> StoredFile | None:
    return tx.session.get(StoredFile, roster.file_id) if roster.file_id else None
