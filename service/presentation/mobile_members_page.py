"""Members who are away and those who have come, each to be spoken to with two taps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case, Organization
from service.presentation.away_facts import last_contact, proposal
from service.presentation.due import Due, due_of
from service.presentation.form_fields import Option, Typed
from service.presentation.now_box import Viewer
from service.presentation.offers import offers
from service.presentation.page_actions import drawn_action
from service.presentation.quick_form import QuickForm, quick_form
from service.presentation.records import Note
from service.presentation.register import Pager, place_text
from service.presentation.subject import unit_name
from service.presentation.todo import Tab
from service.presentation.words import Chip, Link, state_of
from service.queries.lists import Place
from service.queries.mobile_members import Part, Side
from service.queries.proposals import Together
from workflows.codes import CASE_REASONS
from workflows.parties import MEMBER_SIDES, OTHER_SIDES

SIDE_LABELS: dict[Side, object] = {"out": _l("流出"), "in": _l("流入")}
PART_LABELS: dict[Part, object] = {
    "": _l("登记中"),
    "soon": _l("30 天内该办"),
    "late": _l("超期"),
    "transfer": _l("建议接转"),
    "ended": _l("已结束"),
}
_TWO_TAPS = {"log_contact": _l("登记联系"), "log_activity": _l("活动记载")}
_EMPTY: dict[Side, object] = {"out": _l("没有外出的党员。"), "in": _l("没有流入的党员。")}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    side: Side = "out"
    part: Part = ""
    organization: str = ""
    after: Place | None = None

    def url(self, **changes: str) -> str:
        """The same list with something changed; a change begins at the first page."""
        words = {"side": self.side, "part": self.part, "organization": self.organization, **changes}
        return url_for("mobile_members.index", **{name: value for name, value in words.items() if value})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Row:
    """One member who is away."""

    number: str
    url: str
    name: str
    state: Chip
    from_label: str
    to_label: str
    facts: Sequence[str]
    proposal: str
    due: Due | None
    forms: Sequence[QuickForm]
    version: int


@dataclass(frozen=True)
class MobileMembersPage:
    """As `mobile_members/index.html` reads it."""

    tabs: Sequence[Tab]
    parts: Sequence[Tab]
    form_url: str
    side: str
    part: str
    units: Sequence[Option]
    rows: Sequence[Row]
    pager: Pager
    links: Sequence[Link]
    empty_text: str
    empty_links: Sequence[Link]
    notes: Sequence[Note] = ()


def mobile_members_page(
    asked: Asked,
    viewer: Viewer,
    cases: Sequence[Case],
    place: Place | None,
    units: Sequence[Organization],
    groups: Sequence[Together] = (),
) -> MobileMembersPage:
    """The page; `units` are those to choose from, `groups` those who could form a temporary one."""
    following = asked.url(after=place_text(place)) if place else ""
    register = url_for("ledgers.index", ledger="outflow" if asked.side == "out" else "inflow")
    return MobileMembersPage(
        tabs=[Tab(str(label), "", asked.url(side=side, part=""), side == asked.side)
              for side, label in SIDE_LABELS.items()],
        parts=[Tab(str(label), "", asked.url(part=part), part == asked.part) for part, label in PART_LABELS.items()],
        form_url=url_for("mobile_members.index"),
        side=asked.side,
        part=asked.part,
        units=[Option(unit.code, unit.title, current=unit.code == asked.organization) for unit in units],
        rows=[_row(asked, viewer, case) for case in cases],
        pager=Pager(_("本页 %(count)s 人", count=len(cases)), following),
        links=[Link(_("登记册"), register), *_beginnings(asked)],
        empty_text=str(_EMPTY[asked.side]),
        empty_links=_beginnings(asked),
        notes=[Note("wait", _together(group)) for group in groups],
    )  # fmt: skip


def _together(group: Together) -> str:
    if group.home is None:
        return _(
            "%(host)s现有流入党员 %(count)s 名，可以成立临时党支部或党小组。", host=group.host.name, count=group.count
        )
    return _(
        "%(home)s有 %(count)s 名党员在%(host)s，可以成立临时党支部或党小组。",
        home=group.home.name, host=group.host.name, count=group.count,
    )  # fmt: skip


def _beginnings(asked: Asked) -> list[Link]:
    if asked.side == "out":
        return [Link(_("登记外出"), url_for("cases.new_away"))]
    return [Link(_("登记流入"), url_for("cases.new_inflow")), Link(_("凭活动证报到"), url_for("cases.new_arrival"))]


def _row(asked: Asked, viewer: Viewer, case: Case) -> Row:
    return Row(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.member.name,
        state=state_of(case),
        from_label=unit_name(case, MEMBER_SIDES),
        to_label=unit_name(case, OTHER_SIDES),
        facts=_facts(case),
        proposal=proposal(case, viewer.today),
        due=due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional)
        if case.is_open
        else None,
        forms=_forms(asked, viewer, case),
        version=case.version,
    )


def _facts(case: Case) -> list[str]:
    """Why, since when, which certificate, and when the member was last spoken to."""
    kept = case.particulars
    reason, paper = kept.get("reason_code"), kept.get("certificate") or {}
    facts = [_(CASE_REASONS[reason])] if reason in CASE_REASONS else []
    facts += [_("%(day)s 外出", day=kept["left_on"])] if kept.get("left_on") else []
    if paper.get("status") == "valid":
        facts.append(_("活动证 %(number)s，到 %(day)s", number=paper["number"], day=paper["valid_until"]))
    if case.is_open:
        spoken = last_contact(case)
        facts.append(_("上次联系 %(when)s", when=spoken) if spoken else _("还没有联系过"))
    return facts + ([_("下次 %(day)s", day=kept["next_on"])] if kept.get("next_on") and case.is_open else [])


def _forms(asked: Asked, viewer: Viewer, case: Case) -> list[QuickForm]:
    offered = {offer.name: offer for offer in offers(case, viewer.actor, viewer.now)}
    done = {"log_contact": _("已联系，情况正常。"), "log_activity": _("参加支部活动。")}
    values = {name: {"happened_on": viewer.today.isoformat(), "result": text} for name, text in done.items()}
    back = {"back": "mobile_members", "side": asked.side, "part": asked.part or None}
    back |= {"organization": asked.organization or None, "after": place_text(asked.after) if asked.after else None}
    return [
        quick_form(case, drawn_action(case, offered[name], Typed(values[name])), str(label), back)
        for name, label in _TWO_TAPS.items()
        if name in offered
    ]
