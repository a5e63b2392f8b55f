"""Long work: asked for by a person, done by one worker, and told about while it lasts."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update

from service.casework.files import RESULT_KEPT_FOR, NewFile, keep_file
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.models import Job
from service.permissions import Actor

LEASE = timedelta(minutes=2)
_OPEN = ("waiting", "running")


def ask_job(tx: Transaction, actor: Actor, kind: str, wanted: Mapping[str, Any]) -> Job:
    """Ask for long work, to be done as this person with the post that speaks now."""
    if actor.user_id is None:
        raise ValueError("a job is asked for by a person")
    code = actor.post.code if actor.post and len(actor.organization_ids) == 1 else None
    job = Job(
        id=uuid.uuid4().hex, kind=kind, user_id=actor.user_id, post_code=code, wanted=dict(wanted), state="waiting",
        done=0, asked_at=tx.now,
    )  # fmt: skip
    tx.session.add(job)
    tx.session.flush()
    return job


def claim_job(tx: Transaction) -> Job | None:
    """Take the job that has waited longest, or one whose worker is gone; nobody else has it until the lease is over."""
    free = or_(Job.state == "waiting", and_(Job.state == "running", Job.lease_until < tx.now))
    waiting = (
        select(Job.id)
        .where(Job.state.in_(_OPEN), free)
        .order_by(Job.asked_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("waiting")  # read once: inside the condition it might be run, and lock, more than once
    )
    taken = (
        update(Job)
        .where(Job.id.in_(select(waiting.c.id)), free)
        .values(state="running", started_at=tx.now, attempt_token=secrets.token_hex(16), lease_until=tx.now + LEASE)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return tx.session.scalars(taken).first()


def report_progress(tx: Transaction, job: Job, done: int, total: int | None) -> bool:
    """Say how far it is. False when another worker has it: then nothing more may be done."""
    values = {"done": done, "total": total, "lease_until": tx.now + LEASE}
    return _change(tx, job, values)


def end_job(tx: Transaction, job: Job, state: str, outcome: Mapping[str, Any], file: NewFile | None = None) -> bool:
    """Write down what came of it. False when it is no longer this worker's."""
    kept = None
    if file is not None:
        kept = keep_file(tx, file, "result", owner_id=job.user_id, expires_at=tx.now + RESULT_KEPT_FOR).id
    values = {
        "state": state, "outcome": dict(outcome), "file_id": kept, "ended_at": tx.now, "lease_until": None,
    }  # fmt: skip
    return _change(tx, job, values)


def own_job(tx: Transaction, actor: Actor, job_id: str) -> Job:
    """A job that this person asked for. Raises NotFound."""
    job = tx.session.scalar(select(Job).where(Job.id == job_id, Job.user_id == actor.user_id))
    if job is None:
        raise NotFound(job=job_id)
    return job


def told(error: DeskError) -> dict[str, Any]:
    """A refusal as it is kept: its code and, for each thing that is wrong, what there is to say about it."""
    refusals = [{"code": refusal.code, "values": dict(refusal.values)} for refusal in error.refusals]
    return {"code": error.code, "values": dict(error.values), "refusals": refusals}


def _change(tx: Transaction, job: Job, values: Mapping[str, Any]) -> bool:
    mine = (Job.id == job.id, Job.attempt_token == job.attempt_token, Job.state == "running")
    statement = update(Job).where(*mine).values(values).returning(Job.id)
    return bool(tx.session.scalars(statement.execution_options(synchronize_session=False)).all())
