"""联席会议清单: the blocked cases on one sheet, whose move it is, how late, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.conferences import AGREED_MAX
from service.casework.speak import holder_of, speaking_post
from service.models import Case, CaseParty, Organization
from service.presentation.case_page import direction
from service.presentation.due import due_of
from service.presentation.follow_up_facts import last_contact
from service.presentation.form_fields import Option
from service.presentation.now_box import Viewer
from service.presentation.page_actions import new_key
from service.presentation.register import Pager
from service.presentation.stuck_figures import Asked
from service.presentation.words import state_of, turn_of
from service.queries.conference import Blocked

HERE = "stuck.conference"


@dataclass(frozen=True)
class BlockedRow:
    """A blocked case; `agree_url` is where what was agreed is written down, for those who may speak in it."""

    place: int
    number: str
    url: str
    name: str
    matter: str
    holder: str
    street: str
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
    form_url: str
    units: Sequence[Option]
    rows: Sequence[BlockedRow]
    pager: Pager
    back_url: str
    empty_text: str
    max_length: int = AGREED_MAX


def conference_page(
    asked: Asked, viewer: Viewer, found: Sequence[Blocked], place: int | None, units: Sequence[Organization]
) -> ConferencePage:
    """The sheet of the reader's own unit and those below, or of the one of `units` that is asked for."""
    following: dict[str, Any] = {"after": place, **asked.words()}
    chosen = next((unit.title for unit in units if unit.code == asked.organization), "")
    return ConferencePage(
        title=_("联席会议清单"),
        scope=chosen or (viewer.actor.post.title if viewer.actor.post else ""),
        form_url=url_for(HERE),
        units=[Option(unit.code, unit.title, current=unit.code == asked.organization) for unit in units],
        rows=[_row(asked, viewer, at, one) for at, one in enumerate(found, start=1)],
        pager=Pager(
            _("本页 %(count)s 件", count=len(found)), url_for("stuck.conference", **following) if place else ""
        ),
        back_url=url_for("stuck.index"),
        empty_text=_("没有要提交联席会议的办件。"),
    )


def _row(asked: Asked, viewer: Viewer, place: int, one: Blocked) -> BlockedRow:
    case, holder = one.case, holder_of(one.case)
    due = due_of(case.due_on, viewer.today, viewer.calendar, provisional=case.due_provisional)
    place_to_agree: dict[str, Any] = {"number": case.number, **asked.words()}
    return BlockedRow(
        place=place,
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        name=case.subject_name,
        matter=_matter(case, viewer),
        holder=holder.organization.title if holder else "",
        street=one.street if one.street not in _seen_anyway(viewer, holder) else "",
        responsible=case.responsible.title if case.responsible else "",
        days=_("%(days)s 天", days=(viewer.today - clock.day_of(case.opened_at)).days),
        late=due.words if due else "",
        next_label=turn_of(case),
        agreed=one.agreed,
        agree_url=url_for("stuck.agree", **place_to_agree) if speaking_post(viewer.actor, case) else "",
        key=new_key(),
    )


def _seen_anyway(viewer: Viewer, holder: CaseParty | None) -> set[str]:
    """The reader's own unit, which stands above the sheet, and the holder itself."""
    units = [viewer.actor.post, holder.organization if holder else None]
    return {unit.title for unit in units if unit is not None}


def _matter(case: Case, viewer: Viewer) -> str:
    words = [direction(case, viewer.actor)[0], state_of(case).label]
    return " · ".join([*words, last_contact(case)] if case.workflow == "follow_up" else words)
