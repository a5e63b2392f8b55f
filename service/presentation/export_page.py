"""The page on which a list is taken out: what it holds, as which kind of file, with which numbers, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.exports.take_out import REASON_LENGTH
from service.permissions import Actor, may_export_in_full
from service.presentation.form_fields import FieldGroup, FormField, Option, Typed, field
from service.presentation.ledger_pages import TITLES as LEDGERS
from service.presentation.records import Note, RecordPage, record_page

TITLES: Mapping[str, Any] = {
    **{str(name): title for name, title in LEDGERS.items()},
    "cases": _l("转接台账"),
    "worklist": _l("待办"),
    "members": _l("党员名册"),
}
_BACK = {"cases": "cases.index", "worklist": "todo.index", "members": "members.index"}
_CHOSEN_HERE = frozenset({"format", "full", "reason"})
_NO_FILTER = _CHOSEN_HERE | {"list", "sort"}


def export_page(actor: Actor, asked: Mapping[str, str], rows: int, most: int, typed: Typed) -> RecordPage:
    """The form; `asked` is the filter, `rows` how many fit it (the count stops beyond `most`)."""
    name = asked["list"]
    told = _("共 %(rows)s 行，就是列表里筛选出来的这些。", rows=rows)
    if rows > most:
        told = _("超过 %(most)s 行，不能一次导出。先缩小筛选范围。", most=most)
    page = record_page(
        _("导出%(list)s", list=TITLES[name]),
        [FieldGroup(_fields(actor, typed))],
        typed,
        form_url=url_for("exports.create"),
        submit_label=_("导出"),
        cancel_url=back_url(asked),
        notes=[Note("late" if rows > most else "wait", told)],
    )
    filtered = {field_name: value for field_name, value in asked.items() if field_name not in _CHOSEN_HERE}
    return replace(page, hidden=filtered)


def back_url(asked: Mapping[str, str]) -> str:
    """The list from which one came, filtered as it was."""
    name = asked["list"]
    words = {field_name: value for field_name, value in asked.items() if field_name not in _NO_FILTER}
    if name in LEDGERS:
        return url_for("ledgers.index", ledger=name, **words)  # type: ignore[arg-type]
    return url_for(_BACK[name], **words)  # type: ignore[arg-type]


def _fields(actor: Actor, typed: Typed) -> list[FormField]:
    kinds = [Option("xlsx", _("Excel 工作簿（xlsx）")), Option("csv", _("逗号分隔的文本（csv）"))]
    fields = [field("format", _("文件格式"), typed, type="radios", required=True, options=kinds)]
    if may_export_in_full(actor):
        hint = _("默认只导出遮盖后的号码。要全文的，写明理由。")
        fields.append(field("full", _("导出完整的身份证号和电话"), typed, type="boolean", hint=hint))
    told = _("谁在什么时候导出了什么、多少行、为什么，都会留痕。")
    return [*fields, field("reason", _("导出的理由"), typed, type="text", max_length=REASON_LENGTH, hint=told)]
