"""Batches: the list with the form for the next, one with how many are where, and one person still expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Batch, Job, Organization
from service.presentation.batch_lines import UNOPENED, RowLine, row_line
from service.presentation.due import moment_label
from service.presentation.form_fields import NOTHING_TYPED, FormField, Option, Typed
from service.presentation.import_cells import ColumnChoice, column_choice
from service.presentation.job_progress import Progress, progress_of
from service.presentation.page_actions import new_key
from service.presentation.records import Note
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.unit_questions import UnitQuestions, unit_questions
from service.presentation.words import Complaint, say, state_chip
from service.queries.batches import GROUPS, ReadBatchRow, Standing
from service.queries.questions import UnitQuestion

KINDS: Mapping[str, Any] = {
    "graduates": _l("毕业生"), "retirees": _l("退休人员"), "dissolved_unit": _l("撤销单位的党员"),
    "resettled": _l("搬迁入住的党员（向原单位申请转入）"),
}  # fmt: skip
STATES: Mapping[str, Any] = {
    "checking": _l("正在检查"), "checked": _l("已检查，等你决定"), "opening": _l("正在发起"), "opened": _l("已发起"),
    "failed": _l("没有办成"),
}  # fmt: skip
UNDER_WAY = ("checking", "opening")
_STUCK = _l("卡住的")


@dataclass(frozen=True)
class BatchLine:
    """One batch in the list."""

    url: str
    name: str
    kind_label: str
    at: str
    state_label: str
    counted: str


@dataclass(frozen=True)
class BatchesPage:
    """As `batches/index.html` reads it; without fields one may hand nothing in."""

    lines: Sequence[BatchLine]
    pager: Pager
    fields: Sequence[FormField]
    key: str
    errors: Sequence[Complaint] = ()


@dataclass(frozen=True)
class BatchPage:
    """As `batches/detail.html` reads it."""

    id: str
    title: str
    told: str
    state_label: str
    url: str
    counted: str
    notes: Sequence[Note]
    progress: Progress | None
    turns: Sequence[str]
    tabs: Sequence[Tab]
    rows: Sequence[RowLine]
    pager: Pager
    columns: Sequence[ColumnChoice]
    openable: int
    may_work: bool
    may_choose: bool
    has_notes: bool
    units: UnitQuestions
    key: str
    errors: Sequence[Complaint] = ()


def batches_page(
    found: Sequence[Batch], standings: Mapping[str, Standing], next_url: str, now: datetime, typed: Typed | None
) -> BatchesPage:
    """The batches of one's subtree; `typed` is None for those who hand none in."""
    lines = [
        BatchLine(
            url_for("batches.detail", batch_id=batch.id), batch.name, str(KINDS[batch.kind]),
            moment_label(batch.created_at, now), str(STATES[batch.state]), _counted(standings[batch.id]),
        )
        for batch in found
    ]  # fmt: skip
    pager = Pager(_("本页 %(count)s 批", count=len(lines)), next_url)
    return BatchesPage(lines, pager, _fields(typed) if typed else (), new_key(), typed.complaints if typed else ())


def batch_page(  # noqa: PLR0913 - what one batch has
    batch: Batch,
    standing: Standing,
    job: Job | None,
    rows: Sequence[ReadBatchRow],
    *,
    turns: Sequence[tuple[Organization, int]],
    units: Mapping[str, Organization],
    group: str,
    next_url: str,
    now: datetime,
    may_work: bool,
    asked: Sequence[UnitQuestion] = (),
    typed: Typed = NOTHING_TYPED,
) -> BatchPage:
    """One batch at what it has come to; `typed` is what was sent and refused."""
    under_way = batch.state in UNDER_WAY
    return BatchPage(
        id=batch.id,
        title=batch.name,
        told=" · ".join((str(KINDS[batch.kind]), batch.organization.title, moment_label(batch.created_at, now))),
        state_label=_("都有着落了") if standing.is_finished else str(STATES[batch.state]),
        url=url_for("batches.detail", batch_id=batch.id),
        counted=_counted(standing),
        notes=_notes(batch, standing, may_work=may_work),
        progress=progress_of(job, str(STATES[batch.state])) if job and under_way else None,
        turns=[_("%(unit)s：%(count)s 件", unit=unit.title, count=count) for unit, count in turns],
        tabs=_tabs(batch, standing, group),
        rows=[]
        if batch.state == "checking"
        else [row_line(batch, row, units, now, link=may_work and not under_way) for row in rows],
        pager=Pager("", next_url),
        columns=[] if under_way else [column_choice(column, for_cases=True) for column in batch.columns],
        openable=0 if under_way or batch.state == "failed" else standing.openable,
        may_work=may_work and not under_way,
        may_choose=may_work and batch.can_be_read_again,
        has_notes=may_work
        and not under_way
        and batch.file_id is not None
        and (standing.stuck > 0 or any(question.answer for question in asked)),
        units=unit_questions(batch, asked, typed, may_answer=may_work),
        key=new_key(),
        errors=typed.complaints,
    )


def _fields(typed: Typed) -> list[FormField]:
    kinds = [Option(name, str(label)) for name, label in KINDS.items()]
    hint = _("xlsx 或 csv，不超过 20 MB。你自己的名册就可以，要有姓名、身份证号和去向。先检查，不会马上发起。")
    fields = (
        FormField("name", _("批次名称"), required=True, hint=_("例如：2026 届毕业生"), max_length=80),
        FormField("kind", _("这一批是什么人"), "choice", required=True, options=kinds),
        FormField("file", _("名册"), "file", required=True, accept=".xlsx,.csv", hint=hint),
        FormField("receiving_code", _("没写去向的，转到哪里"), hint=_("组织名称或代码")),
        FormField(
            "destination_reason", _("为什么转到那里"), "long_text",
            hint=_("只在不按工作单位或现居住地转时填写，对这一批都适用"),
        ),
    )  # fmt: skip
    return [replace(field, value=typed.values.get(field.name, ""), error=typed.error(field.name)) for field in fields]


def _counted(standing: Standing) -> str:
    known = [(group, standing.states[group]) for group in GROUPS if standing.states.get(group)]
    counted = [_("%(state)s %(count)s 人", state=_group_label(group), count=count) for group, count in known]
    stuck = [_("卡住 %(count)s 人", count=standing.stuck)] if standing.stuck else []
    return " · ".join((_("共 %(count)s 人", count=standing.total), *counted, *stuck))


def _group_label(group: str) -> str:
    if group == "stuck":
        return str(_STUCK)
    return str(UNOPENED[group][2]) if group in UNOPENED else state_chip("transfer", None, group).label


def _tabs(batch: Batch, standing: Standing, group: str) -> list[Tab]:
    counts = {"stuck": standing.stuck, **standing.states}
    groups = [("", _("全部"), standing.total), *((name, _group_label(name), counts.get(name, 0)) for name in GROUPS)]
    return [
        Tab(label, str(count or ""), url_for("batches.detail", batch_id=batch.id, group=name or None), name == group)
        for name, label, count in groups
        if count or name == group or not name
    ]


def _notes(batch: Batch, standing: Standing, *, may_work: bool) -> list[Note]:
    problem = batch.problem or {}
    said = problem.get("refusals") or ([problem] if problem else [])
    notes = [Note("late", say(part["code"], part.get("values", {}))) for part in said]
    if may_work and batch.state == "checked" and not standing.openable:
        notes.append(Note("soon", _("没有可以发起的行。按下面说的改好，再上传。")))
    return notes
