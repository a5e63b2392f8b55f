"""The forms in which a member is recorded and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.forms.directory import MEMBER, PERSON
from service.models import Member
from service.presentation.form_fields import FieldGroup, Option, Typed
from service.presentation.records import Note, RecordPage, record_page, schema_fields

_IDENTITY = ("name", "id_number", "phone", "sex", "ethnic_group", "birth_date")
_PARTY_LIFE = (
    "member_status",
    "joined_on",
    "converted_on",
    "probation_ends_on",
    "dues_paid_through",
    "last_activity_on",
    "graduated_on",
    "discharged_on",
)
_WHERE = ("employer", "work_changed_on", "residence", "residence_changed_on", "household_here", "lives_here")
_YES_OR_NO = ("household_here", "lives_here")
SECRETS = ("id_number", "phone")


def new_member_form(typed: Typed, key: str = "") -> RecordPage:
    """A new member."""
    where = FieldGroup(schema_fields(MEMBER, ("organization_code",), typed), _("所在组织"))
    return record_page(
        _("登记党员"), [where, *_groups(typed)], typed, key=key,
        form_url=url_for("members.new"), cancel_url=url_for("members.index"), submit_label=_("登记"),
    )  # fmt: skip


def edit_member_form(member: Member, masked: Mapping[str, str | None], typed: Typed, key: str = "") -> RecordPage:
    """Corrections. Number and phone are not shown to be typed over: left empty, they stay."""
    hints = {
        name: {"hint": _("不改就留空，现在是 %(masked)s", masked=masked[name] or _("没有登记"))} for name in SECRETS
    }
    return record_page(
        _("更正 %(name)s 的信息", name=member.name), _groups(typed, **hints), typed, key=key,
        form_url=url_for("members.edit", member_id=member.id),
        cancel_url=url_for("members.detail", member_id=member.id), version=member.version,
        notes=[Note("wait", _("组织关系和管理责任只随办件变动，不在这里改。"))],
    )  # fmt: skip


def values_of(member: Member) -> dict[str, Any]:
    """What the form of a member shows at first."""
    values = {name: getattr(member, name) for name in (*_IDENTITY, *_PARTY_LIFE, *_WHERE) if name not in SECRETS}
    return values | {name: {True: "true", False: "false"}.get(values[name]) for name in _YES_OR_NO}


def _groups(typed: Typed, **looks: Any) -> list[FieldGroup]:
    looks.setdefault("id_number", {}).setdefault("hint", _("18 位，末位可以是 X"))
    return [
        FieldGroup(schema_fields(PERSON, _IDENTITY, typed, **looks), _("身份")),
        FieldGroup(schema_fields(PERSON, _PARTY_LIFE, typed), _("党员情况")),
        FieldGroup(schema_fields(PERSON, _WHERE, typed, **_either_way()), _("工作和居住")),
    ]


def _either_way() -> dict[str, dict[str, Any]]:
    """Yes, no, or left open."""
    options = [Option("true", _("是")), Option("false", _("否"))]
    return {name: {"type": "choice", "options": options} for name in _YES_OR_NO}
