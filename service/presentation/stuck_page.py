"""未落实组织关系: where somebody is stuck and for how long, who answers for them, what is next, and what frees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from service import clock
from service.models import Case, Organization
from service.presentation.due import Due, due_of
from service.presentation.follow_up_facts import last_contact
from service.presentation.form_fields import FormField, Option, Typed, choices
from service.presentation.frame import STARTERS
from service.presentation.now_box import Viewer
from service.presentation.offers import ActionView, offers
from service.presentation.page_actions import PageAction, drawn_action
from service.presentation.register import Pager
from service.presentation.starting import starts
from service.presentation.todo import Tab
from service.presentation.words import Link, state_of, turn_of
from service.queries.stuck import LOST, Figures, Stuck, StuckFilter
from workflows.codes import CATEGORIES, CONTACT_RESULTS, NOT_MOVING
from workflows.roles import Role
from workflows.signals import SIGNALS

FOLLOWERS = STARTERS | {Role.TRACKING_STAFF}
"""Who opens a follow-up."""
LOG, ASKS = "log_contact", "needs_coordination"
HEARD = {code: label for code, label in CONTACT_RESULTS.items() if code != ASKS}
NEXT_AFTER = 5
"""So many working days later the next contact is proposed."""
GROUPS: Mapping[str, tuple[LazyString, Sequence[str]]] = {
    "letter": (_l("没有报到"), ("letter_not_presented",)),
    "unplaced": (_l("没有编入支部"), ("accepted_unplaced",)),
    "nobody": (_l("没有组织接收"), ("no_receiving_unit",)),
    "leavers": (_l("毕业、退役、出国"), ("graduate_waiting", "veteran", "study_abroad")),
    "elsewhere": (
        _l("迁居、外出、换工作"),
        ("relocated", "migrant_worker", "floating_talent", "laid_off", "reemployed_retiree"),
    ),
    "unknown": (_l("关系不明、中断"), ("affiliation_unknown", "inactive_signals")),
}
"""The categories as one looks for them."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    group: str = ""
    organization: str = ""
    after: int = 0

    def wanted(self, unit: Organization | None) -> StuckFilter:
        """The same for the query."""
        categories = GROUPS[self.group][1] if self.group in GROUPS else ()
        return StuckFilter(categories, LOST if self.group == "lost" else (), unit)

    def words(self) -> dict[str, str]:
        """The filter as an address has it."""
        found = {"group": self.group, "organization": self.organization}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Quick:
    """A small form of a row: a button for each result, what to write, and `more` that is mostly left as it is."""

    label: str
    url: str
    key: str
    results: Sequence[Option]
    fields: Sequence[FormField]
    more: Sequence[FormField]


@dataclass(frozen=True)
class Row:
    """Somebody who has no confirmed place."""

    number: str
    version: int
    url: str
    name: str
    kind_label: str
    last_contact: str
    where_label: str
    days_label: str
    keeper_label: str
    handler_label: str
    due: Due | None
    next_label: str
    forms: Sequence[Quick]
    links: Sequence[Link]


@dataclass(frozen=True)
class StuckPage:
    """As `stuck/index.html` reads it."""

    segments: Sequence[Tab]
    figures: Sequence[Link]
    note: str
    form_url: str
    hidden: Mapping[str, str]
    units: Sequence[Option]
    rows: Sequence[Row]
    pager: Pager
    new_url: str
    survey_url: str
    conference_url: str
    empty_text: str


def stuck_page(
    asked: Asked,
    viewer: Viewer,
    found: tuple[Sequence[Stuck], int | None],
    figures: Figures,
    units: Sequence[Organization],
) -> StuckPage:
    """The page; `units` are those to choose from."""
    rows, place = found
    following = url_for("stuck.index", after=place, **asked.words()) if place else ""  # type: ignore[arg-type]
    return StuckPage(
        segments=_segments(asked, figures),
        figures=_figures(figures),
        note=_note(figures, viewer.today),
        form_url=url_for("stuck.index"),
        hidden={"group": asked.group} if asked.group else {},
        units=[Option(unit.code, unit.title, current=unit.code == asked.organization) for unit in units],
        rows=[_row(asked, viewer, one) for one in rows],
        pager=Pager(_("本页 %(count)s 人", count=len(rows)), following),
        new_url=url_for("stuck.new") if viewer.actor.paths(FOLLOWERS) else "",
        survey_url=url_for("stuck.survey") if viewer.actor.paths(STARTERS) else "",
        conference_url=url_for("stuck.conference"),
        empty_text=_("这里没有要跟进的人。"),
    )


