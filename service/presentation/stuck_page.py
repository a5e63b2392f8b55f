"""未落实组织关系: where somebody is stuck and for how long, who answers for them, what is next, and what frees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

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
from service.presentation.stuck_figures import Asked, Past, longest, past, segments, this_month
from service.presentation.todo import Tab
from service.presentation.words import Link, state_of, turn_of
from service.queries.stuck import Figures, Stuck
from workflows.codes import CATEGORIES, CONTACT_RESULTS, NOT_MOVING
from workflows.roles import Role
from workflows.signals import SIGNALS

FOLLOWERS = STARTERS | {Role.TRACKING_STAFF}
"""Who opens a follow-up."""
LOG, ASKS = "log_contact", "needs_coordination"
HEARD = {code: label for code, label in CONTACT_RESULTS.items() if code != ASKS}
NEXT_AFTER = 5
"""So many working days later the next contact is proposed."""


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
    past: Sequence[Past]
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
        segments=segments(asked, figures),
        figures=this_month(figures),
        past=past(figures),
        note=longest(figures, viewer.today),
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
        links=[*_steps(asked, case, offered), *(starts(case, viewer.actor) if _may_start(viewer, offered) else [])],
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
