"""What stands in the columns of lists that are taken out, under the names that the import of rosters takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from service import clock
from service.models import Case, Letter, Member, Organization
from service.queries.ledgers import LedgerRow
from workflows import workflow_of
from workflows.codes import CASE_REASONS, MEMBER_STATUSES, ROUTES, SEXES
from workflows.parties import MEMBER_SIDES, OTHER_SIDES, Party

Value: TypeAlias = str | int


@dataclass(frozen=True)
class Line:
    """One row before it is written: the case or the member, and the numbers as the reader may see them."""

    number: int
    member: Member | None
    id_number: str = ""
    phone: str = ""
    ledger: LedgerRow | None = None
    case: Case | None = None
    affiliation: Organization | None = None
    responsible: Organization | None = None


@dataclass(frozen=True)
class Column:
    """A heading, how wide it is in signs, and what stands under it. `secret` names what is masked there."""

    name: str
    label: str
    width: int
    value: Callable[[Line], Value | date | None]


def _(text: str) -> str:
    """Marks a heading for the translators of pages; files always bear the names that the import knows."""
    return text


def text_of(value: Any) -> str:
    """A value as a sheet holds it."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _fact(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.member, name, None)


def _unit(*parties: Party) -> Callable[[Line], str]:
    def name(line: Line) -> str:
        rows = line.case.parties if line.case else ()
        row = next((row for row in rows if row.party in parties), None)
        once = line.ledger.names if line.ledger else {}
        return once.get(row.party, row.organization.title) if row is not None else ""

    return name


def _of_case(value: Callable[[Case], Any]) -> Callable[[Line], Any]:
    return lambda line: value(line.case) if line.case else None


def _of_letter(value: Callable[[Letter], Any]) -> Callable[[Line], Any]:
    """Of the letter the line is about; in a list of cases, of the one in force."""

    def found(line: Line) -> Any:
        letter = line.ledger.letter if line.ledger else line.case.letter if line.case else None
        return None if letter is None else value(letter)

    return found


def _step(action: str) -> Callable[[Line], date | None]:
    def day(line: Line) -> date | None:
        step = line.ledger.steps.get(action) if line.ledger else None
        return step.day if step else None

    return day


def _receipt_came(line: Line) -> date | None:
    """A receipt is checked off; after a release inside the system, placement settled it."""
    online = line.ledger is not None and line.ledger.letter is not None and line.ledger.letter.kind == "online"
    return _step("confirm_receipt")(line) or (_step("place")(line) if online else None)


def _handler(line: Line) -> str:
    step = line.ledger.steps.get("send_receipt") if line.ledger else None
    return step.words if step else ""


def _place(line: Line) -> str:
    """Where the member went, as it was written last."""
    steps = line.ledger.steps if line.ledger else {}
    told = [steps[name] for name in ("report_leave", "register_inflow", "move_on") if name in steps]
    return next((step.words for step in reversed(told) if step.words), "")


def _kept(name: str, *inner: str) -> Callable[[Line], Any]:
    """A fact that stands beside the case."""

    def found(line: Line) -> Any:
        value: Any = line.case.particulars.get(name) if line.case else None
        for key in inner:
            value = (value or {}).get(key)
        return value

    return found


def _reason(line: Line) -> str:
    code = line.case.particulars.get("reason_code") if line.case else None
    return CASE_REASONS.get(str(code), "")


def _state(case: Case) -> str:
    return workflow_of(case.workflow, case.workflow_version).states[case.state].label


_LETTER_STATES = {"valid": _("有效"), "lost": _("遗失"), "void": _("作废")}

