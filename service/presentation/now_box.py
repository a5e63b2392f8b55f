"""The box on top of a case: whose turn it is, how late, what to do, and who answers for the member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import request, url_for
from flask_babel import gettext as _

from service import clock
from service.casework.reassign import replaceable
from service.casework.speak import COMMENT_MAX, holder_of, may_nudge
from service.models import Case, CaseParty
from service.permissions import Actor, PostHeld
from service.presentation.due import Due, due_of, moment_label, short_day, working_days_label
from service.presentation.form_fields import NOTHING_TYPED, Option, Typed, field
from service.presentation.page_actions import PageAction, is_my_turn, new_key, page_actions
from service.presentation.words import state_of, turn_of
from service.working_days import WorkingDays
from workflows.everywhere import EVERYWHERE
from workflows.transfer.states import BEFORE_ACCEPTANCE


@dataclass(frozen=True)
class Line:
    """A sentence with a part in bold."""

    before: str
    bold: str
    after: str


@dataclass(frozen=True)
class NowBox:
    """What everybody looks for first."""

    mine: bool
    heading: str
    title: str
    due: Due | None
    help: str
    actions: Sequence[PageAction]
    nudge: PageAction | None
    duty_line: Line | None


@dataclass(frozen=True)
class Viewer:
    """Who looks, when, and as which post they may speak; `nudged_at` says when their unit nudged today."""

    actor: Actor
    now: datetime
    calendar: WorkingDays
    speaks_as: PostHeld | None = None
    nudged_at: datetime | None = None

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return clock.day_of(self.now)


def now_box(case: Case, viewer: Viewer, candidates: Mapping[str, Sequence[Option]]) -> NowBox:
    """The box of a case for whoever looks."""
    mine = is_my_turn(case, viewer.actor)
    actions = page_actions(case, viewer.actor, viewer.now, candidates)
    due = due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional)
    return NowBox(
        mine=mine,
        heading=_heading(case, viewer, mine=mine),
        title=turn_of(case) if case.is_open else _ending(case, viewer),
        due=due if case.is_open else None,
        help=actions[0].help if mine and actions else "",
        actions=[*actions, *_reassign(case, viewer)],
        nudge=None if mine else nudge_action(case, viewer),
        duty_line=duty_line(case),
    )


def duty_line(case: Case) -> Line | None:
    """教育管理工作条例第二十五条: until acceptance the sending side answers for the member."""
    if case.responsible is None:
        return None
    basis = _("。依据《中国共产党党员教育管理工作条例》第二十五条。")
    unit = case.responsible.title
    if case.workflow == "transfer" and case.state in BEFORE_ACCEPTANCE:
        return Line(_("接收之前，"), _("管理责任仍在转出方：%(unit)s", unit=unit), basis)
    return Line("", _("管理责任现在归%(unit)s", unit=unit), basis)


def _reassign(case: Case, viewer: Viewer) -> list[PageAction]:
    """改换当事方, which is the department's alone; it comes last and has a page of its own."""
    if not replaceable(viewer.actor, case):
        return []
    described = EVERYWHERE["reassign"]
    label = _(described.label)
    return [PageAction("reassign", label, "plain", url_for("cases.reassign", number=case.number), label)]


def _heading(case: Case, viewer: Viewer, *, mine: bool) -> str:
    holder = holder_of(case)
    if holder is None:
        return state_of(case).label
    if mine and holder.organization_id in viewer.actor.organization_ids:
        return _("现在轮到你") if not _other_handler(case, viewer) else _("现在轮到%(who)s", who=_who(case, holder))
    if mine:
        return _("现在轮到%(who)s，由你代办", who=holder.organization.title)
    return _("现在轮到%(who)s", who=_who(case, holder))


def _other_handler(case: Case, viewer: Viewer) -> bool:
    return case.handler is not None and case.handler.id != viewer.actor.user_id


def _who(case: Case, holder: CaseParty) -> str:
    if case.handler is None:
        return holder.organization.title
    return _("%(organization)s %(handler)s", organization=holder.organization.title, handler=case.handler.display_name)


def _ending(case: Case, viewer: Viewer) -> str:
    if case.closed_on is None:
        return state_of(case).label
    days = viewer.calendar.between(clock.day_of(case.opened_at), case.closed_on)
    label = state_of(case).label
    if not days:
        return _("%(day)s %(state)s，当天办完", day=short_day(case.closed_on, viewer.today), state=label)
    return _(
        "%(day)s %(state)s，用时 %(days)s",
        day=short_day(case.closed_on, viewer.today), state=label, days=working_days_label(days),
    )  # fmt: skip


def nudge_action(case: Case, viewer: Viewer, typed: Typed = NOTHING_TYPED, key: str = "") -> PageAction | None:
    """催办, where the actor speaks for a party and it is another's turn."""
    if not may_nudge(case, viewer.speaks_as):
        return None
    described = EVERYWHERE["nudge"]
    at = moment_label(viewer.nudged_at, viewer.now) if viewer.nudged_at else ""
    return PageAction(
        name="nudge",
        label=_(described.label),
        tone="primary",
        url=url_for("cases.nudge", number=case.number, back=request.args.get("back")),
        confirm_label=_("确认催办"),
        fields=[field("comment", _("附一句话"), typed, type="long_text", max_length=COMMENT_MAX)],
        blocked=[_("%(at)s 已催办过，下一个工作日可再催。也可提请上级协调。", at=at)] if at else [],
        help=_(described.help),
        key=key or new_key(),
    )
