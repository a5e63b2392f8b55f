"""The pages about members: the list, one member, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import clock
from service.models import Case, Member, Organization
from service.presentation.case_page import Once
from service.presentation.due import short_day
from service.presentation.form_fields import NOTHING_TYPED, FormField, Typed
from service.presentation.form_fields import field as form_field
from service.presentation.member_facts import member_pairs
from service.presentation.member_standing import LetterRow, duplicate_notes, letter_rows, standing_notes
from service.presentation.page_actions import new_key
from service.presentation.particulars import Pair
from service.presentation.records import Note
from service.presentation.register import Pager
from service.presentation.words import Chip, Link, state_chip
from service.queries.duplicates import Duplicate
from service.queries.member_page import Held, MemberLetter
from workflows import workflow_of
from workflows.codes import MEMBER_STATUSES

_RELATIONS = {"affiliation": _l("组织关系"), "responsibility": _l("管理责任")}


@dataclass(frozen=True)
class MemberRow:
    """One member of the list."""

    name: str
    url: str
    status_label: str
    masked_id: str
    affiliation_label: str
    responsibility_label: str
    open_case: Link | None


@dataclass(frozen=True)
class MembersPage:
    """As `members/index.html` reads it."""

    form_url: str
    q: str
    new_url: str
    rows: Sequence[MemberRow]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]
    export_url: str


@dataclass(frozen=True)
class RelationRow:
    """From when to when an organization held a relation."""

    relation_label: str
    organization_label: str
    since_label: str
    until_label: str
    case: Link | None


@dataclass(frozen=True)
class CaseRow:
    """A case about the member."""

    number: str
    url: str
    kind_label: str
    state: Chip
    opened_label: str
    closed_label: str


@dataclass(frozen=True)
class Reveal(Once):
    """The form that asks why somebody needs to see what is masked."""

    fields: Sequence[FormField]


@dataclass(frozen=True)
class MemberPage:
    """As `members/detail.html` reads it."""

    name: str
    url: str
    status_label: str
    affiliation_label: str
    back: Link
    start_links: Sequence[Link]
    notes: Sequence[Note]
    edit_url: str
    pairs: Sequence[Pair]
    revealed: Sequence[Pair]
    reveal: Reveal | None
    relations: Sequence[RelationRow]
    cases: Sequence[CaseRow]
    letters: Sequence[LetterRow]
    errors: Sequence[Any] = ()


@dataclass(frozen=True)
class MemberReading:
    """Everything that was read for the page of a member."""

    member: Member
    masked: Mapping[str, str | None]
    affiliation: Organization | None
    relations: Sequence[Held]
    cases: Sequence[Case]
    letters: Sequence[MemberLetter]
    duplicates: Sequence[Duplicate]
    may_write: bool
    may_start: bool
    now: datetime
    revealed: Mapping[str, str | None] = field(default_factory=dict)


def member_row(
    member: Member,
    masked_id: str | None,
    affiliation: Organization | None,
    responsible: Organization | None,
    case: Case | None,
) -> MemberRow:
    """One row of the list."""
    return MemberRow(
        name=member.name,
        url=url_for("members.detail", member_id=member.id),
        status_label=_(MEMBER_STATUSES[member.member_status]),
        masked_id=masked_id or "",
        affiliation_label=affiliation.name if affiliation else "",
        responsibility_label=responsible.name if responsible else "",
        open_case=Link(case.number, url_for("cases.detail", number=case.number)) if case else None,
    )


def members_page(rows: Sequence[MemberRow], q: str, next_after: str, *, may_add: bool) -> MembersPage:
    """The list."""
    empty = _("没有找到“%(q)s”。外单位的党员，发起时用身份证号和姓名查找。", q=q) if q else _("还没有登记党员。")
    return MembersPage(
        form_url=url_for("members.index"),
        q=q,
        new_url=url_for("members.new") if may_add else "",
        rows=rows,
        pager=Pager(
            _("本页 %(count)s 人", count=len(rows)),
            url_for("members.index", q=q or None, after=next_after) if next_after else "",
        ),
        empty_text=empty,
        empty_links=[Link(_("清除筛选"), url_for("members.index"))] if q else [],
        export_url=url_for("exports.new", list="members", q=q or None),
    )


def member_page(reading: MemberReading, typed: Typed = NOTHING_TYPED) -> MemberPage:
    """One member; `typed` is a reveal form that was refused."""
    member, today = reading.member, clock.day_of(reading.now)
    open_transfer = next((case for case in reading.cases if case.is_open and case.workflow == "transfer"), None)
    edit_url = url_for("members.edit", member_id=member.id) if reading.may_write else ""
    return MemberPage(
        name=member.name,
        url=url_for("members.detail", member_id=member.id),
        status_label=_(MEMBER_STATUSES[member.member_status]),
        affiliation_label=reading.affiliation.title if reading.affiliation else _("没有组织关系"),
        back=Link(_("党员名册"), url_for("members.index")),
        start_links=_start_links(reading, open_transfer),
        notes=[
            *_notes(open_transfer),
            *duplicate_notes(member, reading.duplicates, may_write=reading.may_write),
            *standing_notes(member, today, edit_url),
        ],
        edit_url=edit_url,
        pairs=member_pairs(member, reading.masked, with_probation=member.member_status == "probationary"),
        revealed=[Pair(label, reading.revealed.get(name) or _("没有登记")) for name, label in _secret_labels().items()]
        if reading.revealed
        else [],
        reveal=_reveal(member, typed) if any(reading.masked.values()) else None,
        relations=[_relation(held) for held in reading.relations],
        cases=[_case(case, today) for case in reading.cases],
        letters=letter_rows(reading.letters, today),
        errors=typed.complaints,
    )


def _start_links(reading: MemberReading, open_transfer: Case | None) -> list[Link]:
    if not reading.may_start:
        return []
    member = reading.member.id
    start = [Link(_("发起转接"), url_for("cases.new", member_id=member))] if open_transfer is None else []
    return [
        *start,
        Link(_("双重管理"), url_for("cases.new_dual", member_id=member)),
        Link(_("外出报告"), url_for("cases.new_away", member_id=member)),
        Link(_("联系跟进建档"), url_for("stuck.new", member_id=member)),
    ]


def _notes(open_transfer: Case | None) -> list[Note]:
    if open_transfer is None:
        return []
    link = Link(open_transfer.number, url_for("cases.detail", number=open_transfer.number))
    return [Note("wait", _("正在办理组织关系接转："), link)]


def _secret_labels() -> dict[str, str]:
    return {"id_number": _("公民身份号码"), "phone": _("联系电话")}


def _reveal(member: Member, typed: Typed) -> Reveal:
    why = form_field("reason", _("查看理由"), typed, required=True, max_length=200, hint=_("例如：核对档案"))
    return Reveal(url_for("members.reveal", member_id=member.id), new_key(), [why])


def _relation(held: Held) -> RelationRow:
    until = clock.day_of(held.until).isoformat() if held.until else _("现在")
    link = Link(held.case, url_for("cases.detail", number=held.case)) if held.case else None
    since = clock.day_of(held.since).isoformat()
    return RelationRow(str(_RELATIONS[held.relation]), held.organization.title, since, until, link)


def _case(case: Case, today: Any) -> CaseRow:
    return CaseRow(
        number=case.number,
        url=url_for("cases.detail", number=case.number),
        kind_label=_(workflow_of(case.workflow, case.workflow_version).label),
        state=state_chip(case.workflow, case.workflow_version, case.state),
        opened_label=short_day(case.opened_at, today),
        closed_label=short_day(case.closed_on, today),
    )
