"""The papers of a member who is away: the pages of the certificate, registration card, contact card, proof letter.

No ID number stands on them: they pass through many hands, and what is missing is written in by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case
from service.presentation import away_sheet_parts as said
from service.presentation.away_sheet_parts import Away
from service.presentation.case_sheets import (
    Box,
    CaseSheet,
    SheetPart,
    day_of_entry,
    filled_up,
    person_of,
    sheet_url,
)
from service.presentation.words import Link
from workflows.parties import Party

SHEETS = {"certificate": _l("活动证"), "card": _l("登记卡"), "contacts": _l("联系卡"), "proof": _l("证明信")}
_ACTIVITIES = ("log_activity", "leave", "move_on")
_BLANK = "＿＿＿＿＿＿"


def away_sheet_links(case: Case) -> list[Link]:
    """The cards from the beginning; the certificate while it is in force, the proof letter where one was given."""
    return [Link(_("打印%(what)s", what=SHEETS[name]), sheet_url(case, name)) for name in _printable(case)]


def away_sheet(name: str, away: Away) -> CaseSheet | None:
    """One of them; None for one that the case does not have."""
    if name not in _printable(away.case):
        return None
    title, parts, words, boxes, slip = _MAKERS[name](away)
    back, scope = url_for("cases.detail", number=away.case.number), _("编号 %(number)s", number=away.case.number)
    return CaseSheet(title, scope, back, parts, words, boxes, slip)


def _printable(case: Case) -> list[str]:
    paper = case.particulars.get("certificate") or {}
    there = {"certificate": paper.get("status") == "valid", "proof": bool(case.particulars.get("proof_letter"))}
    return [name for name in SHEETS if there.get(name, True)]


_Made = tuple[str, Sequence[SheetPart], Sequence[str], Sequence[Box], Sequence[str]]


def _certificate(away: Away) -> _Made:
    paper = [(_("活动证编号"), away.paper("number")), *said.validity(away), (_("遗失、补发"), said.replaced(away))]
    left = [*said.home(away), (_("联系人"), ""), (_("联系电话"), ""), *said.leave(away)]
    parts = [
        SheetPart([*paper, *person_of(away.case)]),
        SheetPart([*left, *said.host(away)], heading=_("流出和流入")),
        said.table(_("参加党的活动和交纳党费情况"), said.noted(away, *_ACTIVITIES), 4),
        said.table(_("年审（查验）"), said.noted(away, "inspect"), 2),
    ]
    words = [
        _("持证党员在流入地参加党的活动、交纳党费，在那里没有表决权、选举权和被选举权。"),
        _("贴一寸照片，加盖发证党委印章；没有照片的，与身份证一起使用。"),
    ]
    committee = away.unit(Party.OUTFLOW_COMMITTEE) or away.unit(Party.HOME)
    return _("流动党员活动证"), parts, words, [Box(_("发证党委"), committee), Box(_("照片"), "")], []


def _card(away: Away) -> _Made:
    contact = [(_("外出期间联系方式"), said.contact(away)), (_("境内联系人"), "")]
    paper = [(_("活动证编号"), away.paper("number")), (_("发证时间"), away.paper("issued_on"))]
    back = (_("返回时间"), said.returned(away))
    about = [*person_of(away.case), *said.home(away), *said.leave(away), *contact, *paper, *said.host(away), back]
    noted = said.noted(away, "log_contact", "inspect", *_ACTIVITIES)
    parts = [SheetPart(about), said.table(_("发挥作用情况、联系记录"), noted, 8)]
    return _("流动党员登记卡"), parts, [], [Box(_("经办人"), "")], []


def _contacts(away: Away) -> _Made:
    there = [(_("外出地点"), said.place(away)), (_("外出期间联系方式"), said.contact(away))]
    following = [(_("流入地党组织"), away.unit(Party.HOST)), (_("下次联系"), away.kept("next_on"))]
    about = [*person_of(away.case), *said.home(away), *there, *following]
    rows = [[day_of_entry(line), line["details"].get("way", ""), line["details"].get("result", ""),
             line["details"].get("next_on", "")] for line in away.of("log_contact")]  # fmt: skip
    heads = [_("日期"), _("方式"), _("情况"), _("下次联系")]
    table = SheetPart(heads=heads, rows=filled_up(rows, len(heads), 14))
    return _("党员联系卡"), [SheetPart(about), table], [], [], []


def _proof(away: Away) -> _Made:
    reason, place = said.reason(away) or _BLANK, said.place(away) or _BLANK
    words = [
        _("%(unit)s：", unit=away.unit(Party.HOST) or _BLANK),
        _("上列党员因%(reason)s去%(place)s，自 %(left)s 至 %(back)s。请安排参加组织生活。",
          reason=reason, place=place, left=away.kept("left_on"), back=away.kept("back_on")),
        _("本证明信不能用来转移组织关系。返回时请填写下面的回执，交本人带回。"),
    ]  # fmt: skip
    about = SheetPart([*person_of(away.case), (_("公民身份号码"), "")])
    name = away.case.member.name
    slip = [_("回执"), _("%(unit)s：", unit=away.unit(Party.HOME)),
            _("%(name)s同志在我处参加组织生活的情况：", name=name), away.unit(Party.HOST) or _BLANK]  # fmt: skip
    return _("党员证明信"), [about], words, [Box(_("开具单位"), away.unit(Party.HOME))], slip


_MAKERS: Mapping[str, Callable[[Away], _Made]] = {
    "certificate": _certificate, "card": _card, "contacts": _contacts, "proof": _proof,
}  # fmt: skip
