"""Rosters handed in: the list of one's own, and one of them from the upload to the day on which it is final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Job, RosterImport
from service.presentation.due import moment_label
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.import_cells import ColumnChoice, FindingLine, column_choice, finding_lines
from service.presentation.job_progress import Progress, progress_of
from service.presentation.page_actions import new_key
from service.presentation.records import Note
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.unit_questions import UnitQuestions, unit_questions
from service.presentation.words import Complaint, say
from service.queries.imports import ReadRow
from service.queries.questions import UnitQuestion

STATES: Mapping[str, Any] = {
    "checking": _l("正在检查"), "checked": _l("已检查，等你决定"), "applying": _l("正在导入"), "applied": _l("已导入"),
    "undoing": _l("正在撤销"), "undone": _l("已撤销"), "failed": _l("没有办成"),
}  # fmt: skip
UNDER_WAY = ("checking", "applying", "undoing")
_COUNTED: Mapping[str, Any] = {
    "accept": _l("可导入 %(count)s 行"), "ask": _l("要问清 %(count)s 行"), "reject": _l("有错 %(count)s 行"),
    "created": _l("新增 %(count)s 人"), "updated": _l("更新 %(count)s 人"), "unchanged": _l("没有变化 %(count)s 人"),
    "asked": _l("要问清 %(count)s 行"), "rejected": _l("没有导入 %(count)s 行"), "undone": _l("撤销 %(count)s 人"),
    "kept": _l("后来有人办理过，没有撤销 %(count)s 人"),
}  # fmt: skip
PARTS: Mapping[str, Sequence[str]] = {"": (), "wrong": ("reject", "rejected"), "unclear": ("ask", "asked")}
_PART_LABELS: Mapping[str, Any] = {"": _l("全部"), "wrong": _l("有错"), "unclear": _l("要问清")}


@dataclass(frozen=True)
class ImportLine:
    """One import in the list."""

    url: str
    name: str
    at: str
    state_label: str
    counted: str


@dataclass(frozen=True)
class ImportsPage:
    """As `imports/index.html` reads it."""

    lines: Sequence[ImportLine]
    pager: Pager
    key: str
    errors: Sequence[Complaint] = ()


@dataclass(frozen=True)
class ImportPage:
    """As `imports/detail.html` reads it."""

    id: str
    title: str
    state_label: str
    url: str
    part: str
    counted: Sequence[str]
    notes: Sequence[Note]
    progress: Progress | None
    columns: Sequence[ColumnChoice]
    findings: Sequence[FindingLine]
    tabs: Sequence[Tab]
    pager: Pager
    key: str
    may_choose: bool
    may_apply: bool
    may_undo: bool
    has_notes: bool
    units: UnitQuestions
    errors: Sequence[Complaint] = ()


def imports_page(
    found: Sequence[tuple[RosterImport, str]], next_url: str, now: datetime, errors: Sequence[Complaint] = ()
) -> ImportsPage:
    """One's own imports; each comes with the name of its file."""
    lines = [
        ImportLine(
            url_for("imports.detail", import_id=roster.id), name, moment_label(roster.created_at, now),
            str(STATES[roster.state]), " · ".join(counted(roster)),
        )
        for roster, name in found
    ]  # fmt: skip
    return ImportsPage(lines, Pager(_("本页 %(count)s 份", count=len(lines)), next_url), new_key(), errors)


def import_page(  # noqa: PLR0913 - what one import has
    roster: RosterImport,
    name: str,
    job: Job | None,
    rows: Sequence[ReadRow],
    *,
    part: str,
    next_url: str,
    now: datetime,
    asked: Sequence[UnitQuestion] = (),
    before: RosterImport | None = None,
    typed: Typed = NOTHING_TYPED,
) -> ImportPage:
    """One import at what it has come to; `typed` is what was sent and refused."""
    under_way = roster.state in UNDER_WAY
    return ImportPage(
        id=roster.id,
        title=name,
        part=part,
        state_label=str(STATES[roster.state]),
        url=url_for("imports.detail", import_id=roster.id),
        counted=counted(roster),
        notes=list(_notes(roster, now, before)),
        progress=progress_of(job, str(STATES[roster.state])) if job and under_way else None,
        columns=[] if under_way else [column_choice(column) for column in roster.columns],
        findings=[] if under_way else [line for row in rows for line in finding_lines(row)],
        tabs=_tabs(roster, part),
        pager=Pager("", next_url),
        key=new_key(),
        may_choose=roster.can_be_read_again and bool(roster.columns),
        may_apply=roster.can_be_applied and bool(roster.counts.get("accept")),
        may_undo=_undo_until(roster, now) is not None,
        has_notes=roster.file_id is not None and (bool(rows) or any(question.answer for question in asked)),
        units=unit_questions(roster, asked, typed, may_answer=True),
        errors=typed.complaints,
    )


def counted(roster: RosterImport) -> list[str]:
    """How many rows met which end, in the order in which one asks."""
    return [_(str(words), count=roster.counts[name]) for name, words in _COUNTED.items() if roster.counts.get(name)]


def _undo_until(roster: RosterImport, now: datetime) -> datetime | None:
    """Until when there is something to take back."""
    until = roster.undo_until
    changed = roster.counts.get("created") or roster.counts.get("updated")
    return until if until is not None and now <= until and changed else None


def _notes(roster: RosterImport, now: datetime, before: RosterImport | None) -> list[Note]:
    found = []
    if roster.problem is not None:
        said = roster.problem.get("refusals") or [roster.problem]
        found += [Note("late", say(part["code"], part.get("values", {}))) for part in said]
    if before is not None and before.applied_at is not None and roster.state == "checked":
        at = moment_label(before.applied_at, now)
        found.append(Note("wait", _("这份文件 %(at)s 导入过，继续会跳过相同的行。", at=at)))
    if roster.state == "checked" and not roster.counts.get("accept"):
        found.append(Note("soon", _("没有可以导入的行。按下面说的改好，再上传。")))
    until = _undo_until(roster, now)
    if until is not None:
        found.append(Note("wait", _("%(at)s 以前可以整批撤销。", at=moment_label(until, now))))
    return found


def _tabs(roster: RosterImport, part: str) -> list[Tab]:
    counts = roster.counts
    return [
        Tab(
            str(label),
            str(sum(counts.get(action, 0) for action in PARTS[name]) or ""),
            url_for("imports.detail", import_id=roster.id, part=name or None),
            current=name == part,
        )
        for name, label in _PART_LABELS.items()
    ]
