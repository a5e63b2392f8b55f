"""The pages of limits: the list, the form of one, and what it would do to open cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.casework.recount import Move
from service.db import Transaction
from service.errors import NotFound
from service.forms.limits import LIMIT
from service.models import Organization
from service.permissions import Actor, may_set_limits, require
from service.presentation.due import short_day
from service.presentation.form_fields import FieldGroup, Typed
from service.presentation.moved_cases import foreseen
from service.presentation.page_actions import new_key
from service.presentation.records import Note, RecordPage, record_page, schema_fields
from service.presentation.words import Link
from service.queries.limits import LimitInForce
from workflows import NEWEST
from workflows.lengths import SETTABLE, UNITS, Settable


@dataclass(frozen=True)
class LimitRow:
    """One limit: how long, whose setting, how long at most and by what rule."""

    label: str
    length_label: str
    set_by: str
    maximum_label: str
    rule: str
    edit_url: str


@dataclass(frozen=True)
class LimitsPage:
    """As `organizations/limits.html` reads it; `groups` are pairs of a workflow's label and its rows."""

    title: str
    back: Link
    groups: Sequence[tuple[str, Sequence[LimitRow]]]


@dataclass(frozen=True)
class MoveRow:
    """A case whose day would change; `tone` late where it would be late."""

    number: str
    holder: str
    before: str
    after: str
    tone: str
    told: str


@dataclass(frozen=True)
class MovesPage:
    """As `organizations/limit_moves.html` reads it."""

    title: str
    told: str
    note: str
    rows: Sequence[MoveRow]
    more: str
    url: str
    key: str
    hidden: Mapping[str, str]
    labels: Sequence[str]
    may_save: bool = True


def limits_page(actor: Actor, unit: Organization, found: Sequence[LimitInForce]) -> LimitsPage:
    """The list, by workflow."""
    may_set = may_set_limits(actor, unit.path)
    groups = groupby(found, key=lambda one: one.settable.workflow)
    return LimitsPage(
        _("%(name)s的时限", name=unit.title),
        Link(unit.title, url_for("organizations.detail", code=unit.code)),
        [
            (_(NEWEST[workflow].label), [_row(unit, one, may_set=may_set) for one in limits])
            for workflow, limits in groups
        ],
    )


def limit_form(
    actor: Actor, unit: Organization, key: tuple[str, str], found: Sequence[LimitInForce], typed: Typed
) -> RecordPage:
    """The form of one. Raises NotFound for a limit there is not, NotPermitted for whoever does not set it."""
    one = next((one for one in found if (one.settable.workflow, one.settable.name) == key), None)
    if one is None:
        raise NotFound(workflow=key[0], name=key[1])
    require(may_set_limits(actor, unit.path), organization=unit.code)
    shown = typed if typed.values else Typed({"length": one.length})
    hint = _("单位是%(unit)s。留空就恢复上级的或默认的。", unit=_(UNITS[one.settable.default.unit]))
    fields = schema_fields(LIMIT, ("length", "basis", "open_cases"), shown, length={"hint": hint})
    return record_page(
        _("%(label)s：%(value)s", label=_(NEWEST[key[0]].label), value=_label(one.settable)),
        [FieldGroup(fields)],
        shown,
        form_url=_url("save", unit, key),
        cancel_url=url_for("limits.index", code=unit.code),
        submit_label=_("看会有什么影响"),
        notes=[Note("wait", told) for told in _told(unit, one)],
    )


def _told(unit: Organization, one: LimitInForce) -> list[str]:
    now = {"length": _length(one), "whose": _whose(one), "maximum": _maximum(one)}
    return [
        _("对%(unit)s和它下级的组织有效。", unit=unit.title),
        _("现在 %(length)s（%(whose)s），最长 %(maximum)s。", **now),
        _("最长的依据：%(rule)s", rule=_(one.settable.rule)),
    ]


def moves_page(
    tx: Transaction, unit: Organization, key: tuple[str, str], values: Mapping[str, Any], moves: Sequence[Move]
) -> MovesPage:
    """What would become of open cases."""
    seen = foreseen(tx, moves)
    kept = _("只对以后开始的环节有效，在办的期限不变。下面是把在办的也算上时会怎样。")
    now = _("在办的也按新时限算。已发过的提醒不会再发一次。")
    return MovesPage(
        title=_("改时限会有什么影响"),
        note=_changed(key, values.get("length")) + (now if values.get("open_cases") else kept),
        url=_url("save", unit, key),
        key=new_key(),
        hidden={name: _typed(value) for name, value in values.items() if value is not None} | {"confirmed": "true"},
        **moved_rows(tx, seen),
    )  # fmt: skip


def _changed(key: tuple[str, str], length: int | None) -> str:
    settable = SETTABLE[key]
    if length is None:
        return _("“%(limit)s”恢复上级的或默认的时限。", limit=_label(settable))
    return _(
        "“%(limit)s”改为 %(length)s。", limit=_label(settable), length=f"{length} {_(UNITS[settable.default.unit])}"
    )


def moved_rows(tx: Transaction, seen: Mapping[str, Any]) -> dict[str, Any]:
    """What the page says of the cases, whatever would move them."""
    counts = {"moved": seen["moved"], "late": seen["become_late"], "fewer": seen["late_no_more"]}
    shown = len(seen["cases"])
    return {
        "told": _("在办的有 %(moved)s 件期限会变，其中 %(late)s 件会超期，%(fewer)s 件不再超期。", **counts),
        "rows": [_moved(tx, one) for one in seen["cases"]],
        "more": _("只列出前 %(count)s 件。", count=shown) if shown < seen["moved"] else "",
        "labels": [_("编号"), _("现由"), _("现在的期限"), _("改后的期限"), ""],
    }


def _typed(value: Any) -> str:
    return "true" if value is True else "" if value is False else str(value)


def _url(view: str, unit: Organization, key: tuple[str, str]) -> str:
    return url_for(f"limits.{view}", code=unit.code, workflow=key[0], limit=key[1])


def _row(unit: Organization, one: LimitInForce, *, may_set: bool) -> LimitRow:
    key = (one.settable.workflow, one.settable.name)
    url = _url("edit", unit, key) if may_set else ""
    return LimitRow(_label(one.settable), _length(one), _whose(one), _maximum(one), _(one.settable.rule), url)


def _label(settable: Settable) -> str:
    label = _(settable.label)
    return _("%(label)s（再次）", label=label) if settable.again else label


def _length(one: LimitInForce) -> str:
    return f"{one.length} {_(UNITS[one.settable.default.unit])}"


def _maximum(one: LimitInForce) -> str:
    return f"{one.settable.maximum} {_(UNITS[one.settable.default.unit])}"


def _whose(one: LimitInForce) -> str:
    return _("%(unit)s所设", unit=one.line.unit.title) if one.line else _("默认")


def _moved(tx: Transaction, one: Mapping[str, Any]) -> MoveRow:
    told = _("会超期") if one["becomes_late"] else _("不再超期") if one["is_late_no_more"] else ""
    return MoveRow(
        one["number"],
        one["holder"].name if one["holder"] else "",
        short_day(one["due_before"], tx.today),
        short_day(one["due_after"], tx.today),
        "late" if one["becomes_late"] else "ok" if one["is_late_no_more"] else "none",
        told,
    )
