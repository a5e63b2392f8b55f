"""The worker for long work: claims a job, does it as the person who asked, and writes down what came of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import structlog

from service.casework.files import NewFile
from service.casework.jobs import claim_job, end_job, told
from service.db import Database
from service.errors import DeskError, NotPermitted
from service.jobs.bench import Bench, LeaseLost
from service.jobs.kinds import KINDS
from service.models import Job
from service.permissions import Actor
from service.queries.users import actor_of_user

log = structlog.get_logger()

PAUSE_SECONDS = 1.0


def run(stop: threading.Event, database: Database, pause: float = PAUSE_SECONDS) -> None:
    """Job after job until told to stop; what is begun is ended."""
    while not stop.is_set():
        try:
            if run_next(database):
                continue
        except Exception:
            log.exception("no job could be taken", action="jobs")
        stop.wait(pause)


def run_waiting(database: Database) -> int:
    """All jobs that wait, one after the other; answers how many."""
    done = 0
    while run_next(database):
        done += 1
    return done


def run_next(database: Database) -> bool:
    """One job. False when none waits."""
    job = database.transact(claim_job)
    if job is None:
        return False
    try:
        done = KINDS[job.kind](Bench(database, _actor(database, job), job))
    except LeaseLost:
        log.info("job taken over", action="jobs", job=job.id)
    except DeskError as error:
        _end(database, job, "failed", told(error))
    except Exception:
        log.exception("job failed", action="jobs", job=job.id)
        _end(database, job, "failed", {"code": "failed"})
    else:
        _end(database, job, "done", done.outcome, done.file)
    return True


def _actor(database: Database, job: Job) -> Actor:
    with database.read() as tx:
        actor = actor_of_user(tx, job.user_id)
    if actor is None:
        raise NotPermitted
    return actor.at(job.post_code) if job.post_code else actor


def _end(database: Database, job: Job, state: str, outcome: Mapping[str, Any], file: NewFile | None = None) -> None:
    database.transact(lambda tx: end_job(tx, job, state, outcome, file))
