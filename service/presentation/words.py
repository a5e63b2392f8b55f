"""Codes and labels as the reader's language has them: sentences of refusals, states and actions, phrases of turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service import messages
from service.casework.facts import settled_by
from service.forms.directory import MEMBER, ORGANIZATION, UserBody
from service.forms.letter_settings import LETTER_SETTINGS
from service.forms.reorganization import CHANGES
from service.models import Case
from workflows import workflow_of
from workflows.codes import PARTIES
from workflows.everywhere import EVERYWHERE
from workflows.fields import FIELDS
from workflows.vocabulary import Party, Refusal, State

TURNS = {
    "transfer": {
        "requested": _l("看看是否受理这份转入申请"),
        "draft": _l("核对后提交审核"),
        "outflow_review": _l("审核并转出这名党员"),
        "returned": _l("补正后重新提交"),
        "in_transit": _l("跟进报到，介绍信在本人手里"),
        "lapsed": _l("补开介绍信，或等对方登记报到"),
        "street_review": _l("审核并接收这名党员"),
        "file_check": _l("办完档案核查"),
        "refused": _l("协调，作出决定"),
        "placement": _l("把党员编入支部"),
        "receipt_due": _l("寄送回执"),
        "receipt_check": _l("核销回执"),
    },
    "dual_management": {
        "proposed": _l("核对后提交"),
        "counterpart_consent": _l("答复是否同意"),
        "street_filing": _l("备案"),
        "active": _l("登记联系、服务和反馈"),
        "paused": _l("恢复，或终止"),
    },
    "mobile_registration": {
        "leave_reported": _l("定下用哪种凭证"),
        "short_absence": _l("本人返回后查验"),
        "certificate_issued": _l("跟进报到，活动证在本人手里"),
        "found_inflow": _l("核实后颁发活动证，或转为接转"),
        "attached": _l("保持联系，每年查验活动证"),
        "leaving": _l("本人返回后查验活动证"),
    },
    "follow_up": {
        "watch": _l("联系本人，了解情况"),
        "contacting": _l("继续联系，登记结果"),
        "located": _l("发起接转或登记，把组织关系落实"),
        "unreachable": _l("再找一次，或报上级"),
        "reported_up": _l("协调，登记上级的决定"),
    },
    "flow_report": {
        "due": _l("核对数字，确认上报"),
        "street_check": _l("核对并归档"),
        "returned": _l("按理由核对后重新上报"),
    },
}
"""What whoever holds a case is to do there."""

ROLES = {
    "branch_secretary": _l("支部书记"),
    "committee_officer": _l("党委经办人"),
    "department_officer": _l("组织部经办人"),
    "tracking_staff": _l("跟进人员"),
    "auditor": _l("审计员"),
    "administrator": _l("系统管理员"),
}

KINDS = {
    "province": _l("省"),
    "city": _l("市"),
    "department": _l("区县党委组织部"),
    "street_committee": _l("街道党工委"),
    "town_committee": _l("乡镇党委"),
    "base_committee": _l("基层党委"),
    "general_branch": _l("党总支"),
    "branch": _l("党支部"),
    "community": _l("社区党组织"),
    "village": _l("村党组织"),
    "group": _l("党小组"),
    "talent_centre": _l("人才服务中心党组织"),
    "external": _l("平台以外的组织"),
}

CALLED = {
    "parent_code": _l("上级组织"),
    "successor_code": _l("承接组织"),
    "organization_code": _l("所在组织"),
    "number_scheme": _l("编号的写法"),
    "number_digits": _l("号码至少几位"),
    "next_number": _l("下一封的号码"),
    "script": _l("介绍信用字"),
    "offset_right": _l("套打向右移（毫米）"),
    "offset_down": _l("套打向下移（毫米）"),
    "length": _l("时限"),
    "basis": _l("依据或理由"),
    "open_cases": _l("在办的也按新时限算"),
    "holidays": _l("放假安排"),
    "notice": _l("依据的通知"),
}
"""What a field is called on pages, however it is called in a file."""

_BACK = frozenset({"returned", "refused", "declined"})
_LATE = frozenset({"lapsed", "unreachable"})
_DONE = frozenset({"closed", "active", "attached", "settled"})


@dataclass(frozen=True)
class Chip:
    """A word with its tone and icon."""

    tone: str
    icon: str
    label: str


@dataclass(frozen=True)
class Link:
    """Where to go, and what it says; `detail` goes beside it."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Complaint:
    """What is wrong, and with which field; `plain` is said at the field itself, which bears its name already."""

    field: str | None
    text: str
    plain: str = ""


def say(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of an error or a refusal."""
    return messages.say(code, values, _)


def complaint(refusal: Refusal) -> Complaint:
    """A refusal as the error summary shows it, with the name of its field."""
    plain = _("从列表里选一个原因。") if refusal == _NO_REASON_CHOSEN else say(refusal.code, refusal.values)
    label = label_of(refusal.field) if refusal.field else ""
    text = _("%(label)s：%(value)s", label=label, value=plain) if label else plain
    return Complaint(refusal.field, text, plain)


def label_of(name: str) -> str:
    """What a field is called, wherever it is asked for; nothing for names that are no field's."""
    if name in CALLED:
        return str(CALLED[name])
    if name in FIELDS:
        described = FIELDS[name]
        return _(described.label)
    found = (form.fields[name].metadata.get("description") for form in _FORMS if name in form.fields)
    label = next(found, None)
    return _(str(label)) if label else ""


def state_chip(workflow: str, version: int | None, state: str) -> Chip:
    """The state of a case."""
    found = workflow_of(workflow, version).states[state]
    return Chip(*_look(found), label=_(found.label))


def state_of(case: Case) -> Chip:
    """The state of this case."""
    return state_chip(case.workflow, case.workflow_version, case.state)


def action_label(workflow: str, version: int | None, action: str, from_state: str = "", to_state: str = "") -> str:
    """What an action is called, by the name of its own that the way taken has."""
    found = workflow_of(workflow, version).actions.get(action)
    if found is None:
        return _(EVERYWHERE[action].label) if action in EVERYWHERE else action
    ways = (move for move in found.moves if from_state in move.sources and to_state in (move.target, ""))
    way = next((move for move in ways if move.label), None)
    return _(way.label if way else found.label)


def turn_of(case: Case) -> str:
    """What whoever holds the case is to do."""
    if case.workflow == "follow_up" and case.is_open and settled_by(case):
        return _("联系本人一次，确认已经落实")
    return str(TURNS[case.workflow].get(case.state, "")) or state_of(case).label


def _look(state: State) -> tuple[str, str]:
    if state.name in _BACK:
        return "back", "back"
    if state.name in _LATE:
        return "late", "alert"
    if state.name in _DONE:
        return "ok", "check"
    return ("none", "file") if state.final or state.name == "draft" else ("wait", "wait")


def party_label(party: str) -> str:
    """The role an organization has in a case."""
    return _("转出方党委组织部") if party == Party.OUTFLOW_DEPARTMENT else _(PARTIES[party])


_FORMS = (MEMBER, ORGANIZATION, UserBody(), LETTER_SETTINGS, *CHANGES.values())
_NO_REASON_CHOSEN = Refusal("reason_required", {}, "reason_code")
