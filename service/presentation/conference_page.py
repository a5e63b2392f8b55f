"""联席会议清单: the blocked cases on one sheet, whose move it is, how late, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.speak import COMMENT_MAX, holder_of, speaking_post
from service.models import Case
from service.presentation.case_page import direction
from service.presentation.due import due_of
from service.presentation.follow_up_facts import last_contact
from service.presentation.now_box import Viewer
from service.presentation.page_actions import new_key
from service.presentation.register import Pager
from service.presentation.words import state_of, turn_of


@dataclass(frozen=True)
class BlockedRow:
    """A blocked case; `agree_url` is where what was agreed is written down, for those who may speak in it."""

    place: int
    number: str
    url: str
    name: str
    matter: str
    holder: str
    responsible: str
    days: str
    late: str
    next_label: str
    agreed: str
    agree_url: str
    key: str


@dataclass(frozen=True)
class ConferencePage:
    """As `stuck/conference.html` reads it."""

    title: str
    scope: str
    rows: Sequence[BlockedRow]
    pager: Pager
    back_url: str
    empty_text: str
    max_length: int = COMMENT_MAX


def conference_page(
    viewer: Viewer, found: Sequence[Case], place: int | None, agreed: Mapping[int, str]
) -> ConferencePage:
    """The sheet of the reader's own unit and those below."""
    post = viewer.actor.post
    return ConferencePage(
        title=_("联席会议清单"),
        scope=post.title if post else "",
        rows=[_row(viewer, at, case, agreed.get(case.id, "")) for at, case in enumerate(found, start=1)],
        pager=Pager(
            _("本页 %(count)s 件", count=len(found)), url_for("stuck.conference", after=place) if place else ""
        ),
        back_url=url_for("stuck.index"),
        empty_text=_("没有要提交联席会议的办件。"),
    )


def _row(viewer: Viewer, place: int, case: Case, agreed: str) -> BlockedRow:
    holder = holder_of(case)
    due = due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional)
    speaks = speaking_post(viewer.actor, case) is not None
    matter = [direction(case, viewer.actor)[0], state_of(case).label]
    if case.workflow == "follow_up":
        matter.append(last_contact(case))
    return BlockedRow(
        place=place,
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.member.name,
        matter=" · ".join(matter),
        holder=holder.organization.title if holder else "",
        responsible=case.responsible.title if case.responsible else "",
        days=_("%(days)s 天", days=(viewer.today - clock.day_of(case.opened_at)).days),
        late=due.words if due else "",
        next_label=turn_of(case),
        agreed=agreed,
        agree_url=url_for("stuck.agree", number=case.number) if speaks else "",
        key=new_key(),
    )
