"""The page of one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from service.models import Case
from service.permissions import Actor
from service.presentation.away_facts import proposal
from service.presentation.due import short_day
from service.presentation.form_fields import Option
from service.presentation.now_box import NowBox, Viewer, now_box
from service.presentation.outcome import undo_strip
from service.presentation.page_actions import new_key
from service.presentation.particulars import Pair, particulars
from service.presentation.print_links import print_links
from service.presentation.related_cases import related_links
from service.presentation.starting import starts
from service.presentation.steps import StripStep, step_strip
from service.presentation.subject import kind_of
from service.presentation.timeline import Entry, timeline
from service.presentation.words import Chip, Link, state_of
from service.queries.alerts import AlertRow
from service.queries.attachments import Attachment
from service.queries.audit import Finding
from service.queries.signals.raised import RaisedSignal
from workflows import workflow_of
from workflows.codes import CATEGORIES, DUAL_KINDS
from workflows.parties import MEMBER_SIDES, OTHER_SIDES, Party

RECEIVING_SIDE = OTHER_SIDES | {Party.STREET}
SENDING_SIDE = MEMBER_SIDES | {Party.OUTFLOW_COMMITTEE}


@dataclass(frozen=True)
class Once:
    """Where a small form goes, and its key."""

    url: str
    key: str


@dataclass(frozen=True)
class ChainLine:
    """Whether the history is as it was written."""

    ok: bool
    text: str
    url: str


@dataclass(frozen=True)
class Reading:
    """Everything that was read for the page of a case."""

    case: Case
    lines: Sequence[Mapping[str, Any]]
    alerts: Sequence[AlertRow]
    finding: Finding | None
    related: Sequence[Case]
    masked: Mapping[str, str | None]
    reads_member: bool
    candidates: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    files: Sequence[Attachment] = ()
    signals: Sequence[RaisedSignal] = ()
    figures: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class CaseHead:
    """What the pages about a case have on top."""

    name: str
    direction_label: str
    direction_tone: str
    kind_label: str
    state: Chip
    number: str
    url: str
    version: int
    back: Link


@dataclass(frozen=True)
class CasePage:
    """As `cases/detail.html` reads it."""

    name: str
    direction_label: str
    direction_tone: str
    kind_label: str
    state: Chip
    number: str
    url: str
    version: int
    back: Link
    opened_label: str
    channel_label: str
    now: NowBox
    steps: Sequence[StripStep]
    particulars: Sequence[Pair]
    related: Sequence[Link]
    comment: Once | None
    timeline: Sequence[Entry]
    timeline_label: str
    chain: ChainLine
    edit_url: str
    graph_url: str
    hand_over_url: str
    undo: Mapping[str, Any] | None
    position_label: str = ""
    next_url: str = ""
    print_links: Sequence[Link] = ()
    files_link: Link | None = None
    start_links: Sequence[Link] = ()


def case_head(case: Case, actor: Actor) -> CaseHead:
    """The head of every page about a case."""
    label, tone = direction(case, actor)
    return CaseHead(
        name=case.subject_name,
        direction_label=label,
        direction_tone=tone,
        kind_label=kind_of(case),
        state=state_of(case),
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        version=case.version,
        back=Link(_("待办"), url_for("todo.index")),
    )


def direction(case: Case, actor: Actor) -> tuple[str, str]:
    """In or out, as the reader's organization sees it; from above both it is neither."""
    if case.workflow != "transfer":
        kinds = DUAL_KINDS | CATEGORIES
        return _(kinds.get(case.kind, workflow_of(case.workflow).label)), "none"
    sides = {row.party for row in case.parties if row.organization.path.startswith(_paths(actor))}
    comes, goes = any(party in sides for party in RECEIVING_SIDE), any(party in sides for party in SENDING_SIDE)
    if comes != goes:
        return (_("转入"), "in") if comes else (_("转出"), "out")
    return _("接转"), "none"


def case_page(reading: Reading, viewer: Viewer) -> CasePage:
    """The whole page."""
    case, head = reading.case, case_head(reading.case, viewer.actor)
    box = now_box(case, viewer, reading.candidates)
    may_speak = case.is_open and viewer.speaks_as is not None
    entries = timeline(case, reading.lines, reading.alerts, viewer.now, {file.id for file in reading.files})
    return CasePage(
        **vars(head),
        opened_label=_("%(day)s 发起", day=short_day(case.opened_at, viewer.today)),
        channel_label=_channel(case),
        now=box,
        steps=step_strip(case, reading.lines, viewer.today, viewer.calendar),
        particulars=particulars(
            case,
            reading.masked,
            reads_member=reading.reads_member,
            signals=reading.signals,
            suggested=proposal(case, viewer.today),
            figures=reading.figures,
        ),
        related=related_links(case, reading.related, viewer),
        comment=Once(url_for("cases.comment", number=case.number), new_key()) if may_speak else None,
        timeline=entries,
        timeline_label=ngettext("全部 %(num)s 条", "全部 %(num)s 条", len(entries)),
        chain=_chain(case, reading.finding),
        edit_url=next((action.url for action in box.actions if action.name == "edit"), ""),
        graph_url=url_for("cases.graph", number=case.number),
        hand_over_url=_hand_over_url(case, viewer),
        undo=undo_strip(case, viewer.actor, viewer.now),
        print_links=print_links(case, viewer.actor),
        files_link=_files_link(case, len(reading.files), may_add=may_speak),
        start_links=starts(case, viewer.actor) if case.workflow == "follow_up" and box.mine and case.is_open else (),
    )


def _paths(actor: Actor) -> tuple[str, ...]:
    return tuple(post.path for post in actor.posts) or ("-",)


def _channel(case: Case) -> str:
    if case.letter is None:
        return ""
    return _("网上转出，不用纸质介绍信") if case.letter.kind == "online" else _("纸质介绍信")


def _hand_over_url(case: Case, viewer: Viewer) -> str:
    """Inside the unit whose turn it is, the case is given to a colleague."""
    desk = next((row.desk_id for row in case.parties if row.party == case.holder_party), None)
    mine = viewer.speaks_as is not None and viewer.speaks_as.organization_id == desk
    return url_for("cases.hand_over", number=case.number) if case.is_open and mine else ""


def _files_link(case: Case, count: int, *, may_add: bool) -> Link | None:
    """To all files of the case, and to adding one."""
    label = ngettext("附件 %(num)s 个", "附件 %(num)s 个", count) if count else _("补充附件")
    return Link(label, url_for("cases.attachments", number=case.number)) if count or may_add else None


def _chain(case: Case, finding: Finding | None) -> ChainLine:
    url = url_for("audit.verify", number=case.number)
    if finding is None:
        count = case.history_count
        return ChainLine(
            ok=True,
            text=ngettext("记录未被改动，%(num)s 条均通过校验", "记录未被改动，%(num)s 条均通过校验", count),
            url=url,
        )
    return ChainLine(ok=False, text=_("第 %(seq)s 条记录对不上，请停办并告知管理员", seq=finding.seq or 1), url=url)