_ALL = (
    Column("position", _("序号"), 6, lambda line: line.number),
    Column("name", _("姓名"), 10, lambda line: line.case.subject_name if line.case else _fact("name")(line)),
    Column("sex", _("性别"), 6, lambda line: SEXES.get(_fact("sex")(line) or "")),
    Column("ethnic_group", _("民族"), 8, _fact("ethnic_group")),
    Column("birth_date", _("出生年月"), 12, _fact("birth_date")),
    Column("id_number", _("公民身份号码"), 20, lambda line: line.id_number),
    Column("member_status", _("人员类别"), 10, lambda line: MEMBER_STATUSES.get(_fact("member_status")(line))),
    Column("joined_on", _("入党时间"), 12, _fact("joined_on")),
    Column("converted_on", _("转正时间"), 12, _fact("converted_on")),
    Column("probation_ends_on", _("预备期满"), 12, _fact("probation_ends_on")),
    Column("dues_paid_through", _("党费交至"), 10, _fact("dues_paid_through")),
    Column("organization", _("所在党支部"), 26, lambda line: line.affiliation.name if line.affiliation else None),
    Column("organization_code", _("党支部代码"), 16, lambda line: line.affiliation.code if line.affiliation else None),
    Column("responsible", _("管理责任"), 26, lambda line: line.responsible.title if line.responsible else None),
    Column("employer", _("工作单位"), 26, _fact("employer")),
    Column("residence", _("现居住地"), 30, _fact("residence")),
    Column("phone", _("联系电话"), 16, lambda line: line.phone),
    Column("last_activity_on", _("最近参加活动"), 14, _fact("last_activity_on")),
    Column("case_number", _("办件编号"), 16, _of_case(lambda case: case.number)),
    Column("letter_number", _("介绍信编号"), 20, _of_letter(lambda letter: letter.number)),
    Column("outflow", _("转出党组织"), 26, _unit(*MEMBER_SIDES)),
    Column("outflow_committee", _("转出基层党委"), 26, _unit(Party.OUTFLOW_COMMITTEE)),
    Column("street", _("接收党（工）委"), 26, _unit(Party.STREET)),
    Column("receiving", _("接收党组织"), 26, _unit(*OTHER_SIDES)),
    Column("route", _("范围"), 8, _of_case(lambda case: ROUTES.get(case.route))),
    Column("valid_days", _("有效期（天）"), 8, _of_letter(lambda letter: letter.valid_days or None)),
    Column("issued_on", _("开具日期"), 12, _of_letter(lambda letter: letter.issued_on)),
    Column(
        "expires_on", _("有效期至"), 12, _of_letter(lambda letter: letter.expires_on if letter.valid_days else None)
    ),
    Column("received_on", _("报到日期"), 12, _of_letter(lambda letter: letter.received_on)),
    Column("letter_status", _("介绍信情况"), 10, _of_letter(lambda letter: _LETTER_STATES[letter.status])),
    Column("accepted_on", _("接收日期"), 12, _of_case(lambda case: case.accepted_on)),
    Column("placed_on", _("编入日期"), 12, _step("place")),
    Column("receipt_sent_on", _("回执寄出"), 12, _step("send_receipt")),
    Column("handled_by", _("经办人"), 10, _handler),
    Column("receipt_came_on", _("回执核销"), 12, _receipt_came),
    Column("due_on", _("办理时限"), 12, _of_case(lambda case: case.due_on if case.is_open else None)),
    Column("home", _("流出地党组织"), 26, _unit(*MEMBER_SIDES)),
    Column("host", _("流入地党组织"), 26, _unit(*OTHER_SIDES)),
    Column("leave_reason", _("外出原因"), 12, _reason),
    Column("left_on", _("外出日期"), 12, _kept("left_on")),
    Column("back_on", _("预计返回"), 12, _kept("back_on")),
    Column("place", _("外出地点"), 30, _place),
    Column("certificate_number", _("活动证编号"), 16, _kept("certificate", "number")),
    Column("certificate_until", _("活动证有效期至"), 12, _kept("certificate", "valid_until")),
    Column("host_since", _("编入日期"), 12, _kept("host_since")),
    Column("last_contact_on", _("上次联系"), 12, _kept("last_contact", "on")),
    Column("opened_on", _("发起日期"), 12, _of_case(lambda case: clock.day_of(case.opened_at))),
    Column("closed_on", _("办结日期"), 12, _of_case(lambda case: case.closed_on)),
    Column("state", _("状态"), 16, _of_case(_state)),
)
COLUMNS = {column.name: column for column in _ALL}

_PERSON = "position name sex ethnic_group birth_date id_number member_status joined_on"
_LISTS = {
    "transfer_out": (
        "position letter_number name sex ethnic_group id_number member_status outflow receiving street route "
        "dues_paid_through valid_days issued_on expires_on received_on accepted_on receipt_came_on letter_status state "
        "phone case_number"
    ),
    "transfer_in": (
        "position accepted_on letter_number name sex ethnic_group id_number member_status outflow outflow_committee "
        "receiving route dues_paid_through placed_on receipt_sent_on handled_by receipt_came_on state phone case_number"
    ),
    "in_transit": (
        "position letter_number name sex id_number member_status outflow receiving street route dues_paid_through "
        "issued_on expires_on received_on due_on state phone case_number"
    ),
    "unreceipted": (
        "position letter_number name sex id_number member_status outflow outflow_committee street receiving "
        "accepted_on placed_on receipt_sent_on handled_by due_on state phone case_number"
    ),
    "cases": (
        "position case_number name sex id_number member_status outflow receiving state opened_on closed_on due_on "
        "responsible phone"
    ),
    "members": (
        f"{_PERSON} converted_on probation_ends_on dues_paid_through organization organization_code employer residence "
        "phone last_activity_on responsible"
    ),
}
_LISTS["worklist"] = _LISTS["cases"]
_LISTS |= dict.fromkeys(
    ("outflow", "inflow"),
    "position name sex id_number member_status home host leave_reason left_on back_on place certificate_number "
    "certificate_until host_since last_contact_on dues_paid_through state phone case_number",
)


def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of a list, in their order."""
    return tuple(COLUMNS[column] for column in _LISTS[name].split())
