"""Work on many cases that goes on behind a page: the list of one's own, and one of them while it lasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Job
from service.presentation.bulk_pages import title_of, told_of
from service.presentation.due import moment_label
from service.presentation.job_progress import Progress, progress_of
from service.presentation.records import Note
from service.presentation.register import Pager

_STATES: Mapping[str, Any] = {"waiting": _l("排队等待"), "running": _l("正在逐件办理"), "failed": _l("没有办成")}


@dataclass(frozen=True)
class JobLine:
    """One of them; what came of it, or how it stands."""

    url: str
    title: str
    at: str
    cases_label: str
    told: str


@dataclass(frozen=True)
class JobsPage:
    """As `bulk/jobs.html` reads it."""

    lines: Sequence[JobLine]
    pager: Pager


@dataclass(frozen=True)
class JobPage:
    """As `bulk/job.html` reads it."""

    title: str
    url: str
    progress: Progress | None
    note: Note | None


def jobs_page(jobs: Sequence[Job], next_url: str, now: datetime) -> JobsPage:
    """One's own, the newest first."""
    return JobsPage([_line(job, now) for job in jobs], Pager(_("本页 %(count)s 次", count=len(jobs)), next_url))


def job_page(job: Job) -> JobPage:
    """One whose answers are not there: not yet, not any more, or not at all."""
    progress = progress_of(job, str(_STATES["running"]))
    return JobPage(title_of(job.wanted["action"]), _url(job), progress, None if progress else _note(job))


def _note(job: Job) -> Note:
    if job.state == "done":
        return Note("wait", _("结果保留一周，已按期删除。每件的办理记录里都能查到。"))
    return Note("late", _("没有全部办成。已办的不会丢，再选一次，办过的会跳过。"))


def _line(job: Job, now: datetime) -> JobLine:
    told = str(_STATES.get(job.state, ""))
    if job.state == "done" and job.outcome:
        told = told_of(_("已办理 %(count)s 件", count=job.outcome["done"]), job.outcome["skipped"])
    cases = _("%(count)s 件", count=job.wanted["cases"])
    return JobLine(_url(job), title_of(job.wanted["action"]), moment_label(job.asked_at, now), cases, told)


def _url(job: Job) -> str:
    return url_for("bulk.job", job_id=job.id)
