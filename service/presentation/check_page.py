"""The last look before a case is opened, and what is said once it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from service.casework.parties import Way
from service.casework.speak import holder_of
from service.models import Case, Member, Organization
from service.presentation.due import day_before, day_label
from service.presentation.form_fields import FormField, Typed, field
from service.presentation.new_case_pages import WizardStep, wizard
from service.presentation.now_box import Line
from service.presentation.page_actions import new_key
from service.presentation.records import Note
from service.presentation.steps import length_label
from service.presentation.words import Complaint, Link, state_of
from service.working_days import WorkingDays
from workflows import NEWEST
from workflows.codes import CASE_REASONS, MEMBER_STATUSES, ROUTES
from workflows.fields import FIELDS
from workflows.routes import DEFAULT_VALIDITY
from workflows.vocabulary import Party

_NEXT = {"open": ("outflow_review", Party.OUTFLOW_COMMITTEE), "request": ("requested", Party.OUTFLOW),
         "register_arrival": ("street_review", Party.STREET)}  # fmt: skip
_PAPER = ("letter_number", "issued_on", "valid_days", "received_on")


@dataclass(frozen=True)
class CheckRow:
    """A fact, and where it can be changed."""

    label: str
    value: str
    change_url: str = ""


@dataclass(frozen=True)
class CheckPage:
    """As `cases/new_check.html` reads it."""

    steps: Sequence[WizardStep]
    notes: Sequence[Note]
    errors: Sequence[Complaint]
    rows: Sequence[CheckRow]
    fields: Sequence[FormField]
    next_line: Line
    duty_text: str
    form_url: str
    key: str
    hidden: Mapping[str, str]
    submit_label: str
    draft_label: str
    cancel_url: str
    version: None = None
    saved_label: str = ""


@dataclass(frozen=True)
class DonePage:
    """As `cases/done.html` reads it."""

    title: str
    number: str
    case_url: str
    next_lines: Sequence[str]
    print_links: Sequence[Link]
    again_url: str
    todo_url: str


@dataclass(frozen=True)
class Checked:
    """What was read for the last look. `member` is None for somebody not known yet."""

    way: str
    draft: str
    values: Mapping[str, str]
    member: Member | None
    outflow: Organization
    receiving: Organization
    found: Way
    may_submit: bool
    today: date
    calendar: WorkingDays


def check_page(checked: Checked, typed: Typed, notes: Sequence[Note] = (), *, key: str = "") -> CheckPage:
    """Every fact with a way to change it, what happens next, and who answers for the member until then."""
    submits = checked.way != "open" or checked.may_submit
    return CheckPage(
        steps=wizard(2, checked.draft),
        notes=[*notes, *_warnings(checked)],
        errors=typed.complaints,
        rows=_rows(checked),
        fields=_fields(checked, typed),
        next_line=_next_line(checked) if submits else Line(_("先存为草稿，"), _("由党员所在支部提交"), _("。")),
        duty_text=_duty(checked),
        form_url=url_for("cases.new_check", draft=checked.draft),
        key=key or new_key(),
        hidden={},
        submit_label=_submit_label(checked) if submits else _("存草稿"),
        draft_label=_("存草稿") if checked.way == "open" and submits else "",
        cancel_url=url_for("cases.new_route", draft=checked.draft),
    )


def done_page(case: Case, today: date) -> DonePage:
    """What was done, whose turn it is, and where to go on."""
    holder = holder_of(case)
    lines = [_("%(name)s：%(state)s。", name=case.member.name, state=state_of(case).label)]
    if holder is not None and case.due_on is not None:
        until = day_before(case.due_on, today)
        lines.append(_("现在轮到%(who)s，%(until)s办理。", who=holder.organization.title, until=until))
    if case.responsible is not None:
        lines.append(_("管理责任现在归%(unit)s。", unit=case.responsible.title))
    return DonePage(
        title=_("草稿已存") if case.state in ("draft", "proposed") else _("已提交"),
        number=case.number,
        case_url=url_for("cases.detail", number=case.number),
        next_lines=lines,
        print_links=(),
        again_url=url_for("cases.new"),
        todo_url=url_for("todo.index"),
    )


def _rows(checked: Checked) -> list[CheckRow]:
    who = url_for("cases.new", draft=checked.draft)
    where = url_for("cases.new_route", draft=checked.draft)
    values, member = checked.values, checked.member
    route = checked.found.route(values.get("reason_code"))
    rows = [
        CheckRow(_("党员"), member.name if member else values.get("name", ""), who),
        CheckRow(
            _("人员类别"), _(MEMBER_STATUSES[member.member_status]) if member else _("平台上还没有登记，这次一并登记")
        ),
        CheckRow(_("转出组织"), checked.outflow.title, who if checked.way == "register_arrival" else ""),
        CheckRow(_("转入组织"), checked.receiving.title, where),
        CheckRow(_("转接原因"), _(CASE_REASONS.get(values.get("reason_code", ""), "")), where),
    ]
    if values.get("destination_reason"):
        rows.append(CheckRow(_("另选的理由"), values["destination_reason"], where))
    rows.append(CheckRow(_("范围"), _(ROUTES[route])))
    if checked.way == "register_arrival":
        return rows + [CheckRow(_(FIELDS[name].label), values.get(name, ""), where) for name in _PAPER]
    rows.append(CheckRow(_("党费交至"), (member.dues_paid_through if member else None) or _("没有记录")))
    return [*rows, CheckRow(_("介绍信有效期"), _("用纸质介绍信时 %(days)s 天", days=DEFAULT_VALIDITY[route]))]


def _fields(checked: Checked, typed: Typed) -> list[FormField]:
    comment = field("comment", _("说明"), typed, type="long_text", max_length=FIELDS["comment"].max_length)
    if checked.way == "open" and _dues_behind(checked):
        hint = _("党费没有交到本月，提交审核要写明；存草稿可以先不写")
        described = FIELDS["dues_plan"]
        plan = field("dues_plan", _(described.label), typed, type="long_text", hint=hint, max_length=1000)
        return [plan, comment]
    return [comment]


def _warnings(checked: Checked) -> list[Note]:
    member = checked.member
    if member is None or checked.way != "open":
        return []
    edit = Link(_("去补登"), url_for("members.edit", member_id=member.id))
    notes = [] if member.phone_sealed else [Note("soon", _("没有联系电话，提交审核前要先补登。"), edit)]
    if _dues_behind(checked):
        paid = member.dues_paid_through
        text = _("党费只交到 %(month)s。", month=paid) if paid else _("没有党费交纳记录。")
        notes.append(Note("soon", text, edit))
    if member.member_status == "probationary" and member.probation_ends_on:
        notes.append(Note("wait", _("预备党员，预备期 %(day)s 满。", day=member.probation_ends_on)))
    return notes


def _dues_behind(checked: Checked) -> bool:
    paid = (checked.member.dues_paid_through if checked.member else None) or ""
    return paid[:7] < f"{checked.today:%Y-%m}"


def _next_line(checked: Checked) -> Line:
    state_name, party = _NEXT[checked.way]
    unit = checked.found.parties.get(party) or checked.outflow
    clock = NEWEST["transfer"].states[state_name].clocks[0]
    if clock.limit is None:
        return Line(_("提交后由"), unit.title, _("办理。"))
    until = checked.calendar.due(checked.today, clock.limit)[0]
    after = _(
        "办理，限 %(length)s（%(day)s前）。", length=length_label(clock.limit), day=day_label(until, checked.today)
    )
    return Line(_("提交后由"), unit.title, after)


def _duty(checked: Checked) -> str:
    return _("在对方接收前，管理责任仍在%(unit)s。", unit=checked.outflow.title)


def _submit_label(checked: Checked) -> str:
    return {"open": _("提交审核"), "request": _("提交申请"), "register_arrival": _("登记")}[checked.way]
