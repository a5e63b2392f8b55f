"""Bulk work in the background, one case after the other; begun again, it does nothing twice."""

from __future__ import annotations

from service.casework.bulk import take_all
from service.casework.bulk_jobs import answers_file, bulk_of
from service.jobs.bench import Bench, Done

_EVERY = 10


def take_bulk(bench: Bench) -> Done:
    """Every case of the job, with the job's own name as the key that makes each step one."""
    with bench.database.read() as tx:
        bulk = bulk_of(tx, bench.job)

    def report(done: int, total: int) -> None:
        if done % _EVERY == 0 or done == total:
            bench.progress(done, total)

    answers = take_all(bench.database, bench.actor, bulk, f"job:{bench.job.id}", report)
    done = sum(answer.done for answer in answers)
    return Done({"done": done, "skipped": len(answers) - done}, answers_file(bulk.action, answers))
