"""The page of a record: fields from its schema, with the values that are kept or were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import validate
from marshmallow.fields import Field as SchemaField

from service.forms import fields as kinds
from service.forms.loading import Form
from service.presentation.form_fields import FieldGroup, FormField, Option, Typed, field
from service.presentation.page_actions import new_key
from service.presentation.words import CALLED, KINDS, ROLES, Complaint, Link, label_of
from workflows.codes import MEMBER_STATUSES, SETUP_MODES, SEXES

_CODES: Mapping[str, Mapping[str, Any]] = {
    "sex": SEXES, "member_status": MEMBER_STATUSES, "kind": KINDS, "role": ROLES,
    "setup_mode": SETUP_MODES,
}  # fmt: skip
_OWN_TYPES = {"dues_paid_through": "month", "code": "text"}
_TYPES: Mapping[type[SchemaField[Any]], str] = {
    kinds.Choice: "choice",
    kinds.Code: "organization",
    kinds.YesNo: "boolean",
    kinds.Phone: "telephone",
    kinds.Password: "password",
    kinds.Day: "date",
}
_HINTS = {
    "birth_date": _l("例如 1970-01-15，只知道年月的写 1970-01"),
    "joined_on": _l("例如 1998-07-01，只知道年月的写 1998-07"),
    "converted_on": _l("例如 1999-07，没有转正的留空"),
    "probation_ends_on": _l("留空时按入党时间后一年算"),
    "last_activity_on": _l("例如 2026-11"),
    "code": _l("留空时自动给一个"),
    "code_scheme": _l("正式代码填它的体系，例如 stats2023；自编的留空"),
    "covers": _l("几个小区用顿号分开"),
    "organization_code": _l("填组织名称、首字母或代码，再点“查找”"),
}


@dataclass(frozen=True)
class Note:
    """A sentence of the page that is no error."""

    tone: str
    text: str
    link: Link | None = None


@dataclass(frozen=True)
class RecordPage:
    """As the record pages read it."""

    title: str
    groups: Sequence[FieldGroup]
    form_url: str
    submit_label: str
    key: str
    version: int | None = None
    hidden: Mapping[str, str] = dataclass_field(default_factory=dict)
    errors: Sequence[Complaint] = ()
    notes: Sequence[Note] = ()
    cancel_url: str = ""


def record_page(  # noqa: PLR0913 - what a record page has
    title: str,
    groups: Sequence[FieldGroup],
    typed: Typed,
    *,
    form_url: str,
    submit_label: str = "",
    cancel_url: str = "",
    version: int | None = None,
    key: str = "",
    notes: Sequence[Note] = (),
) -> RecordPage:
    """A record page with what is wrong above it."""
    return RecordPage(
        title=title,
        groups=groups,
        form_url=form_url,
        submit_label=submit_label or _("保存"),
        key=key or new_key(),
        version=version,
        errors=typed.complaints,
        notes=notes,
        cancel_url=cancel_url,
    )


def schema_fields(form: Form, names: Iterable[str], typed: Typed, **looks: Any) -> list[FormField]:
    """These fields of a schema; `looks` replaces the look of a field by its name."""
    return [_field(name, form.fields[name], typed, looks.get(name, {})) for name in names]


def _field(name: str, described: SchemaField[Any], typed: Typed, looks: Mapping[str, Any]) -> FormField:
    label = label_of(name) if name in CALLED else _(str(described.metadata.get("description", name)))
    codes = _CODES.get(name, {}) if isinstance(described, kinds.Choice) else {}
    found: dict[str, Any] = {
        "type": _type(name, described),
        "required": described.required,
        "hint": str(_HINTS.get(name, "")),
        "options": [Option(code, _(str(words))) for code, words in codes.items()],
        "max_length": _longest(described),
    }
    return field(name, label, typed, **{**found, **looks})


def _type(name: str, described: SchemaField[Any]) -> str:
    if name in _OWN_TYPES:
        return _OWN_TYPES[name]
    return next((kind for made, kind in _TYPES.items() if isinstance(described, made)), "text")


def _longest(described: SchemaField[Any]) -> int | None:
    lengths = (check.max for check in described.validators if isinstance(check, validate.Length))
    return next(lengths, None)
