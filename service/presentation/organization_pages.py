"""The lists of organizations: the tree, and names to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from service.models import Organization
from service.permissions import Actor, may_hand_in_organizations
from service.presentation.case_page import Once
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.page_actions import new_key
from service.presentation.register import Pager
from service.presentation.todo import Tab
from service.presentation.words import Chip, Complaint, Link
from workflows.roles import Role

_MAKERS = frozenset({Role.DEPARTMENT_OFFICER, Role.ADMINISTRATOR})
_CONFIRMERS = _MAKERS | {Role.COMMITTEE_OFFICER}


@dataclass(frozen=True)
class Crumb:
    """A place above."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class OrganizationRow:
    """One organization of a list."""

    name: str
    url: str
    code: str
    parent_label: str
    party_name: str
    party_state: Chip
    phone: str
    children_url: str
    children_label: str
    chosen: bool


@dataclass(frozen=True)
class OrganizationsPage:
    """As `organizations/index.html` reads it."""

    title: str
    crumbs: Sequence[Crumb]
    tabs: Sequence[Tab]
    form_url: str
    q: str
    new_url: str
    rows: Sequence[OrganizationRow]
    confirm: Once | None
    errors: Sequence[Complaint]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]


@dataclass(frozen=True)
class Listed:
    """What was read for a list: its rows, what is above them and how many are below each."""

    units: Sequence[Organization]
    parents: Mapping[int, Organization]
    below: Mapping[int, int]
    above: Sequence[Organization] = ()
    top: Organization | None = None


def tree_page(actor: Actor, listed: Listed, q: str, next_url: str) -> OrganizationsPage:
    """The organizations below one, or those found."""
    top = listed.top
    crumbs = [Crumb(_("全部组织"), url_for("organizations.index"))] if top else []
    crumbs += [Crumb(unit.name, url_for("organizations.index", below=unit.code)) for unit in listed.above]
    return OrganizationsPage(
        title=top.name if top else _("组织"),
        crumbs=[*crumbs, Crumb(top.name)] if top else [],
        tabs=organization_tabs(actor, current="tree"),
        form_url=url_for("organizations.index"),
        q=q,
        new_url=_new_url(actor, top),
        rows=[_row(unit, listed) for unit in listed.units],
        confirm=None,
        errors=(),
        pager=Pager(_("本页 %(count)s 个组织", count=len(listed.units)), next_url),
        empty_text=_("没有找到“%(q)s”。试试全称、首字母或代码。", q=q) if q else _("没有下级组织。"),
        empty_links=_empty_links(q, top),
    )


def confirm_page(
    actor: Actor, listed: Listed, next_url: str, typed: Typed = NOTHING_TYPED, chosen: Iterable[str] = ()
) -> OrganizationsPage:
    """Names that nobody has confirmed yet, to be confirmed one by one or together."""
    ticked = frozenset(chosen)
    rows = [
        _row(unit, listed, str(typed.values.get(unit.code, unit.party_name or "")), ticked) for unit in listed.units
    ]
    return OrganizationsPage(
        title=_("组织"),
        crumbs=(),
        tabs=organization_tabs(actor, current="unconfirmed"),
        form_url=url_for("organizations.index"),
        q="",
        new_url="",
        rows=rows,
        confirm=Once(url_for("organizations.confirm"), new_key()),
        errors=typed.complaints,
        pager=Pager(_("本页 %(count)s 个组织", count=len(rows)), next_url),
        empty_text=_("没有待确认的党组织名称。"),
        empty_links=[Link(_("全部组织"), url_for("organizations.index"))],
    )


def party_state(unit: Organization) -> Chip:
    """Whether the Party name may stand on a letter."""
    if unit.party_name and unit.party_name_confirmed:
        return Chip("ok", "check", _("名称已确认"))
    return Chip("soon", "clock", _("名称待确认") if unit.party_name else _("名称待填"))


def organization_tabs(actor: Actor, current: str) -> list[Tab]:
    """The groups of pages about organizations."""
    tabs = [Tab(_("组织树"), "", url_for("organizations.index"), current == "tree")]
    if actor.post is not None:
        tabs.append(Tab(_("本组织"), "", url_for("organizations.detail", code=actor.post.code), current=False))
    if actor.paths(_CONFIRMERS):
        tabs.append(Tab(_("待确认名称"), "", url_for("organizations.unconfirmed"), current == "unconfirmed"))
    if may_hand_in_organizations(actor):
        tabs.append(Tab(_("组织文件"), "", url_for("organization_files.index"), current == "files"))
    return tabs


def _new_url(actor: Actor, top: Organization | None) -> str:
    return url_for("organizations.new", below=top.code if top else None) if actor.paths(_MAKERS) else ""


def _row(
    unit: Organization, listed: Listed, party_name: str | None = None, ticked: frozenset[str] = frozenset()
) -> OrganizationRow:
    parent = listed.parents.get(unit.parent_id) if unit.parent_id else None
    below = listed.below.get(unit.id, 0)
    return OrganizationRow(
        name=unit.name,
        url=url_for("organizations.detail", code=unit.code),
        code=unit.code,
        parent_label=parent.name if parent else "",
        party_name=(unit.party_name or "") if party_name is None else party_name,
        party_state=party_state(unit),
        phone=unit.phone or "",
        children_url=url_for("organizations.index", below=unit.code) if below else "",
        children_label=_("%(count)s 个", count=below) if below else "",
        chosen=unit.code in ticked,
    )


def _empty_links(q: str, top: Organization | None) -> list[Link]:
    if q:
        return [Link(_("清除筛选"), url_for("organizations.index"))]
    return [Link(_("组织名片"), url_for("organizations.detail", code=top.code))] if top else []
