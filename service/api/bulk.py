"""One verb for many cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, as_bytes, key_given, respond
from service.api.door import KEY, Door, takes
from service.api.schemas.bulk import BulkBody, BulkSchema
from service.api.schemas.inputs import SPEAKER
from service.casework.bulk import AT_ONCE, Bulk, CaseAnswer, require_chosen, require_known, take_all
from service.casework.bulk_jobs import KIND, LETTERS, ask_bulk, kept_answers
from service.casework.bulk_letters import PRINT, PRINTING, ask_letters, printed_letters
from service.casework.foresee import Foreseen, foresee
from service.casework.idempotency import Answer, Request, answer_once
from service.casework.jobs import own_job
from service.casework.letter_papers import foresee_prints
from service.db import Transaction
from service.errors import NotFound
from service.forms.actions import load_fields
from service.login import current_database
from service.models import Job
from service.presentation.file_answer import PDF, pdf_answer
from service.presentation.letter_settings_page import readers_script
from service.presentation.verification_page import check_place
from service.problems import say

door = Door("bulk", __name__, url_prefix="/bulk-actions", description="批量办理")
BULK = BulkSchema()


@door.route("", methods=["POST"])
@door.answers(200, BulkSchema, 400, 409)
@door.also_answers(202, BulkSchema)
@accepts(BulkBody())
@takes(KEY)
def create(asked: Asked) -> Response:
    """同一个动作办理多件，各件分别办理、分别答复；超过 50 件转为后台任务（202）；preview 只看会怎样

    print_letter 总是后台任务，办完后从 letters.pdf 取全部介绍信。
    """
    values = asked.values
    bulk = Bulk(values["action"], values["cases"], values.get("fields", {}))
    if bulk.action == PRINT:
        return respond(_letters(asked, bulk))
    require_known(bulk)
    if values.get("preview"):
        with current_database().read() as tx:
            seen = [_foreseen(found) for found in foresee(tx, asked.actor, bulk)]
            return respond(_answer(bulk.action, seen, preview=True))
    key = key_given(required=True) or ""
    if len(bulk.cases) > AT_ONCE:
        return respond(_later(asked, bulk, lambda tx: ask_bulk(tx, asked.actor, bulk)))
    return respond(_answer(bulk.action, take_all(current_database(), asked.actor, bulk, f"api:{key}")))


@door.route("/<job_id>")
@door.answers(200, BulkSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, job_id: str) -> Response:
    """后台批量办理的结果；没有办完时 results 是空的"""
    with current_database().read() as tx:
        job = own_job(tx, asked.actor, job_id)
        if job.kind not in (KIND, LETTERS):
            raise NotFound(job=job_id)
        answers = kept_answers(tx, asked.actor, job.file_id)[1] if job.file_id else []
    return respond(_answer(job.wanted["action"], answers, job=job.id))


@door.route("/<job_id>/letters.pdf")
@door.sends_file(PDF, 404)
@accepts(SPEAKER, "query")
def letters(asked: Asked, job_id: str) -> Response:
    """批量打印的介绍信，每封一页，保留一周"""
    with current_database().read() as tx:
        file = printed_letters(tx, asked.actor, job_id)
    return pdf_answer(file.content, "letters")


def _letters(asked: Asked, bulk: Bulk) -> Answer:
    require_chosen([chosen.number for chosen in bulk.cases])
    reason = load_fields(PRINTING, bulk.fields).get("reason", "")
    if asked.values.get("preview"):
        with current_database().read() as tx:
            seen = foresee_prints(tx, asked.actor, [chosen.number for chosen in bulk.cases])
            return _answer(PRINT, [_foreseen(found) for found in seen], preview=True)
    script, place = readers_script(), check_place()
    return _later(
        asked,
        bulk,
        lambda tx: ask_letters(tx, asked.actor, bulk.cases, reason, script=script, check_place=place),
    )


def _later(asked: Asked, bulk: Bulk, ask: Callable[[Transaction], Job]) -> Answer:
    key = key_given(required=True) or ""

    def verb(tx: Transaction) -> Answer:
        return _answer(bulk.action, [], job=ask(tx).id, status=202)

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
