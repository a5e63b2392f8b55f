"""What a job works with: the database, who asked, what is wanted, and a way to say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.casework.files import NewFile
from service.casework.jobs import report_progress
from service.db import Database
from service.models import Job
from service.permissions import Actor


class LeaseLost(Exception):
    """Another worker has this job now."""


@dataclass(frozen=True)
class Done:
    """What came of a job: numbers and keys to be told, never personal data, and a file to be fetched."""

    outcome: Mapping[str, Any] = field(default_factory=dict)
    file: NewFile | None = None


@dataclass(frozen=True)
class Bench:
    """The place at which one job is done."""

    database: Database
    actor: Actor
    job: Job

    @property
    def wanted(self) -> Mapping[str, Any]:
        """What was asked for."""
        return self.job.wanted

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far it is. Raises LeaseLost when another worker has taken it over."""
        if not self.database.transact(lambda tx: report_progress(tx, self.job, done, total)):
            raise LeaseLost


Work = Callable[[Bench], Done]
"""Work may be begun again after a worker was killed: each kind sees to it that nothing happens twice."""
