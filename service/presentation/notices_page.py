"""Messages: what people's steps told this organization, and the alerts that the clock raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import clock
from service.presentation.case_page import Once
from service.presentation.due import day_label, moment_label
from service.presentation.page_actions import new_key
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.words import Link, action_label, state_chip
from service.queries.alerts import AlertRow
from service.queries.frame import Seen
from service.queries.notices import NoticeRow
from workflows.vocabulary import Rung

_SHORT = {
    Rung.REMINDER: _l("快到期"),
    Rung.OVERDUE: _l("已超期"),
    Rung.ESCALATED: _l("超期已报上级"),
    Rung.CONFERENCE: _l("已列入联席会议清单"),
}


@dataclass(frozen=True)
class MessageRow:
    """One message."""

    icon: str
    tone: str
    text: str
    url: str
    at_label: str
    why: str
    unread: bool


@dataclass(frozen=True)
class NoticesPage:
    """As `notices/index.html` reads it."""

    tabs: Sequence[Tab]
    read_all: Once | None
    rows: Sequence[MessageRow]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]


def notices_page(
    rows: Sequence[NoticeRow] | Sequence[AlertRow], about: str, seen: Seen, now: datetime, *, more: bool
) -> NoticesPage:
    """The messages of one kind, the newest first."""
    drawn = [_notice(row, seen, now) if isinstance(row, NoticeRow) else _alert(row, seen, now) for row in rows]
    following = url_for("notices.index", about=about, before=rows[-1].id) if more and rows else ""
    return NoticesPage(
        tabs=[
            Tab(_("办理消息"), "", url_for("notices.index"), about == "notices"),
            Tab(_("时限提醒"), "", url_for("notices.index", about="alerts"), about == "alerts"),
        ],
        read_all=Once(url_for("notices.read_all"), new_key()),
        rows=drawn,
        pager=Pager(_("本页 %(count)s 条", count=len(drawn)), following),
        empty_text=_("没有新消息。"),
        empty_links=[Link(_("回到待办"), url_for("todo.index"))],
    )


def _notice(row: NoticeRow, seen: Seen, now: datetime) -> MessageRow:
    who = row.sender_name or _("系统")
    return MessageRow(
        icon={"nudge": "bell", "comment": "msg"}.get(row.kind, "check"),
        tone="soon" if row.kind == "nudge" else "wait",
        text=_notice_text(row, who),
        url=url_for("cases.detail", number=row.case),
        at_label=moment_label(row.at, now),
        why=_("%(organization)s是办理方", organization=row.recipient_name),
        unread=row.id > seen.notice,
    )


def _notice_text(row: NoticeRow, who: str) -> str:
    if row.kind == "nudge":
        return _("%(who)s催办 %(number)s", who=who, number=row.case)
    if row.action == "attach":
        return _("%(who)s给 %(number)s 补充了附件", who=who, number=row.case)
    if row.kind == "comment":
        return _("%(who)s在 %(number)s 留言", who=who, number=row.case)
    label = action_label(row.workflow, None, row.action, row.from_state, row.to_state)
    state = state_chip(row.workflow, None, row.to_state).label
    return _(
        "%(number)s：%(who)s办理了“%(action)s”，现在是“%(state)s”", number=row.case, who=who, action=label, state=state
    )


def _alert(row: AlertRow, seen: Seen, now: datetime) -> MessageRow:
    reminder = row.rung == Rung.REMINDER
    due = day_label(row.due_on, clock.day_of(now))
    return MessageRow(
        icon="clock" if reminder else "alert",
        tone="soon" if reminder else "late",
        text=_("%(number)s：%(rung)s，应于 %(due)s前办理", number=row.case, rung=_SHORT[Rung(row.rung)], due=due),
        url=url_for("cases.detail", number=row.case),
        at_label=moment_label(row.raised_at, now),
        why=_("发给%(organization)s", organization=row.recipient_name),
        unread=row.id > seen.alert,
    )
