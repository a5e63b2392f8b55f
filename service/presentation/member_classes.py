"""The members of a unit by class: how many of each, and the list of one class with what each rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import clock
from service.models import Case, CaseParty, Organization
from service.presentation.class_names import CLASSES
from service.presentation.member_standing import missing_labels
from service.presentation.organization_pages import Crumb
from service.presentation.particulars import Pair
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.words import Link, state_of
from service.queries.class_page import ListedMember
from service.queries.member_classes import BELONG_HERE, SHOWN_ORDER, SUMMED_KINDS, Figures, Place
from workflows import workflow_of
from workflows.codes import DUAL_KINDS, MEMBER_STATUSES
from workflows.parties import MEMBER_SIDES, OTHER_SIDES

_MEANINGS = {
    "affiliated": _l("组织关系在这里，没有别处的登记。"),
    "away": _l("组织关系在这里，人已外出，登记了流动党员登记卡。"),
    "takes_part_elsewhere": _l("组织关系在这里，双重管理或双向登记的另一方在别处。"),
    "two_way_registration": _l("组织关系在工作单位，在居住地登记。"),
    "dual_management": _l("组织关系在双重管理的另一方。"),
    "hosted": _l("组织关系在别处，流入后在这里登记或编入支部。"),
    "arriving": _l("已接收，管理责任已转到接收方，组织关系等编入支部。"),
    "affiliation_unknown": _l("在这里发现、由这里联系跟进，还不知道组织关系在哪里。"),
}


_MISSING = {
    ("transfer", "placement"): _l("还没有编入支部。"),
    ("mobile_registration", "leave_reported"): _l("还没有定下用哪种凭证。"),
    ("mobile_registration", "certificate_issued"): _l("还没有到流入地报到。"),
    ("mobile_registration", "found_inflow"): _l("还没有活动证。"),
}


@dataclass(frozen=True)
class ClassRow:
    """A member: `rests_on` are the dated facts and cases that put them here."""

    name: str
    url: str
    status_label: str
    belongs_label: str
    rests_on: Sequence[Link]
    missing: Sequence[str]


@dataclass(frozen=True)
class UnitRow:
    """A unit of a street, with a link to each of its classes."""

    name: str
    url: str
    counts: Sequence[Link]


@dataclass(frozen=True)
class ClassesPage:
    """As `organizations/members.html` reads it: a list with `tabs`, or for a street `units` and their `sums`."""

    title: str
    crumbs: Sequence[Crumb]
    total_line: str
    left_out_line: str
    meaning: str = ""
    tabs: Sequence[Tab] = ()
    rows: Sequence[ClassRow] = ()
    heads: Sequence[str] = ()
    units: Sequence[UnitRow] = ()
    sums: Sequence[str] = ()
    pager: Pager | None = None
    empty_text: str = ""


@dataclass(frozen=True)
class ClassList:
    """One class of a unit as it was read; `place` is where the next page goes on."""

    name: str
    members: Sequence[ListedMember]
    place: Place | None


def figure_pairs(unit: Organization, figures: Figures) -> list[Pair]:
    """The figures as the card of the unit shows them."""
    return [
        *(Pair(str(CLASSES[name]), str(count), _way(unit, name, count)) for name, count in figures.summed.items()),
        Pair(_("合计"), str(sum(figures.summed.values()))),
    ]


def class_page(unit: Organization, above: Sequence[Organization], figures: Figures, shown: ClassList) -> ClassesPage:
    """The list of one class."""
    counts = figures.summed
    rows = [_row(listed, unit) for listed in shown.members]
    following = _url(unit, shown.name, after=".".join(shown.place)) if shown.place else ""
    return ClassesPage(
        title=_("%(unit)s的党员", unit=unit.name),
        crumbs=_crumbs(unit, above),
        total_line=_total_line(counts),
        left_out_line=_left_out(),
        meaning=str(_MEANINGS[shown.name]),
        tabs=[Tab(str(CLASSES[name]), str(counts[name]), _url(unit, name), name == shown.name) for name in SHOWN_ORDER],
        rows=rows,
        pager=Pager(_("本页 %(count)s 人", count=len(rows)), following),
        empty_text=_("这一类现在没有党员。"),
    )


def street_page(
    unit: Organization, above: Sequence[Organization], units: Sequence[Organization], figures: Figures
) -> ClassesPage:
    """The figures of the units below a street, by code, and their sums."""
    summed = figures.summed
    return ClassesPage(
        title=_("%(unit)s的党员", unit=unit.name),
        crumbs=_crumbs(unit, above),
        total_line=f"{_total_line(summed)}{_twice_line(summed, figures)}",
        left_out_line=_left_out(),
        heads=[*(str(CLASSES[name]) for name in SHOWN_ORDER), _("合计")],
        units=[_unit_row(one, figures.of_units.get(one.id, {})) for one in units],
        sums=[*(str(summed[name]) for name in SHOWN_ORDER), str(sum(summed.values()))],
        empty_text=_("没有下级组织。"),
    )


def _total_line(counts: Mapping[str, int]) -> str:
    here = sum(count for name, count in counts.items() if name in BELONG_HERE)
    total = sum(counts.values())
    return _(
        "组织关系在这里的 %(here)s 人，组织关系不在这里、在这里有登记的 %(beside)s 人，合计 %(total)s 人。",
        here=here, beside=total - here, total=total,
    )  # fmt: skip


def _twice_line(counts: Mapping[str, int], figures: Figures) -> str:
    twice = sum(counts.values()) - figures.persons
    if not twice:
        return ""
    return _(
        "以上由各单位相加；同一人在两个单位都有登记的各列一次，多列 %(twice)s 次，按人计 %(persons)s 人。",
        twice=twice, persons=figures.persons,
    )  # fmt: skip


def _left_out() -> str:
    return _("离退休登记卡还没有在本平台登记，没有依据的类别不推算，不在这里列出。")


def _crumbs(unit: Organization, above: Sequence[Organization]) -> list[Crumb]:
    places = (*above, unit)
    return [Crumb(one.name, url_for("organizations.detail", code=one.code)) for one in places]


def _url(unit: Organization, name: str, **words: str) -> str:
    values = {"code": unit.code, "class": name, **words}
    return url_for("member_classes.index", **values)  # type: ignore[arg-type]


def _way(unit: Organization, name: str, count: int) -> Link | None:
    return Link(_("查看"), _url(unit, name)) if count and unit.kind not in SUMMED_KINDS else None


def _unit_row(unit: Organization, counts: Mapping[str, int]) -> UnitRow:
    links = [Link(str(counts.get(name, 0)), _url(unit, name), str(CLASSES[name])) for name in SHOWN_ORDER]
    total = Link(str(sum(counts.values())), "", _("合计"))
    return UnitRow(unit.name, url_for("organizations.detail", code=unit.code), [*links, total])


def _row(listed: ListedMember, unit: Organization) -> ClassRow:
    member, cases = listed.member, listed.cases
    page = url_for("members.detail", member_id=member.id) if listed.readable else ""
    return ClassRow(
        name=member.name,
        url=page or (url_for("cases.detail", number=cases[0].number) if cases else ""),
        status_label=_(MEMBER_STATUSES[member.member_status]) if listed.readable else "",
        belongs_label=_belongs(listed),
        rests_on=[_instrument(case, unit) for case in cases],
        missing=_missing(listed),
    )


def _belongs(listed: ListedMember) -> str:
    if listed.belongs is None:
        return _("还不知道")
    unit, since = listed.belongs
    return _("%(unit)s，自 %(day)s", unit=unit.title, day=clock.day_of(since))


def _instrument(case: Case, unit: Organization) -> Link:
    whole = _("接转") if case.workflow == "transfer" else _(workflow_of(case.workflow).label)
    label = _(DUAL_KINDS[case.kind]) if case.kind in DUAL_KINDS else whole
    beside = [row.organization.name for row in case.parties if _is_other_side(row, unit)]
    detail = _("、").join([label, *beside, state_of(case).label])
    return Link(case.number, url_for("cases.detail", number=case.number), detail)


def _is_other_side(row: CaseParty, unit: Organization) -> bool:
    return row.party in MEMBER_SIDES | OTHER_SIDES and not row.organization.is_at_or_below(unit)


def _missing(listed: ListedMember) -> list[str]:
    facts = missing_labels(listed.member) if listed.readable else []
    told = [_("还没有登记：%(facts)s。", facts=_("、").join(facts))] if facts else []
    return [*told, *filter(None, (_missing_in(case) for case in listed.cases))]


def _missing_in(case: Case) -> str:
    """What the case still lacks before it is whole."""
    if case.workflow != "dual_management":
        return str(_MISSING.get((case.workflow, case.state), ""))
    if case.state != "active":
        return _("登记已暂停。") if case.state == "paused" else _("登记还没有备案。")
    unanswered = case.kind == "two_way_registration" and not case.particulars.get("answer")
    return _("单位还没有答复。") if unanswered else ""
