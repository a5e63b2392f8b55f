"""The page of the calendar: a year's days that differ from Monday to Friday, and the form for a new list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.casework.calendar import may_load_calendar
from service.casework.recount import Move
from service.db import Transaction
from service.forms.calendar import CALENDAR
from service.models import CalendarDay
from service.permissions import Actor
from service.presentation.form_fields import FieldGroup, Typed
from service.presentation.limits_pages import MovesPage, moved_rows
from service.presentation.moved_cases import foreseen
from service.presentation.page_actions import new_key
from service.presentation.records import Note, RecordPage, record_page, schema_fields
from service.presentation.words import Link
from service.queries.calendar import Year
from workflows.roles import Role

_LOOK_AHEAD = frozenset({Role.ADMINISTRATOR, Role.DEPARTMENT_OFFICER})
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class DayRow:
    """A day that differs."""

    day: str
    what: str
    name: str


@dataclass(frozen=True)
class CalendarPage:
    """As `organizations/calendar.html` reads it; `record` is the form of a list, for whoever looks ahead."""

    title: str
    told: str
    years: Sequence[Link]
    rows: Sequence[DayRow]
    record: RecordPage | None


def calendar_page(actor: Actor, year: Year, missing: Sequence[int], today: date, typed: Typed) -> CalendarPage:
    """One year."""
    years = (today.year - 1, today.year, today.year + 1)
    return CalendarPage(
        title=_("%(year)s 年工作日历", year=year.year),
        told=year.source or _("这一年的放假安排还没有导入，先按周一至周五算，期限是暂定的。"),
        years=[Link(str(one), url_for("calendar.index", year=one)) for one in years if one != year.year],
        rows=[_day(row) for row in year.days],
        record=_form(missing, typed) if actor.paths(_LOOK_AHEAD) else None,
    )


def calendar_moves_page(tx: Transaction, actor: Actor, values: Mapping[str, Any], moves: Sequence[Move]) -> MovesPage:
    """What would become of open cases; administrators load the list."""
    seen, may_save = foreseen(tx, moves), may_load_calendar(actor)
    told = _("只有暂定的期限会随着改。已发过的提醒不会再发一次。")
    return MovesPage(
        title=_("导入会有什么影响"),
        note=told if may_save else told + _("放假安排由系统管理员导入，这里只是先看一看。"),
        may_save=may_save,
        url=url_for("calendar.load_list"),
        key=new_key(),
        hidden={**values, "confirmed": "true"},
        **moved_rows(tx, seen),
    )


def _day(row: CalendarDay) -> DayRow:
    label = f"{row.day:%Y-%m-%d}（{_WEEKDAYS[row.day.weekday()]}）"
    return DayRow(label, _("上班") if row.is_working else _("放假"), row.name)


def _form(missing: Sequence[int], typed: Typed) -> RecordPage:
    lacking = "、".join(map(str, missing))
    looks = {"holidays": {"type": "long_text", "hint": _("例如：2027-01-01 休 元旦。从通知或表格里复制，每行一天。")}}
    notes = [Note("soon", _("还缺 %(years)s 年的放假安排。", years=lacking))] if missing else []
    return record_page(
        _("导入放假安排"),
        [FieldGroup(schema_fields(CALENDAR, ("holidays", "notice"), typed, **looks), _("导入放假安排"))],
        typed,
        form_url=url_for("calendar.load_list"),
        submit_label=_("看会有什么影响"),
        notes=notes,
    )
