"""Bulk work as a job: what is wanted is kept encrypted beside it, and so are the answers."""

from __future__ import annotations

import json

from service.casework.bulk import Bulk, CaseAnswer, answers_as_bytes, answers_of_bytes
from service.casework.files import RESULT_KEPT_FOR, NewFile, keep_file, open_file
from service.casework.jobs import ask_job
from service.db import Transaction
from service.errors import NotFound
from service.models import Job, StoredFile
from service.permissions import Actor

KIND, LETTERS = "bulk_action", "letters"
JSON_TYPE = "application/json"
_NAME = "bulk.json"


def ask_bulk(tx: Transaction, actor: Actor, bulk: Bulk, kind: str = KIND, **more: str) -> Job:
    """Have it done by the worker: words in the fields are people's, so they are kept as a file.

    `more` is what the kind of work needs to know besides.
    """
    file = NewFile(_NAME, JSON_TYPE, bulk.as_bytes())
    kept = keep_file(tx, file, "upload", owner_id=actor.user_id, expires_at=tx.now + RESULT_KEPT_FOR)
    return ask_job(tx, actor, kind, {"file": kept.id, "action": bulk.action, "cases": len(bulk.cases), **more})


def bulk_of(tx: Transaction, job: Job) -> Bulk:
    """What a job is to do. Raises NotFound once its file is forgotten."""
    file = open_file(tx, str(job.wanted["file"]))
    if file is None:
        raise NotFound(job=job.id)
    return Bulk.of_bytes(file.content)


def answers_file(action: str, answers: list[CaseAnswer]) -> NewFile:
    """The answers, to be kept."""
    return NewFile(_NAME, JSON_TYPE, answers_as_bytes(action, answers))


def keep_answers(tx: Transaction, actor: Actor, action: str, answers: list[CaseAnswer]) -> str:
    """Keep the answers of what was done while one waited, to be read again by whoever asked; the file's key."""
    file = answers_file(action, answers)
    return keep_file(tx, file, "result", owner_id=actor.user_id, expires_at=tx.now + RESULT_KEPT_FOR).id


def kept_answers(tx: Transaction, actor: Actor, file_id: str) -> tuple[str, list[CaseAnswer]]:
    """The answers in one's own file. Raises NotFound for another's, and for a file that holds none."""
    row = tx.session.get(StoredFile, file_id)
    if row is None or row.owner_id != actor.user_id or row.purpose != "result" or row.media_type != JSON_TYPE:
        raise NotFound(file=file_id)
    opened = open_file(tx, file_id)
    try:
        return answers_of_bytes(opened.content if opened else b"")
    except (json.JSONDecodeError, KeyError, TypeError):
        raise NotFound(file=file_id) from None
