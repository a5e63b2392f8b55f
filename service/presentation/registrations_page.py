"""All registrations of a unit in one quarter: what both sides wrote down, what is due, and forms of two taps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.casework.facts import side_of_affiliation
from service.models import Case, Organization
from service.presentation.dual_entries import LABELS, entry_text, quarter_label
from service.presentation.dual_facts import answer_label, owed_quarter, vote_label
from service.presentation.due import Due, due_of, short_day
from service.presentation.form_fields import Option, Typed
from service.presentation.frame import STARTERS
from service.presentation.now_box import Viewer
from service.presentation.offers import offers
from service.presentation.page_actions import drawn_action
from service.presentation.quick_form import QuickForm, quick_form
from service.presentation.register import Pager
from service.presentation.registration_view import clock_due_on
from service.presentation.words import Chip, Link, party_label, state_of
from service.queries.registrations import Registration
from workflows.codes import DUAL_KINDS
from workflows.dates import add_months, days_of_quarter, quarter_of
from workflows.vocabulary import Party

_TWO_TAPS = ("log_contact", "log_service", "give_feedback")
_QUARTERS_OFFERED = 6
_REVIEW_SHOWN_MONTHS = 2
"""So long before it is due, a yearly review is spoken of."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    quarter: str
    organization: str = ""
    missing: bool = False
    after: int = 0

    def words(self) -> dict[str, str]:
        """The filter as an address has it."""
        words = {"quarter": self.quarter, "organization": self.organization, "missing": "1" if self.missing else ""}
        return {name: value for name, value in words.items() if value}


@dataclass(frozen=True)
class EntryLine:
    """One thing that a side wrote down."""

    label: str
    day: str
    text: str


@dataclass(frozen=True)
class SideBox:
    """One side: who it is, what it wrote down, and what it has not said yet."""

    label: str
    unit: str
    entries: Sequence[EntryLine]
    missing: str


