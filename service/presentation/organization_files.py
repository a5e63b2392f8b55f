"""Files of organizations on pages: those handed in, and one with what it would change, touch and leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.intake.organization_hand_in import APPLY
from service.intake.organization_results import PARTS, FileResult
from service.models import Job
from service.presentation.due import moment_label
from service.presentation.job_progress import Progress, progress_of
from service.presentation.organization_file_lines import FileLine, file_line
from service.presentation.page_actions import new_key
from service.presentation.records import Note
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.words import Complaint, Link, say

_COUNTED: Mapping[str, Any] = {
    "created": _l("新增 %(count)s 个"), "updated": _l("更新 %(count)s 个"), "unchanged": _l("没有变化 %(count)s 个"),
    "wrong": _l("有错 %(count)s 行"),
}  # fmt: skip
_PART_LABELS: Mapping[str, Any] = {
    "touched": _l("改名、调整、撤并"), "created": _l("新增"), "wrong": _l("有错"), "absent": _l("文件里没有"),
}  # fmt: skip


@dataclass(frozen=True)
class FileJobLine:
    """One file in the list."""

    url: str
    name: str
    at: str
    state_label: str
    counted: str


@dataclass(frozen=True)
class FilesPage:
    """As `organizations/files.html` reads it."""

    tabs: Sequence[Tab]
    lines: Sequence[FileJobLine]
    pager: Pager
    key: str
    errors: Sequence[Complaint] = ()


@dataclass(frozen=True)
class FilePage:
    """As `organizations/file.html` reads it; without `apply_url` there is nothing to confirm."""

    title: str
    state_label: str
    url: str
    counted: str
    progress: Progress | None
    notes: Sequence[Note]
    apply_url: str
    key: str
    tabs: Sequence[Tab]
    lines: Sequence[FileLine]
    pager: Pager
    errors: Sequence[Complaint] = ()


def files_page(
    jobs: Sequence[Job], names: Mapping[str, str], tabs: Sequence[Tab], next_url: str, now: datetime,
    errors: Sequence[Complaint] = (),
) -> FilesPage:  # fmt: skip
    """One's own files, the newest first."""
    lines = [
        FileJobLine(
            _url(job), _name(job, names), moment_label(job.asked_at, now), _state(job), _counted(job.outcome or {}),
        )
        for job in jobs
    ]  # fmt: skip
    return FilesPage(tabs, lines, Pager(_("本页 %(count)s 份", count=len(lines)), next_url), new_key(), errors)


def file_page(
    job: Job, names: Mapping[str, str], result: FileResult | None, part: str, place: tuple[int, int],
    errors: Sequence[Complaint] = (),
) -> FilePage:  # fmt: skip
    """One file; `place` is where in a part the lines begin, and how many are shown."""
    found, (after, size) = result.part(part) if result else (), place
    more = len(found) > after + size
    following = url_for("organization_files.detail", job_id=job.id, part=part, after=after + size) if more else ""
    return FilePage(
        title=_name(job, names),
        state_label=_state(job),
        url=_url(job),
        counted=_counted(job.outcome or {}),
        progress=progress_of(job, _state(job)),
        notes=_notes(job, result),
        apply_url=url_for("organization_files.apply", job_id=job.id) if _may_apply(job, result) else "",
        key=new_key(),
        tabs=_tabs(job, result, part) if result else [],
        lines=[file_line(one) for one in found[after : after + size]],
        pager=Pager("", following),
        errors=errors,
    )


def first_part(result: FileResult | None) -> str:
    """What there is to see first."""
    order = ("wrong", "touched", "created", "absent")
    return next((name for name in order if result and result.part(name)), "touched")


def _may_apply(job: Job, result: FileResult | None) -> bool:
    return job.kind != APPLY and result is not None and not result.wrong and bool(result.changes) and not _applied(job)


def _applied(job: Job) -> str:
    return str((job.outcome or {}).get("apply", ""))


def _state(job: Job) -> str:
    outcome = job.outcome or {}
    if job.state == "failed" or outcome.get("wrong"):
        return _("没有办成，没有改动") if job.state == "failed" or job.kind == APPLY else _("有错，改好再上传")
    if job.state != "done":
        return _("正在办理") if job.kind == APPLY else _("正在检查")
    if job.kind == APPLY:
        return _("已办理")
    return _("已交办") if _applied(job) else _("已检查，等你决定")


def _counted(outcome: Mapping[str, Any]) -> str:
    counts = outcome.get("counts", {})
    return " · ".join(_(str(words), count=counts[name]) for name, words in _COUNTED.items() if counts.get(name))


def _notes(job: Job, result: FileResult | None) -> list[Note]:
    if job.state == "failed":
        problem = job.outcome or {}
        said = problem.get("refusals") or [problem]
        return [Note("late", say(part.get("code", "failed"), part.get("values", {}))) for part in said]
    if job.state != "done":
        return []
    if result is None:
        return [Note("wait", _("结果保留一周，已按期删除。每个组织的变更记录里都能查到。"))]
    if _applied(job):
        return [Note("wait", _("已经按这份文件办理。"), Link(_("看办理结果"), _url_of(_applied(job))))]
    return [*_about_the_decision(job, result), *_about_the_absent(result)]


def _about_the_decision(job: Job, result: FileResult) -> list[Note]:
    if job.kind == APPLY:
        return []
    if result.wrong:
        return [Note("late", _("文件要么全部收下，要么全部不收。按下面说的改好，再上传。"))]
    if not result.changes:
        return [Note("ok", _("文件和平台上登记的一样，没有要改的。"))]
    return [Note("wait", _("只是检查，什么都还没有改。看过涉及的党员、办件和经办人，再确认。"))]


def _about_the_absent(result: FileResult) -> list[Note]:
    count = len(result.absent)
    text = _("在册、但文件里没有的组织 %(count)s 个，不会改动。已经撤并的，在文件里写上 valid_to 再上传。", count=count)
    return [Note("soon", text)] if count else []


def _tabs(job: Job, result: FileResult, part: str) -> list[Tab]:
    return [
        Tab(
            str(_PART_LABELS[name]), str(len(result.part(name)) or ""),
            url_for("organization_files.detail", job_id=job.id, part=name), current=name == part,
        )
        for name in PARTS
        if result.part(name) or name == part
    ]  # fmt: skip


def _name(job: Job, names: Mapping[str, str]) -> str:
    return names.get(str(job.wanted["file"]), _("文件已按期删除"))


def _url(job: Job) -> str:
    return _url_of(job.id)


def _url_of(job_id: str) -> str:
    return url_for("organization_files.detail", job_id=job_id)
