"""The people of a batch, one line each: where they go, how it stands, at whom it lies, and why it does not go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import clock
from service.models import Batch, Organization
from service.presentation.batch_row_page import row_findings
from service.presentation.due import short_day
from service.presentation.words import Chip, state_of
from service.queries.batches import ReadBatchRow
from service.queries.lists import NO_DUE_DAY

UNOPENED: Mapping[str, tuple[str, str, Any]] = {
    "expected": ("soon", "wait", _l("预期，还没发起")), "struck": ("none", "file", _l("不用等了")),
}  # fmt: skip


@dataclass(frozen=True)
class RowLine:
    """A person of the roster: where they go, how it stands, and why it does not go on."""

    row: int
    name: str
    url: str
    to_label: str
    chip: Chip
    holder_label: str
    why: str


def row_line(
    batch: Batch, row: ReadBatchRow, units: Mapping[str, Organization], now: datetime, *, link: bool
) -> RowLine:
    """A row; `link` leads to the page of a person who is still expected, or was struck out."""
    to = row.values.get("receiving_code") or ""
    url = url_for("cases.detail", number=row.case.number) if row.case else ""
    if row.state in ("expected", "struck") and link:
        url = url_for("batches.row", batch_id=batch.id, row=row.row)
    return RowLine(
        row.row, row.values.get("name") or _("没有姓名"), url, units[to].title if to in units else to, _chip(row),
        _turn(row), _why(row, now),
    )  # fmt: skip


def _chip(row: ReadBatchRow) -> Chip:
    if row.case is not None:
        return state_of(row.case)
    if row.state == "opened":
        return Chip("none", "file", _("在办，不在你的办理范围"))
    if row.action == "accept" and row.state == "expected":
        return Chip("wait", "wait", _("预期，可以发起"))
    tone, picture, label = UNOPENED[row.state]
    return Chip(tone, picture, str(label))


def _turn(row: ReadBatchRow) -> str:
    """The unit at which the case lies."""
    case = row.case
    parties = case.parties if case is not None and case.is_open else ()
    return next((held.organization.title for held in parties if case and held.party == case.holder_party), "")


def _why(row: ReadBatchRow, now: datetime) -> str:
    if row.words:
        return row.words
    today = clock.day_of(now)
    due = row.case.due_on or NO_DUE_DAY if row.case and row.case.is_open else NO_DUE_DAY
    late = [_("已超期，%(day)s 到期", day=short_day(due, today))] if due < today else []
    return " ".join((*late, *row_findings(row)))
