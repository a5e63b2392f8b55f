"""Two records side by side, and the question whether they are one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from service.models import Member, Organization
from service.presentation.form_fields import FormField, Typed, field
from service.presentation.member_facts import member_pairs
from service.presentation.page_actions import new_key
from service.presentation.words import Complaint


@dataclass(frozen=True)
class Side:
    """One of the records: masked as everywhere."""

    member: Member
    masked: Mapping[str, str | None]
    belongs_to: Organization | None


@dataclass(frozen=True)
class ComparedRow:
    """One fact in both records."""

    label: str
    kept: str
    other: str
    differs: bool


@dataclass(frozen=True)
class DuplicatePage:
    """As `members/duplicate.html` reads it."""

    title: str
    name: str
    back_url: str
    swapped_url: str
    kept_url: str
    other_url: str
    rows: Sequence[ComparedRow]
    obstacles: Sequence[str]
    form_url: str
    key: str
    versions: tuple[int, int]
    fields: Sequence[FormField]
    errors: Sequence[Complaint]


def duplicate_page(
    kept: Side, other: Side, obstacles: Sequence[str], typed: Typed, versions: tuple[int, int], key: str = ""
) -> DuplicatePage:
    """`versions` are those that were seen when the form was first shown."""
    one, two = kept.member.id, other.member.id
    return DuplicatePage(
        title=_("是不是同一人"),
        name=kept.member.name,
        back_url=url_for("members.detail", member_id=one),
        swapped_url=url_for("duplicates.compare", member_id=two, other_id=one),
        kept_url=url_for("members.detail", member_id=one),
        other_url=url_for("members.detail", member_id=two),
        rows=_rows(kept, other),
        obstacles=obstacles,
        form_url=url_for("duplicates.compare", member_id=one, other_id=two),
        key=key or new_key(),
        versions=versions,
        fields=[field("reason", _("理由"), typed, required=True, max_length=200, hint=_("例如：已对照档案和身份证"))],
        errors=typed.complaints,
    )


def _rows(kept: Side, other: Side) -> list[ComparedRow]:
    pairs = zip(_facts(kept), _facts(other), strict=True)
    return [ComparedRow(one[0], one[1], two[1], one[1] != two[1]) for one, two in pairs if one[1] or two[1]]


def _facts(side: Side) -> list[tuple[str, str]]:
    recorded = [(pair.label, pair.value) for pair in member_pairs(side.member, side.masked, with_probation=True)]
    return [(_("姓名"), side.member.name), (_("所在组织"), _unit(side)), *recorded]


def _unit(side: Side) -> str:
    return side.belongs_to.title if side.belongs_to else _("没有组织关系")
