"""Opening a case in three short pages: who, where to, and a last look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Member
from service.presentation.form_fields import FieldGroup, FormField, Option, Typed, called_as_asked, choices, field
from service.presentation.page_actions import new_key
from service.presentation.records import Note, RecordPage
from service.presentation.todo import Tab
from service.presentation.words import KINDS
from service.queries.destinations import Proposal
from workflows.codes import CASE_REASONS, DESTINATION_RULES, DUAL_REASONS, MEMBER_STATUSES
from workflows.fields import FIELDS

WAYS = {
    "open": _l("转出"),
    "request": _l("申请转入"),
    "register_arrival": _l("登记转入"),
}
EXPLAINED = {
    "open": _l("本组织的党员要转到别处。"),
    "request": _l("党员已在本地，关系还在另一个组织：请对方转来。要有本人的公民身份号码和姓名，两样都对才查得到。"),
    "register_arrival": _l("党员带着纸质介绍信来，转出组织不在本平台：照介绍信登记。"),
}
_ABOUT_PAPER = ("letter_number", "issued_on", "valid_days", "received_on")


@dataclass(frozen=True)
class WizardStep:
    """One of the three pages."""

    label: str
    status: str
    url: str = ""


@dataclass(frozen=True)
class ShownProposal:
    """Where the rules would send the member."""

    label: str
    rule_text: str
    detail: str


@dataclass(frozen=True)
class NewCasePage(RecordPage):
    """As `cases/new_member.html` and `cases/new_route.html` read it."""

    steps: Sequence[WizardStep] = ()
    tabs: Sequence[Tab] = ()
    saved_label: str = ""
    member_label: str = ""
    proposal: ShownProposal | None = None


@dataclass(frozen=True)
class DualPage(RecordPage):
    """As `cases/dual_new.html` reads it."""

    tabs: Sequence[Tab] = ()


def member_step(way: str, typed: Typed, draft: str, *, key: str = "") -> NewCasePage:
    """Who."""
    return NewCasePage(
        title=_("发起转接"),
        groups=[FieldGroup(_who(way, typed))],
        form_url=url_for("cases.new", way=way, draft=draft or None),
        submit_label=_("下一步"),
        key=key or new_key(),
        hidden=_carried(typed),
        errors=typed.complaints,
        notes=[Note("wait", str(EXPLAINED[way])), *_following(typed)],
        cancel_url=url_for("todo.index"),
        steps=wizard(0, draft),
        tabs=tabs(way),
    )


def route_step(
    way: str, typed: Typed, draft: str, member_label: str, proposed: Sequence[Proposal] = (), *, key: str = ""
) -> NewCasePage:
    """Where to, and why."""
    return NewCasePage(
        title=_("发起转接"),
        groups=[FieldGroup(_where(way, typed))],
        form_url=url_for("cases.new_route", draft=draft),
        submit_label=_("下一步"),
        key=key or new_key(),
        errors=typed.complaints,
        cancel_url=url_for("cases.new", draft=draft),
        steps=wizard(1, draft),
        member_label=member_label,
        proposal=_shown(proposed[0]) if proposed else None,
    )


def dual_form(typed: Typed, *, key: str = "") -> DualPage:
    """双重管理、双向登记, on one page."""
    kinds = {"dual_management": _("双重管理"), "two_way_registration": _("双向登记")}
    fields = [
        field("member", _("党员"), typed, type="member", hint=_("本组织的党员：姓名、首字母或身份证号后四位")),
        field("name", _("姓名"), typed, hint=_("外组织的党员：填姓名和公民身份号码，两样都对才查得到"), max_length=60),
        field("id_number", _("公民身份号码"), typed, max_length=40),
        field("kind", _("登记种类"), typed, type="radios", required=True,
              options=[Option(code, label) for code, label in kinds.items()]),
        field("receiving_code", _("现居住地的党组织"), typed, type="organization", required=True,
              hint=_("填组织名称或代码，再点“查找”。外组织的党员来你所在的组织登记，可以留空。")),
        field("outflow_code", _("另一方"), typed, type="organization",
              hint=_("不填就是党员现在的组织。党员已转到居住地、原组织继续共同管理的，填原组织。")),
        field("reason_code", _("登记原因"), typed, type="choice", options=choices(DUAL_REASONS)),
        field("consent_on", _("本人同意日期"), typed, type="date", required=True),
        field("service_post", _("认领的服务岗位"), typed, hint=_("例如 关爱老弱岗"),
              max_length=FIELDS["service_post"].max_length),
        field("comment", _("说明"), typed, type="long_text", max_length=FIELDS["comment"].max_length),
    ]  # fmt: skip
    return DualPage(
        title=_("发起双重管理或双向登记"),
        groups=[FieldGroup(fields)],
        form_url=url_for("cases.new_dual"),
        submit_label=_("发起"),
        key=key or new_key(),
        hidden=_carried(typed),
        errors=called_as_asked(typed.complaints, fields),
        notes=_following(typed),
        cancel_url=url_for("todo.index"),
        tabs=tabs("dual"),
    )


def tabs(current: str) -> list[Tab]:
    """The ways to begin."""
    ways = [Tab(str(label), "", url_for("cases.new", way=way), way == current) for way, label in WAYS.items()]
    others = {"dual": (_("双重管理"), "cases.new_dual"), "away": (_("流动党员"), "cases.new_away")}
    return [*ways, *(Tab(label, "", url_for(page), current == name) for name, (label, page) in others.items())]


def wizard(at: int, draft: str) -> list[WizardStep]:
    """The three pages, those behind as links."""
    pages = ((_("谁转"), "cases.new"), (_("转到哪"), "cases.new_route"), (_("核对提交"), "cases.new_check"))
    return [
        WizardStep(label, "done" if number < at else "current" if number == at else "future",
                   url_for(endpoint, draft=draft) if number < at else "")
        for number, (label, endpoint) in enumerate(pages)
    ]  # fmt: skip


def described(member: Member, unit_name: str, masked_id: str | None) -> str:
    """王建国 正式党员 3299**********4417 望潮社区第二党支部."""
    status = _(MEMBER_STATUSES[member.member_status])
    return " ".join(part for part in (member.name, status, masked_id or "", unit_name) if part)


def _carried(typed: Typed) -> dict[str, str]:
    """The case from which one came here, if one did."""
    return {"follows": typed.values["follows"]} if typed.values.get("follows") else {}


def _following(typed: Typed) -> list[Note]:
    number = typed.values.get("follows")
    return [Note("ok", _("由 %(number)s 而来，办件上会写明。", number=number))] if number else []


def _who(way: str, typed: Typed) -> list[FormField]:
    member = field("member", _("党员"), typed, type="member", required=True)
    if way == "open":
        return [member]
    number_hint = _("18 位，与姓名都对才查得到") if way == "request" else _("18 位，末位可以是 X")
    person = [
        field("name", _("姓名"), typed, required=True, max_length=60),
        field("id_number", _("公民身份号码"), typed, required=True, max_length=40, hint=number_hint),
    ]
    if way == "request":
        return person
    unit = field("outflow_code", _("转出组织"), typed, type="organization", required=True,
                 hint=_("平台以外的组织；没有时请组织部先新增"))  # fmt: skip
    return [unit, *([member] if typed.values.get("member") else person)]


def _where(way: str, typed: Typed) -> list[FormField]:
    fields = [
        field("receiving_code", _("转入组织"), typed, type="organization", required=True),
        field("reason_code", _("转接原因"), typed, type="choice", required=True, options=choices(CASE_REASONS)),
    ]
    if way == "open":
        hint = _("不按建议转的，写明理由")
        fields.append(field("destination_reason", _("另选的理由"), typed, type="long_text", hint=hint, max_length=1000))
    if way == "register_arrival":
        fields += [
            field(name, _(FIELDS[name].label), typed, type=FIELDS[name].type, required=name != "received_on")
            for name in _ABOUT_PAPER
        ]
    return fields


def _shown(proposal: Proposal) -> ShownProposal:
    unit = proposal.organization
    detail = _("代码 %(code)s · %(kind)s", code=unit.code, kind=KINDS[unit.kind])
    return ShownProposal(unit.title, _(DESTINATION_RULES[proposal.rule]), detail)
