"""Files of organizations handed in: the same verbs as on the pages."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, documents, key_given, who_asks
from service.api.door import KEY, LOCATION, PREFIX, Door, takes
from service.api.paging import cursor_of, cut, key_in, limit_of, page, text_in
from service.api.schemas.inputs import PAGED, SPEAKER
from service.api.schemas.organization_files import (
    FileLineSchema,
    OrganizationFileSchema,
    OrganizationUpload,
    PartQuery,
)
from service.api.schemas.shared import page_of
from service.api.uploads import sent_file
from service.casework.idempotency import Answer
from service.db import Transaction
from service.intake.organization_hand_in import (
    APPLY,
    KINDS,
    apply_organizations,
    hand_in_organizations,
    own_organization_job,
    result_of,
)
from service.intake.organization_results import PARTS
from service.login import current_database
from service.models import Job
from service.permissions import may_hand_in_organizations, require
from service.queries.jobs import jobs_of, names_of_files

door = Door("organization_files", __name__, url_prefix="/organization-files", description="组织文件")
FILE = OrganizationFileSchema()


@door.route("")
@door.answers(200, page_of(OrganizationFileSchema))
@accepts(PAGED, "query")
def index(asked: Asked) -> dict[str, Any]:
    """自己上传过的组织文件，最近的在前"""
    require(may_hand_in_organizations(asked.actor))
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        shown, last = cut(jobs_of(tx, asked.actor, KINDS, limit + 1, after=text_in(asked.values)), limit)
        return page([_described(tx, job) for job in shown], cursor_of(last.id) if last else None)


@door.route("", methods=["POST"])
@door.answers(202, OrganizationFileSchema, 413, 415, headers=LOCATION)
@documents(OrganizationUpload(), "files")
@takes(KEY)
def create() -> Response:
    """上传较新的组织文件，先检查会涉及什么，不改动；检查在后台进行"""
    key, file = key_given(), sent_file()
    asked = who_asks({"file": [file.name, hashlib.sha256(file.content).hexdigest()]})
    response = answered(asked, key, lambda tx: _answer(tx, hand_in_organizations(tx, asked.actor, file)))
    response.headers["Location"] = f"{PREFIX}/organization-files/{(response.json or {}).get('id')}"
    return response


@door.route("/<organization_file_id>")
@door.answers(200, OrganizationFileSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, organization_file_id: str) -> dict[str, Any]:
    """检查或办理到了哪一步，会怎样"""
    with current_database().read() as tx:
        return _described(tx, own_organization_job(tx, asked.actor, organization_file_id))


@door.route("/<organization_file_id>/units")
@door.answers(200, page_of(FileLineSchema), 404)
@accepts(PartQuery(), "query")
def units(asked: Asked, organization_file_id: str) -> dict[str, Any]:
    """涉及的组织：各自的党员、经办人、在办办件和介绍信；新增的、有错的、文件里没有的"""
    limit, after = limit_of(asked.values), key_in(asked.values) or 0
    with current_database().read() as tx:
        result = result_of(tx, own_organization_job(tx, asked.actor, organization_file_id))
    found = result.part(asked.values.get("part", PARTS[0])) if result else ()
    more = cursor_of(after + limit) if len(found) > after + limit else None
    return page(list(found[after : after + limit]), more)


@door.route("/<organization_file_id>/actions/apply", methods=["POST"])
@door.answers(202, OrganizationFileSchema, 400, 404, 409)
@accepts(SPEAKER)
@takes(KEY)
def apply(asked: Asked, organization_file_id: str) -> Response:
    """按检查过的文件办理，全部收下或全部不收；答复的是办理这件后台任务"""
    return answered(
        asked, key_given(), lambda tx: _answer(tx, apply_organizations(tx, asked.actor, organization_file_id))
    )


def _answer(tx: Transaction, job: Job) -> Answer:
    return Answer(202, as_bytes(FILE.dump(_described(tx, job))))


def _described(tx: Transaction, job: Job) -> dict[str, Any]:
    outcome = job.outcome or {}
    failed = job.state == "failed"
    return {
        "id": job.id,
        "step": "apply" if job.kind == APPLY else "check",
        "state": job.state,
        "name": names_of_files(tx, [job]).get(job.wanted["file"]),
        "asked_at": job.asked_at,
        "applied": bool(outcome.get("applied")),
        "applied_by": outcome.get("apply"),
        "counts": outcome.get("counts", {}),
        "parts": {name: outcome[name] for name in PARTS if name in outcome},
        "work": job if job.state in ("waiting", "running") else None,
        "problem": outcome if failed else None,
    }
