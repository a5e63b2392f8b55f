"""Fields as the form templates draw them, with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from service.models import Organization
from service.presentation.offers import FieldView
from service.presentation.words import KINDS, Complaint


@dataclass(frozen=True)
class Option:
    """One choice of a field."""

    value: str
    label: str
    detail: str = ""
    current: bool = False


@dataclass(frozen=True)
class FormField:
    """One field of a form."""

    name: str
    label: str
    type: str = "text"
    required: bool = False
    hint: str = ""
    value: Any = None
    error: str = ""
    options: Sequence[Option] = ()
    candidates: Sequence[Option] = ()
    query: str = ""
    max_length: int | None = None
    autocomplete: str = ""
    accept: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together."""

    fields: Sequence[FormField]
    label: str = ""


@dataclass(frozen=True)
class Typed:
    """What a form holds: what was typed or proposed, what is wrong with it, and what was found for its look-ups."""

    values: Mapping[str, Any]
    complaints: Sequence[Complaint] = ()
    candidates: Mapping[str, Sequence[Option]] | None = None

    def error(self, name: str) -> str:
        """What is wrong with a field."""
        return next((wrong.plain or wrong.text for wrong in self.complaints if wrong.field == name), "")

    def found(self, name: str) -> Sequence[Option]:
        """What a look-up found."""
        return (self.candidates or {}).get(name, ())


NOTHING_TYPED = Typed({})


def action_fields(fields: Iterable[FieldView], typed: Typed) -> list[FormField]:
    """The fields of an action, in the order of its definition."""
    return [_field(described, typed) for described in fields]


def organization_options(found: Iterable[Organization]) -> list[Option]:
    """Organizations to choose from: a name, and what tells it from another of the same name."""
    return [
        Option(unit.code, unit.title, _("代码 %(code)s · %(kind)s", code=unit.code, kind=KINDS[unit.kind]))
        for unit in found
    ]


def choices(codes: Mapping[str, str]) -> list[Option]:
    """A code list with translated labels."""
    return [Option(code, _(label)) for code, label in codes.items()]


def field(name: str, label: str, typed: Typed, **looks: Any) -> FormField:
    """A field with what was typed into it."""
    looks.setdefault("value", typed.values.get(name))
    found = typed.found(name)
    if looks.get("type") == "member" and len(found) == 1:
        looks["value"] = found[0].value  # the only one that fits
    return FormField(
        name=name,
        label=label,
        error=typed.error(name),
        query=str(typed.values.get(f"{name}_query") or ""),
        candidates=found,
        **looks,
    )


def called_as_asked(complaints: Iterable[Complaint], fields: Iterable[FormField]) -> list[Complaint]:
    """Each thing that is wrong, under the name that the form itself gives the field."""
    labels = {one.name: one.label for one in fields}
    return [_called(wrong, labels.get(wrong.field or "", "")) for wrong in complaints]


def _called(wrong: Complaint, label: str) -> Complaint:
    text = _("%(label)s：%(value)s", label=label, value=wrong.plain) if label and wrong.plain else wrong.text
    return replace(wrong, text=text)


def _field(described: FieldView, typed: Typed) -> FormField:
    options = [Option(option.code, _(option.label)) for option in described.options or ()]
    return field(
        described.name,
        _(described.label),
        typed,
        type="choice" if options else described.type,
        required=described.required,
        options=options,
        max_length=described.max_length,
    )