def days_since(case: Case, today: date) -> int:
    """For how long somebody has been followed up."""
    return (today - clock.day_of(case.opened_at)).days


def where_stuck(one: Stuck) -> str:
    """What lasts is the matter; without a signal, the reason people gave."""
    lasting = [_(SIGNALS[signal.name].label) for signal in one.signals if signal.ended_on is None]
    reason = (one.case.particulars.get("last_contact") or {}).get("reason_code")
    return "；".join(lasting) or _(NOT_MOVING[reason] if reason else CATEGORIES[one.case.kind])


def _segments(asked: Asked, figures: Figures) -> list[Tab]:
    counts = {name: sum(figures.categories.get(kind, 0) for kind in kinds) for name, (_label, kinds) in GROUPS.items()}
    lost = sum(figures.states.get(state, 0) for state in LOST)
    shown = [("", _("全部"), figures.open), *((name, str(GROUPS[name][0]), count) for name, count in counts.items())]
    shown.append(("lost", _("联系不上"), lost))
    unit: dict[str, Any] = {"organization": asked.organization} if asked.organization else {}
    return [
        Tab(label, str(count), url_for("stuck.index", group=name or None, **unit), asked.group == name)
        for name, label, count in shown
        if count or name in ("", asked.group)
    ]


def _figures(figures: Figures) -> list[Link]:
    """This month beside the last one of the same organization."""
    this, last = figures.months[-1], figures.months[-2]
    return [
        Link(_("本月新建 %(count)s", count=this.opened), "", _("上月 %(count)s", count=last.opened)),
        Link(_("本月落实 %(count)s", count=this.settled), "", _("上月 %(count)s", count=last.settled)),
    ]


def _note(figures: Figures, today: date) -> str:
    if figures.oldest_on is None:
        return ""
    return _("最久的 %(days)s 天", days=(today - figures.oldest_on).days)


def _row(asked: Asked, viewer: Viewer, one: Stuck) -> Row:
    case = one.case
    offered = {offer.name: offer for offer in offers(case, viewer.actor, viewer.now)}
    keeper = case.responsible.title if case.responsible else ""
    return Row(
        number=case.number,
        version=case.version,
        url=url_for("cases.detail", number=case.number),
        name=case.member.name,
        kind_label=_(CATEGORIES[case.kind]),
        last_contact=last_contact(case),
        where_label=where_stuck(one),
        days_label=_("%(state)s · %(days)s 天", state=state_of(case).label, days=days_since(case, viewer.today)),
        keeper_label=keeper,
        handler_label=_("经办：%(name)s", name=case.handler.display_name) if case.handler else "",
        due=due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional),
        next_label=turn_of(case),
        forms=_forms(asked, viewer, case, offered),
        links=[*_steps(asked, case, offered), *(starts(case) if _may_start(viewer, offered) else [])],
    )


def _may_start(viewer: Viewer, offered: Mapping[str, ActionView]) -> bool:
    return LOG in offered and bool(viewer.actor.paths(STARTERS))


def _steps(asked: Asked, case: Case, offered: Mapping[str, ActionView]) -> list[Link]:
    """What else can be done now, each on its own page; what settles comes first."""
    names = sorted((name for name in offered if name != LOG and not offered[name].blocked), key=_settling_first)
    return [Link(_(offered[name].label), _address(asked, case, name)) for name in names]


def _settling_first(name: str) -> bool:
    return name != "settle"


def _address(asked: Asked, case: Case, action: str) -> str:
    """After it was taken, one is where one was."""
    back = {"back": "stuck", "after": asked.after or None, **asked.words()}
    return url_for("cases.action", number=case.number, action_name=action, **back)  # type: ignore[arg-type]


def _forms(asked: Asked, viewer: Viewer, case: Case, offered: Mapping[str, ActionView]) -> list[Quick]:
    if LOG not in offered:
        return []
    later = viewer.calendar.add(viewer.today, NEXT_AFTER)[0].isoformat()
    typed = Typed({"happened_on": viewer.today.isoformat(), "way": "phone", "next_on": later})
    forms = ((_("登记联系"), choices(HEARD)), (_("提请协调"), [Option(ASKS, _("提请组织部协调"))]))
    return [_quick(asked, case, drawn_action(case, offered[LOG], typed), *form) for form in forms]


def _quick(asked: Asked, case: Case, action: PageAction, label: str, results: Sequence[Option]) -> Quick:
    words = [field for field in action.fields if field.name == "comment"]
    more = [field for field in action.fields if field.name not in ("comment", "result")]
    return Quick(label, _address(asked, case, action.name), action.key, results, words, more)
