"""The files of a case: listed, added, opened, taken out."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request

from service.api.cases import case_to_read
from service.api.contract import Asked, accepts, answered, as_bytes, documents, key_given, who_asks
from service.api.door import KEY, LOCATION, PREFIX, Door, takes
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.attachments import AttachBody, AttachmentSchema, DetachQuery, WordsBody
from service.api.schemas.inputs import PAGED, SPEAKER
from service.api.schemas.shared import page_of
from service.api.uploads import sent_file
from service.casework.attachments import attach, detach, open_attachment
from service.casework.idempotency import Answer
from service.db import Transaction
from service.forms.loading import load
from service.intake.documents import read_document
from service.login import current_database
from service.presentation.file_answer import kept_file_answer
from service.queries.attachments import attachments_of

door = Door("attachments", __name__, url_prefix="/cases/<number>/attachments", description="附件")
ATTACHMENT, WORDS = AttachmentSchema(), WordsBody()
_FINGERPRINT = {"ETag": {"description": "内容的指纹，再取时放进 If-None-Match", "schema": {"type": "string"}}}


@door.route("")
@door.answers(200, page_of(AttachmentSchema), 404)
@accepts(PAGED, "query")
def index(asked: Asked, number: str) -> dict[str, Any]:
    """一件的附件，按补充的先后"""
    limit, after = limit_of(asked.values), key_in(asked.values) or 0
    with current_database().read() as tx:
        case = case_to_read(tx, asked.actor, number)
        shown, last = cut(attachments_of(tx, case, limit + 1, after=after), limit)
    return page(shown, cursor_of(last.seq) if last else None)


@door.route("", methods=["POST"])
@door.answers(201, AttachmentSchema, 400, 404, 409, headers=LOCATION)
@documents(AttachBody(), "files")
@takes(KEY)
def create(number: str) -> Response:
    """补充附件，各方都能看到，不改版本；种类看内容，不看文件名，照片去掉拍摄地点"""
    key, file = key_given(), sent_file()
    asked = who_asks({**request.form.to_dict(), "file": [file.name, hashlib.sha256(file.content).hexdigest()]})
    words = load(WORDS, {name: value for name, value in asked.values.items() if name != "file"})
    document = read_document(file)

    def verb(tx: Transaction) -> Answer:
        case, file_id = attach(tx, asked.actor, number, document, words.get("comment", ""))
        made = next(row for row in attachments_of(tx, case, 1, after=case.history_count - 1) if row.id == file_id)
        return Answer(201, as_bytes(ATTACHMENT.dump(made)))

    response = answered(asked, key, verb)
    response.headers["Location"] = f"{PREFIX}/cases/{number}/attachments/{(response.json or {}).get('id')}"
    return response


@door.route("/<file_id>")
@door.sends_file("*/*", 404, headers=_FINGERPRINT)
@accepts(SPEAKER, "query")
def detail(asked: Asked, number: str, file_id: str) -> Response:
    """下载附件"""
    with current_database().read() as tx:
        file = open_attachment(tx, case_to_read(tx, asked.actor, number), file_id)
    return kept_file_answer(file)


@door.route("/<file_id>", methods=["DELETE"])
@door.answers(204, None, 404)
@accepts(DetachQuery(), "query")
def strike(asked: Asked, number: str, file_id: str) -> None:
    """撤下附件：删除内容，办理记录保留；补充后三十秒内本人撤回可不写 reason"""
    reason = asked.values.get("reason", "")
    current_database().transact(lambda tx: detach(tx, asked.actor, number, file_id, reason))
