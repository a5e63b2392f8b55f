"""The letters of many cases as one PDF: asked for, and opened by whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from service.casework.bulk import Bulk, Chosen
from service.casework.bulk_jobs import LETTERS, ask_bulk
from service.casework.files import OpenedFile, open_file
from service.casework.jobs import own_job
from service.db import Transaction
from service.errors import NotFound
from service.models import Job
from service.papers import Script
from service.permissions import Actor
from workflows.vocabulary import Action, Use

PRINT: Literal["print_letter"] = "print_letter"
PRINTING = Action(PRINT, "打印介绍信", (), (Use("reason"),))


def ask_letters(
    tx: Transaction, actor: Actor, cases: Sequence[Chosen], reason: str, *, script: Script, check_place: str
) -> Job:
    """Have them printed by the worker, in this order; `check_place` is what stands before a code in its address."""
    bulk = Bulk(PRINT, cases, {"reason": reason})
    return ask_bulk(tx, actor, bulk, LETTERS, script=script, check_place=check_place)


def printed_letters(tx: Transaction, actor: Actor, job_id: str) -> OpenedFile:
    """The PDF of one's own job. Raises NotFound while there is none, and once it is forgotten."""
    job = own_job(tx, actor, job_id)
    file = open_file(tx, str((job.outcome or {}).get("pdf", ""))) if job.kind == LETTERS else None
    if file is None:
        raise NotFound(job=job_id)
    return file
