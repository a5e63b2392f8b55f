"""The forms in which a change of an organization is described."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.forms.reorganization import CHANGES
from service.models import Organization
from service.presentation.form_fields import FieldGroup, Option, Typed
from service.presentation.records import RecordPage, record_page, schema_fields
from service.presentation.words import Link

KIND_LABELS = {
    "rename": _l("改名"),
    "recode": _l("换代码"),
    "move": _l("调整上级"),
    "merge": _l("合并"),
    "split": _l("拆分"),
    "dissolve": _l("撤销"),
}
_TITLES = {
    "rename": _l("给“%(name)s”改名"),
    "recode": _l("给“%(name)s”换代码"),
    "move": _l("调整“%(name)s”的上级"),
    "merge": _l("把“%(name)s”并入另一个组织"),
    "split": _l("拆分“%(name)s”"),
    "dissolve": _l("撤销“%(name)s”"),
}
_FIELDS = {
    "rename": ("name", "short_name", "party_name"),
    "recode": ("code", "code_scheme"),
    "move": ("parent_code",),
    "merge": ("successor_code",),
    "split": ("name", "kind", "short_name", "party_name", "covers", "setup_mode", "code", "code_scheme"),
    "dissolve": ("successor_code",),
}
_DECISION = ("on", "reason", "document_number")


@dataclass(frozen=True)
class TickList:
    """What can be ticked: a name for the list, and each choice with whether it is."""

    name: str
    label: str
    options: Sequence[Option]
    hint: str = ""


@dataclass(frozen=True)
class ChangeForm:
    """As `organizations/change.html` reads it."""

    record: RecordPage
    lists: Sequence[TickList] = ()
    links: Sequence[Link] = dataclass_field(default_factory=tuple)


def change_form(kind: str, unit: Organization, typed: Typed, lists: Sequence[TickList] = ()) -> ChangeForm:
    """What is to change, from when, and why; nothing is changed before its preview was seen."""
    form = CHANGES[kind]
    asked = {"reason": {"required": True}, "on": {"required": True}, "code": {"hint": ""}}
    groups = [
        FieldGroup(schema_fields(form, _FIELDS[kind], typed, **asked)),
        FieldGroup(schema_fields(form, _DECISION, typed, **asked), _("依据")),
    ]
    record = record_page(
        title_of(kind, unit), groups, typed,
        form_url=url_for("reorganization.change", code=unit.code, kind=kind),
        cancel_url=url_for("organizations.detail", code=unit.code),
        submit_label=_("预览影响"),
    )  # fmt: skip
    return ChangeForm(record, lists)


def title_of(kind: str, unit: Organization) -> str:
    """What the page is about."""
    return str(_TITLES[kind]) % {"name": unit.name}
