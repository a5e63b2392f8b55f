"""The card of one organization: what it is, who acts there, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.letter_settings import may_set_letters
from service.models import FormerName, Organization
from service.models.organization import OWN_SCHEME
from service.permissions import Actor, may_confirm_name, may_write_organization
from service.presentation.form_fields import Typed, field
from service.presentation.member_classes import figure_pairs
from service.presentation.organization_pages import Crumb, party_state
from service.presentation.organization_timeline import ChangeEntry, organization_timeline
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import Pair
from service.presentation.records import Note
from service.presentation.reorganization_forms import KIND_LABELS
from service.presentation.words import KINDS, ROLES, Chip, Complaint, Link
from service.queries.former_names import ChangeLine
from service.queries.member_classes import Figures
from service.queries.organization_page import Person
from workflows.codes import SETUP_MODES


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
    figures: Sequence[Pair]
    actions: Sequence[PageAction]
    changes: Sequence[Link]
    timeline: Sequence[ChangeEntry]
    errors: Sequence[Complaint]


@dataclass(frozen=True)
class Seen:
    """What is known of an organization beside its own row; `after` follows it, `figures` are for its readers only."""

    above: Sequence[Organization]
    people: Sequence[Person]
    changes: Sequence[ChangeLine]
    names: Sequence[FormerName]
    after: Organization | None
    figures: Figures | None


def organization_card(actor: Actor, unit: Organization, seen: Seen, now: datetime, typed: Typed) -> OrganizationCard:
    """The card; `typed` is a small form of it that was refused."""
    above, people, today = seen.above, seen.people, clock.day_of(now)
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
        links=_links(actor, unit, has_members=seen.figures is not None),
        notes=_notes(unit, today, seen.after, stand_in=not own and bool(people)),
        pairs=_pairs(unit, seen),
        people=[PersonRow(person.name, str(ROLES[person.role]), person.organization) for person in own or people],
        people_empty_text=_("还没有经办人，上级也没有。请系统管理员设经办人。"),
        figures=figure_pairs(unit, seen.figures) if seen.figures else (),
        actions=_actions(actor, unit, typed),
        changes=_changes(unit, today) if may_write else (),
        timeline=organization_timeline(unit, seen.changes, now, may_write=may_write),
        errors=typed.complaints,
    )


def _links(actor: Actor, unit: Organization, *, has_members: bool) -> list[Link]:
    links = [Link(_("下级组织"), url_for("organizations.index", below=unit.code))]
    if has_members:
        links.append(Link(_("党员分类"), url_for("member_classes.index", code=unit.code)))
    if may_set_letters(actor, unit):
        links.append(Link(_("介绍信设置"), url_for("letter_settings.edit", code=unit.code)))
    return [*links, Link(_("时限"), url_for("limits.index", code=unit.code))]


def _crumb(unit: Organization) -> Crumb:
    return Crumb(unit.name, url_for("organizations.detail", code=unit.code))


def _notes(unit: Organization, today: date, after: Organization | None, *, stand_in: bool) -> list[Note]:
    notes = []
    if not unit.is_valid_on(today) and unit.valid_to is not None and unit.valid_to < today:
        link = _crumb(after) if after else None
        text = _("这个组织已撤销，不能再作为去向。承接组织：") if after else _("这个组织已撤销，不能再作为去向。")
        notes.append(Note("late", text, Link(link.label, link.url) if link else None))
    if stand_in and not unit.external:
        notes.append(Note("soon", _("本组织还没有经办人，由下面列出的上级经办人代办。")))
    if unit.external:
        notes.append(Note("wait", _("这个组织不在本平台，由登记一方代为办理。")))
    return notes


def _pairs(unit: Organization, seen: Seen) -> list[Pair]:
    above = seen.above
    once = "；".join(_("%(name)s（至 %(day)s）", name=one.name, day=one.until) for one in seen.names)
    valid = _("%(since)s 至 %(until)s", since=unit.valid_from or _("成立时"), until=unit.valid_to or _("现在"))
    return [
        Pair(_("上级"), above[-1].name if above else ""),
        Pair(_("类别"), str(KINDS[unit.kind])),
        Pair(_("简称"), unit.short_name),
        Pair(_("可以开具介绍信"), _("是") if unit.may_issue_letters else _("否")),
        *([] if unit.reports_flow else [Pair(_("按季度上报流入流出情况（含下级）"), _("否"))]),
        Pair(_("电话"), unit.phone or ""),
        Pair(_("邮政编码"), unit.postcode or ""),
        Pair(_("存续时间"), valid),
        Pair(_("设置方式"), _(SETUP_MODES.get(unit.setup_mode, unit.setup_mode)) if unit.setup_mode else ""),
        Pair(_("代码体系"), _("本平台自编") if unit.code_scheme == OWN_SCHEME else unit.code_scheme),
        Pair(_("地址"), unit.address or "", whole=True),
        Pair(_("覆盖的小区"), unit.covers or "", whole=True),
        *([Pair(_("曾用名称和代码"), once, whole=True)] if once else []),
    ]


def _changes(unit: Organization, today: date) -> list[Link]:
    """What can become of a unit of today; one outside neither hangs anywhere nor is split."""
    if not unit.is_valid_on(today):
        return []
    kinds = [kind for kind in KIND_LABELS if not (unit.external and kind in ("move", "split"))]
    return [Link(str(KIND_LABELS[kind]), url_for("reorganization.change", code=unit.code, kind=kind)) for kind in kinds]


def _actions(actor: Actor, unit: Organization, typed: Typed) -> list[PageAction]:
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
    return actions