@dataclass(frozen=True)
class DueLine:
    """What is due, and how late; `url` leads to the quarter where it is written down, if that is another."""

    label: str
    due: Due
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One registration."""

    number: str
    url: str
    name: str
    kind_label: str
    state: Chip
    facts: Sequence[str]
    dues: Sequence[DueLine]
    sides: Sequence[SideBox]
    forms: Sequence[QuickForm]
    papers: Sequence[Link]
    version: int


@dataclass(frozen=True)
class RegistrationsPage:
    """As `registrations/index.html` reads it."""

    form_url: str
    new_url: str
    quarters: Sequence[Option]
    units: Sequence[Option]
    missing: bool
    rows: Sequence[Row]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]


def registrations_page(
    asked: Asked, viewer: Viewer, found: Sequence[Registration], place: int | None, units: Sequence[Organization]
) -> RegistrationsPage:
    """The page; `units` are those to choose from."""
    following = url_for("registrations.index", **asked.words(), after=place) if place else ""  # type: ignore[arg-type]
    new_url = url_for("cases.new_dual") if viewer.actor.paths(STARTERS) else ""
    return RegistrationsPage(
        form_url=url_for("registrations.index"),
        new_url=new_url,
        quarters=_quarters(asked.quarter, viewer.today),
        units=[Option(unit.code, unit.title, current=unit.code == asked.organization) for unit in units],
        missing=asked.missing,
        rows=[_row(asked, viewer, one) for one in found],
        pager=Pager(_("本页 %(count)s 件", count=len(found)), following),
        empty_text=_("这个季度都反馈过了。") if asked.missing else _("这个季度没有双重管理或双向登记。"),
        empty_links=[Link(_("发起双重管理或双向登记"), new_url)] if new_url else [],
    )


def _quarters(current: str, today: date) -> list[Option]:
    first = days_of_quarter(quarter_of(today))[0]
    found = [quarter_of(add_months(first, -3 * back)) for back in range(_QUARTERS_OFFERED)]
    found += [current] if current not in found else []
    return [Option(one, quarter_label(one), current=one == current) for one in found]


def _row(asked: Asked, viewer: Viewer, one: Registration) -> Row:
    case = one.case
    return Row(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.member.name,
        kind_label=_(DUAL_KINDS[case.kind]),
        state=state_of(case),
        facts=_facts(case),
        dues=_dues(case, asked, viewer) if case.state == "active" else [],
        sides=[_side(one, party, viewer.today) for party in (Party.RECEIVING, Party.OUTFLOW)],
        forms=_forms(asked, viewer, one),
        papers=_papers(case, asked.quarter),
        version=case.version,
    )


def _facts(case: Case) -> list[str]:
    post, answer = case.particulars.get("service_post"), answer_label(case)
    found = [_("服务岗位：%(post)s", post=post)] if post else []
    found += [_("单位答复：%(answer)s", answer=answer)] if answer else []
    return found if side_of_affiliation(case) else [*found, vote_label(case)]


def _side(one: Registration, party: Party, today: date) -> SideBox:
    unit = next(row.organization for row in one.case.parties if row.party == party)
    votes = side_of_affiliation(one.case) == party
    entries = [entry for entry in one.entries if entry.party == party]
    return SideBox(
        label=_("%(side)s（组织关系在这里，在这里表决）", side=party_label(party)) if votes else party_label(party),
        unit=unit.title,
        entries=[EntryLine(str(LABELS[e.action]), short_day(e.day, today), entry_text(e)) for e in entries],
        missing=_("还没有这个季度的反馈") if one.case.is_open and not one.given_by(party) else "",
    )


def _dues(case: Case, asked: Asked, viewer: Viewer) -> list[DueLine]:
    owed = owed_quarter(case)
    reported, elsewhere = case.particulars.get("feedback_quarter") or "", replace(asked, quarter=owed, after=0)
    url = url_for("registrations.index", **elsewhere.words(), _anchor=case.number) if owed != asked.quarter else ""  # type: ignore[arg-type]
    day = clock_due_on(case, "feedback") if reported < asked.quarter else None
    lines = [(_("%(quarter)s的反馈", quarter=quarter_label(owed)), day, url)]
    review = clock_due_on(case, "review")
    if review is not None and review <= add_months(viewer.today, _REVIEW_SHOWN_MONTHS):
        lines.append((_("年度评议"), review, ""))
    chips = [(label, due_of(day, viewer.today, viewer.calendar), at) for label, day, at in lines]
    return [DueLine(label, due, at) for label, due, at in chips if due is not None]


def _forms(asked: Asked, viewer: Viewer, one: Registration) -> list[QuickForm]:
    offered = {offer.name: offer for offer in offers(one.case, viewer.actor, viewer.now)}
    values = _proposals(one, asked.quarter, viewer.today)
    drawn = [drawn_action(one.case, offered[name], Typed(values[name])) for name in _TWO_TAPS if name in offered]
    back = {"back": "registrations", "after": asked.after or None, **asked.words()}
    return [quick_form(one.case, action, str(LABELS[action.name]), back) for action in drawn]


def _papers(case: Case, quarter: str) -> list[Link]:
    names = {"card": _("活动记录卡"), "feedback": _("情况反馈表")}
    return [
        Link(label, url_for("cases.sheet", number=case.number, name=name, quarter=quarter))
        for name, label in names.items()
    ]


def _proposals(one: Registration, quarter: str, today: date) -> Mapping[str, Mapping[str, Any]]:
    day = min(today, days_of_quarter(quarter)[1]).isoformat()
    post, counts = one.case.particulars.get("service_post"), [entry.action for entry in one.entries]
    served = _("在%(post)s服务。", post=post) if post else _("参加了服务。")
    summary = _(
        "本季度联系 %(contacts)s 次，服务 %(services)s 次。",
        contacts=counts.count("log_contact"), services=counts.count("log_service"),
    )  # fmt: skip
    return {
        "log_contact": {"happened_on": day, "result": _("已联系，情况正常。")},
        "log_service": {"happened_on": day, "result": served},
        "give_feedback": {"quarter": quarter, "result": summary},
    }
