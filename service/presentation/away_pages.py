"""The pages on which a member who is away is registered: a leave, an inflow, a certificate that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case
from service.presentation.due import short_day
from service.presentation.form_fields import FieldGroup, FormField, Typed, action_fields, called_as_asked, field
from service.presentation.new_case_pages import tabs
from service.presentation.now_box import Viewer
from service.presentation.offers import field_view
from service.presentation.page_actions import new_key
from service.presentation.records import Note, RecordPage
from service.presentation.todo import Tab
from service.presentation.words import Link
from service.queries.certificates import Awaited
from workflows import NEWEST
from workflows.codes import CREDENTIALS

WAYS = {
    "away": (_l("外出报告"), _l("本组织的党员要外出：登记去向和时间，看用哪种凭证。")),
    "inflow": (_l("流入登记"), _l("党员已在本地，没有活动证：先登记，请流出地党组织颁发活动证或办理接转。")),
    "arrival": (_l("凭活动证报到"), _l("党员持活动证来报到：核对本人、编号和姓名，编入支部。")),
    "decline": (_l("未予编入"), _l("按规定不得以任何理由拒收持证党员。理由会记录下来，并告知组织部。")),
}
_TABS = ("away", "inflow", "arrival")
_ACTIONS = {"away": "report_leave", "inflow": "register_inflow"}
_HINTS = {
    "receiving_code": _l("还不知道在哪里报到的，可以不填"),
    "outflow_code": _l("本平台查不到这个人时填；没有时请组织部先新增"),
    "back_on": _l("说不准的不填"),
    "place": _l("省市区县、街道，在什么单位"),
    "contact": _l("外出期间的电话，或境内联系人"),
    "certificate_number": _l("照活动证填"),
}
_LONGEST_NAME = 60


@dataclass(frozen=True)
class AwaitedRow:
    """A certificate whose holder may turn up here; nobody is named before that."""

    number: str
    detail: str
    url: str
    decline: Link


@dataclass(frozen=True)
class AwayPage(RecordPage):
    """As `cases/away_new.html` reads it."""

    tabs: Sequence[Tab] = ()
    ways: Sequence[Tab] = ()
    awaited: Sequence[AwaitedRow] = ()


def away_page(
    way: str, typed: Typed, *, key: str = "", awaited: Sequence[Awaited] = (), viewer: Viewer | None = None
) -> AwayPage:
    """One of the three forms."""
    label, explained = WAYS[way]
    fields = _FIELDS[way](typed)
    return AwayPage(
        title=_("流动党员登记"),
        groups=[FieldGroup(fields)],
        form_url=url_for(f"cases.new_{way}"),
        submit_label=_("登记报到") if way == "arrival" else str(label),
        key=key or new_key(),
        errors=called_as_asked(typed.complaints, fields),
        notes=[Note("wait", str(explained))],
        cancel_url=url_for("cases.new_arrival" if way == "decline" else "todo.index"),
        tabs=tabs("away"),
        ways=[Tab(str(WAYS[name][0]), "", url_for(f"cases.new_{name}"), name == way) for name in _TABS],
        awaited=[_awaited(one, viewer) for one in awaited] if viewer else [],
    )


def opened_label(case: Case) -> str:
    """What was done, and what is to be done next."""
    if case.workflow == "follow_up":
        return _("还不清楚组织关系在哪里，已建档跟进。")
    if case.state == "found_inflow":
        return _("已登记，请流出地党组织核实，颁发活动证或办理接转。")
    advice = case.particulars.get("advice", "")
    return _("已登记。按填写的情况，建议：%(paper)s。", paper=_(CREDENTIALS[advice]))


def _leave(typed: Typed) -> list[FormField]:
    member = field("member", _("党员"), typed, type="member", required=True,
                   hint=_("姓名、首字母或身份证号后四位"))  # fmt: skip
    return [member, *_of_action("away", typed)]


def _inflow(typed: Typed) -> list[FormField]:
    person = [
        field("name", _("姓名"), typed, required=True, max_length=_LONGEST_NAME),
        field("id_number", _("公民身份号码"), typed, required=True, max_length=40,
              hint=_("18 位，与姓名都对才查得到")),
    ]  # fmt: skip
    unknown = field("unknown", _("不清楚组织关系在哪里，先建档跟进"), typed, type="boolean")
    first, *rest = [one for one in _of_action("inflow", typed) if one.name != "outflow_code"]
    home = next(one for one in _of_action("inflow", typed) if one.name == "outflow_code")
    return [*person, first, home, unknown, *rest]


def _arrival(typed: Typed) -> list[FormField]:
    action = NEWEST["mobile_registration"].actions["attach_member"]
    number, *rest = [_hinted(one) for one in action_fields(map(field_view, action.fields), typed)]
    name = field("name", _("姓名"), typed, required=True, max_length=_LONGEST_NAME, hint=_("活动证上的姓名"))
    here = field("receiving_code", _("编入的党组织"), typed, type="organization",
                 hint=_("不填就是你所在的组织"))  # fmt: skip
    return [number, name, here, *rest]


def _decline(typed: Typed) -> list[FormField]:
    (reason,) = action_fields(map(field_view, NEWEST["mobile_registration"].actions["decline_attach"].fields), typed)
    number = field("certificate_number", _("活动证编号"), typed, required=True)
    return [number, reason]


def _of_action(way: str, typed: Typed) -> list[FormField]:
    action = NEWEST["mobile_registration"].actions[_ACTIONS[way]]
    return [_hinted(one) for one in action_fields(map(field_view, action.fields), typed)]


def _hinted(one: FormField) -> FormField:
    hint = "" if one.required and one.name == "receiving_code" else str(_HINTS.get(one.name, ""))
    return replace(one, hint=hint)


def _awaited(one: Awaited, viewer: Viewer) -> AwaitedRow:
    day = short_day(one.issued_on, viewer.today)
    detail = _("%(unit)s · %(day)s 颁发", unit=one.home, day=day)
    turn_away = Link(str(WAYS["decline"][0]), url_for("cases.new_decline", certificate_number=one.number))
    return AwaitedRow(one.number, detail, url_for("cases.new_arrival", certificate_number=one.number), turn_away)


_FIELDS = {"away": _leave, "inflow": _inflow, "arrival": _arrival, "decline": _decline}
