"""The papers of a registration: the slip both sides sign, the card of a year's activity, the feedback of a quarter.

No ID number and no telephone stand on them: they pass through many hands, and what is missing is written in by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import clock
from service.models import Case
from service.presentation.case_sheets import Box, CaseSheet, Row, SheetPart, filled_up, sheet_url
from service.presentation.dual_entries import LABELS, entry_text, quarter_label
from service.presentation.dual_facts import dual_facts
from service.presentation.words import Link, action_label, party_label
from service.queries.registration_entries import RegistrationEntry
from workflows.codes import ANSWERS, MEMBER_STATUSES, SEXES
from workflows.dates import days_of_quarter
from workflows.dual_management import TWO_WAY
from workflows.vocabulary import Party

SHEETS = {"slip": _l("登记表"), "card": _l("活动记录卡"), "feedback": _l("情况反馈表")}
_FEWEST_LINES = {"card": 14, "feedback": 5}
_BEFORE = {
    "submit": ("proposed",),
    "agree": ("proposed", "counterpart_consent", "declined"),
    "file": ("proposed", "counterpart_consent", "street_filing", "declined"),
}
"""States in which a step is not taken yet, or no longer counts."""
_SIDES = (Party.OUTFLOW, Party.RECEIVING)


@dataclass(frozen=True)
class Read:
    """What a sheet is made from."""

    case: Case
    lines: Sequence[Mapping[str, Any]]
    entries: Sequence[RegistrationEntry]
    quarter: str


def sheet_links(case: Case) -> list[Link]:
    """The slip from the beginning; the card and the form once there is something to record."""
    shown = SHEETS if case.turns.get("feedback") else ("slip",)
    return [Link(_("打印%(what)s", what=SHEETS[name]), sheet_url(case, name)) for name in shown]


def dual_sheet(name: str, read: Read) -> CaseSheet:
    """One of them."""
    title, scope, heads, rows, boxes, slip = _MAKERS[name](read)
    rows = filled_up(rows, len(heads), _FEWEST_LINES.get(name, 0))
    back = url_for("cases.detail", number=read.case.number)
    return CaseSheet(title, scope, back, [SheetPart(_about(read.case), heads, rows)], boxes=boxes, slip=slip)


_Made = tuple[str, str, Sequence[str], Sequence[Row], Sequence[Box], Sequence[str]]


def _slip(read: Read) -> _Made:
    case = read.case
    two_way = case.kind == TWO_WAY
    steps = {"street": "file", "receiving": "agree", "outflow": "answer" if two_way else "agree"}
    steps[case.opened_by_party] = "submit"
    boxes = [
        Box(_("%(party)s意见", party=party_label(party)), _said(read, steps[party], party))
        for party in (Party.OUTFLOW, Party.RECEIVING, Party.STREET)
    ]
    title = _("党员双向登记报到单") if two_way else _("党员双重管理登记表")
    return title, _number(case), [], [], [Box(_("本人意见"), _consent(case)), *boxes], _return_part(case)


def _card(read: Read) -> _Made:
    year = int(read.quarter[:4])
    heads = [_("日期"), _("事项"), _("内容"), _("登记的组织"), _("时长")]
    kept = [entry for entry in read.entries if entry.day.year == year]
    rows = [[entry.day.isoformat(), *_what(entry), entry.organization, ""] for entry in kept]
    scope = _("%(number)s　%(year)s 年", number=read.case.number, year=year)
    return _("党员活动记录卡"), scope, heads, rows, [], []


def _feedback(read: Read) -> _Made:
    kept = [entry for entry in read.entries if entry.is_of(read.quarter)]
    heads = [_("日期"), _("事项"), _("内容"), _("登记的组织")]
    rows = [[e.day.isoformat(), *_what(e), e.organization] for e in kept if e.action != "give_feedback"]
    boxes = [Box(_("%(party)s反馈", party=party_label(party)), _feedback_of(kept, party)) for party in reversed(_SIDES)]
    scope = _("%(number)s　%(quarter)s", number=read.case.number, quarter=quarter_label(read.quarter))
    return _("党员情况反馈表"), scope, heads, rows, boxes, []


_MAKERS: Mapping[str, Callable[[Read], _Made]] = {"slip": _slip, "card": _card, "feedback": _feedback}


def first_day(name: str, quarter: str) -> date:
    """From when on entries are read for a sheet."""
    return date(int(quarter[:4]), 1, 1) if name == "card" else days_of_quarter(quarter)[0]


def _about(case: Case) -> list[tuple[str, str]]:
    member, units = case.member, {row.party: row.organization.title for row in case.parties}
    return [
        (_("姓名"), member.name),
        (_("性别"), _(SEXES[member.sex]) if member.sex in SEXES else ""),
        (_("人员类别"), _(MEMBER_STATUSES[member.member_status])),
        (_("联系电话"), ""),
        (_("工作单位"), member.employer or ""),
        (_("现居住地"), member.residence or ""),
        *((party_label(party), units[party]) for party in _SIDES),
        *dual_facts(case),
    ]


def _what(entry: RegistrationEntry) -> tuple[str, str]:
    return str(LABELS[entry.action]), entry_text(entry)


def _feedback_of(entries: Sequence[RegistrationEntry], party: Party) -> str:
    said = [entry for entry in entries if entry.action == "give_feedback" and entry.party == party]
    return "\n".join(f"{entry.result}（{entry.day.isoformat()}）" for entry in said)


def _said(read: Read, action: str, party: Party) -> str:
    """What the platform has of a step that still holds, so that only the signature is missing."""
    case = read.case
    taken = (line for line in reversed(read.lines) if line["action"] == action and line["party"] == party)
    line = next(taken, None) if case.state not in _BEFORE.get(action, ()) else None
    if line is None or (action == "file" and not case.turns.get("feedback")):
        return ""
    answer = line["details"].get("result") if action == "answer" else ""
    words = [_(ANSWERS[answer]) if answer in ANSWERS else action_label(case.workflow, case.workflow_version, action)]
    words += [clock.day_of(line["at"]).isoformat(), line["comment"] or ""]
    return "　".join(word for word in words if word)


def _consent(case: Case) -> str:
    day = case.particulars.get("consent_on")
    return _("本人自愿，%(day)s 同意。", day=day) if day else _("本人自愿。")


def _return_part(case: Case) -> list[str]:
    """What goes back to the unit where the member belongs, cut off below."""
    units = {row.party: row.organization.title for row in case.parties}
    arrived = _("%(name)s同志已到我处登记（%(number)s）。", name=case.member.name, number=case.number)
    return [_("回执"), _("%(unit)s：", unit=units[Party.OUTFLOW]), arrived, units[Party.RECEIVING]]


def _number(case: Case) -> str:
    return _("编号 %(number)s", number=case.number)
