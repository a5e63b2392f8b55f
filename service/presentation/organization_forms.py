"""The forms in which an organization is recorded and corrected."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.forms.directory import ORGANIZATION, ORGANIZATION_CHANGES
from service.models import Organization
from service.presentation.form_fields import FieldGroup, Typed
from service.presentation.records import RecordPage, record_page, schema_fields

_NAMES = ("name", "kind", "parent_code", "party_name", "short_name")
_CONTACT = ("address", "phone", "postcode")
_RIGHTS = ("may_issue_letters", "reports_flow")
_RULES = ("setup_mode", "covers", "valid_from", "valid_to", "successor_code")


def new_organization_form(typed: Typed, key: str = "") -> RecordPage:
    """A new organization."""
    groups = [
        FieldGroup(schema_fields(ORGANIZATION, (*_NAMES, "code", "code_scheme"), typed), _("名称和位置")),
        FieldGroup(schema_fields(ORGANIZATION, _CONTACT, typed), _("联系方式")),
        FieldGroup(schema_fields(ORGANIZATION, ("setup_mode", "covers", "valid_from"), typed), _("设置")),
    ]
    return record_page(
        _("新增组织"), groups, typed, key=key, form_url=url_for("organizations.new"),
        cancel_url=url_for("organizations.index"), submit_label=_("新增"),
    )  # fmt: skip


def edit_organization_form(unit: Organization, typed: Typed, key: str = "") -> RecordPage:
    """Corrections; the code never changes."""
    groups = [
        FieldGroup(schema_fields(ORGANIZATION_CHANGES, _NAMES, typed), _("名称和位置")),
        FieldGroup(schema_fields(ORGANIZATION_CHANGES, _CONTACT, typed), _("联系方式")),
        FieldGroup(schema_fields(ORGANIZATION_CHANGES, (*_RIGHTS, *_RULES), typed), _("设置")),
    ]
    return record_page(
        _("更正 %(name)s 的信息", name=unit.name), groups, typed, key=key,
        form_url=url_for("organizations.edit", code=unit.code),
        cancel_url=url_for("organizations.detail", code=unit.code),
    )  # fmt: skip


def values_of(unit: Organization, parent: Organization | None, successor: Organization | None) -> dict[str, Any]:
    """What the form of an organization shows at first."""
    plain = (*_NAMES, *_CONTACT, *_RULES, *_RIGHTS)
    values = {name: getattr(unit, name) for name in plain if not name.endswith("_code")}
    values["parent_code"] = parent.code if parent else ""
    values["successor_code"] = successor.code if successor else ""
    return values
