"""One verb for many cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, as_bytes, key_given, respond
from service.api.door import KEY, Door, takes
from service.api.schemas.bulk import BulkBody, BulkSchema
from service.api.schemas.inputs import SPEAKER
from service.casework.bulk import AT_ONCE, Bulk, CaseAnswer, require_known, take_all
from service.casework.bulk_jobs import KIND, ask_bulk, kept_answers
from service.casework.foresee import Foreseen, foresee
from service.casework.idempotency import Answer, Request, answer_once
from service.casework.jobs import own_job
from service.db import Transaction
from service.errors import NotFound
from service.login import current_database
from service.models import Job
from service.problems import say

door = Door("bulk", __name__, url_prefix="/bulk-actions", description="批量办理")
BULK = BulkSchema()


@door.route("", methods=["POST"])
@door.answers(200, BulkSchema, 400, 409)
@door.also_answers(202, BulkSchema)
@accepts(BulkBody())
@takes(KEY)
def create(asked: Asked) -> Response:
    """同一个动作办理多件，各件分别办理、分别答复；超过 50 件转为后台任务（202）；preview 只看会怎样"""
    values = asked.values
    bulk = Bulk(values["action"], values["cases"], values.get("fields", {}))
    require_known(bulk)
    if values.get("preview"):
        with current_database().read() as tx:
            seen = [_foreseen(found) for found in foresee(tx, asked.actor, bulk)]
            return respond(_answer(bulk.action, seen, preview=True))
    key = key_given(required=True) or ""
    if len(bulk.cases) > AT_ONCE:
        return respond(_later(asked, bulk, key))
    return respond(_answer(bulk.action, take_all(current_database(), asked.actor, bulk, f"api:{key}")))


@door.route("/<job_id>")
@door.answers(200, BulkSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, job_id: str) -> Response:
    """后台批量办理的结果；没有办完时 results 是空的"""
    with current_database().read() as tx:
        job = own_job(tx, asked.actor, job_id)
        if job.kind != KIND:
            raise NotFound(job=job_id)
        answers = kept_answers(tx, asked.actor, job.file_id)[1] if job.file_id else []
    return respond(_answer(job.wanted["action"], answers, job=job.id))


def _later(asked: Asked, bulk: Bulk, key: str) -> Answer:
    def verb(tx: Transaction) -> Answer:
        job: Job = ask_bulk(tx, asked.actor, bulk)
        return _answer(bulk.action, [], job=job.id, status=202)

    request = Request.of(asked.actor.user_id or 0, key, "bulk", str(bulk.as_bytes()))
    return answer_once(current_database(), request, verb)


def _answer(
    action: str, answers: Sequence[CaseAnswer], *, preview: bool = False, job: str | None = None, status: int = 200
) -> Answer:
    done = sum(answer.done for answer in answers)
    body: dict[str, Any] = {
        "action": action, "preview": preview, "done": done, "skipped": len(answers) - done, "job": job,
        "results": [_described(answer) for answer in answers],
    }  # fmt: skip
    return Answer(status, as_bytes(BULK.dump(body)))


def _described(answer: CaseAnswer) -> dict[str, Any]:
    return vars(answer) | {"detail": say(answer.code, answer.values) if answer.code else None}


def _foreseen(seen: Foreseen) -> CaseAnswer:
    if seen.error is not None:
        return CaseAnswer.refused(seen.number, seen.error)
    case = seen.case
    return CaseAnswer(
        seen.number, done=True, state=case.state if case else None, version=case.version if case else None
    )
