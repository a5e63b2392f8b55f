"""The card of one organization: what it is, who acts there, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from service.models import Organization
from service.permissions import Actor, may_confirm_name, may_write_organization
from service.presentation.form_fields import Typed, field
from service.presentation.organization_pages import Crumb, party_state
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import Pair
from service.presentation.records import Note
from service.presentation.words import KINDS, ROLES, Chip, Complaint, Link
from service.queries.organization_page import Person


@dataclass(frozen=True)
class PersonRow:
    """Somebody who acts for the organization."""

    name: str
    role_label: str
    organization_label: str


@dataclass(frozen=True)
class OrganizationCard:
    """As `organizations/detail.html` reads it."""

    name: str
    url: str
    version: None
    kind_label: str
    code: str
    party_name: str
    party_state: Chip
    crumbs: Sequence[Crumb]
    edit_url: str
    links: Sequence[Link]
    notes: Sequence[Note]
    pairs: Sequence[Pair]
    people: Sequence[PersonRow]
    people_empty_text: str
    actions: Sequence[PageAction]
    errors: Sequence[Complaint]


def organization_card(
    actor: Actor, unit: Organization, above: Sequence[Organization], people: Sequence[Person], today: date, typed: Typed
) -> OrganizationCard:
    """The card; `typed` is a small form of it that was refused."""
    own = [person for person in people if person.organization == unit.title]
    may_write = may_write_organization(actor, unit.path, unit.kind)
    return OrganizationCard(
        name=unit.name,
        url=url_for("organizations.detail", code=unit.code),
        version=None,
        kind_label=str(KINDS[unit.kind]),
        code=unit.code,
        party_name=unit.party_name or "",
        party_state=party_state(unit),
        crumbs=[Crumb(_("组织"), url_for("organizations.index")), *(_crumb(one) for one in above)],
        edit_url=url_for("organizations.edit", code=unit.code) if may_write else "",
        links=[Link(_("下级组织"), url_for("organizations.index", below=unit.code))],
        notes=_notes(unit, today, stand_in=not own and bool(people)),
        pairs=_pairs(unit, above),
        people=[PersonRow(person.name, str(ROLES[person.role]), person.organization) for person in own or people],
        people_empty_text=_("还没有经办人，上级也没有。请系统管理员设经办人。"),
        actions=_actions(actor, unit, today, typed, may_write=may_write),
        errors=typed.complaints,
    )


def _crumb(unit: Organization) -> Crumb:
    return Crumb(unit.name, url_for("organizations.detail", code=unit.code))


def _notes(unit: Organization, today: date, *, stand_in: bool) -> list[Note]:
    notes = []
    if not unit.is_valid_on(today):
        notes.append(Note("late", _("这个组织已撤销，不能再作为去向。")))
    if stand_in and not unit.external:
        notes.append(Note("soon", _("本组织还没有经办人，由下面列出的上级经办人代办。")))
    if unit.external:
        notes.append(Note("wait", _("这个组织不在本平台，由登记一方代为办理。")))
    return notes


def _pairs(unit: Organization, above: Sequence[Organization]) -> list[Pair]:
    valid = _("%(since)s 至 %(until)s", since=unit.valid_from or _("成立时"), until=unit.valid_to or _("现在"))
    return [
        Pair(_("上级"), above[-1].name if above else ""),
        Pair(_("类别"), str(KINDS[unit.kind])),
        Pair(_("简称"), unit.short_name),
        Pair(_("可以开具介绍信"), _("是") if unit.may_issue_letters else _("否")),
        Pair(_("电话"), unit.phone or ""),
        Pair(_("邮政编码"), unit.postcode or ""),
        Pair(_("存续时间"), valid),
        Pair(_("设置方式"), unit.setup_mode or ""),
        Pair(_("地址"), unit.address or "", whole=True),
        Pair(_("覆盖范围"), unit.covers or "", whole=True),
    ]


def _actions(actor: Actor, unit: Organization, today: date, typed: Typed, *, may_write: bool) -> list[PageAction]:
    actions = []
    if not unit.party_name_confirmed and may_confirm_name(actor, unit.path):
        values = Typed({"party_name": unit.party_name, **typed.values}, typed.complaints)
        name = field("party_name", _("党组织全称"), values, required=True, max_length=120)
        url = url_for("organizations.confirm_one", code=unit.code)
        actions.append(
            PageAction(
                "confirm",
                _("确认名称"),
                "primary",
                url,
                _("确认"),
                [name],
                key=new_key(),
                open="party_name" in typed.values,
            )
        )
    if may_write and unit.valid_to is None:
        url = url_for("organizations.dissolve", code=unit.code)
        values = Typed({"on": today.isoformat(), **typed.values}, typed.complaints, typed.candidates)
        fields = [
            field("on", _("撤销日期"), values, type="date", required=True),
            field("successor_code", _("承接组织"), values, type="organization"),
        ]
        help_text = _("没有党员、没有在办办件、没有下级组织时才能撤销。")
        actions.append(
            PageAction("dissolve", _("撤销组织"), "warn", url, _("确认撤销"), fields, (), help_text, new_key())
        )
    return actions
