"""The form of an action, made from the fields its definition lists: pages, API and files check with the same one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from marshmallow import Schema
from marshmallow.fields import Field as SchemaField

from service.forms import fields
from service.forms.loading import Form, load
from workflows.codes import CODE_LISTS
from workflows.fields import FIELDS, Field
from workflows.vocabulary import Action, Use


def load_fields(action: Action, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The action's fields, those left empty left out. Raises ValidationFailed with a refusal for each wrong one."""
    return load(cast(Form, schema_for(action)), raw)


@cache
def schema_for(action: Action) -> Schema:
    """The schema of an action's fields. What it needs by rule and not by form is left to the engine to refuse."""
    return Form.from_dict({use.name: _field(use) for use in action.fields}, name=f"{action.name}_fields")()


def options_of(use: Use) -> dict[str, str] | None:
    """The choices of a field with their labels, or None when it is no choice."""
    name = use.options or FIELDS[use.name].options
    return CODE_LISTS[name] if name else None


def _field(use: Use) -> SchemaField[Any]:
    field = FIELDS[use.name]
    required = use.required and field.missing is None
    options = options_of(use)
    if options is not None:
        # An unknown reason is refused by a guard, with the code that the rules give it.
        return fields.Choice(options, label=field.label, required=required, proposed=use.name == "reason_code")
    return _MAKERS[field.type](field, required)


def _text(field: Field, required: bool) -> SchemaField[Any]:  # noqa: FBT001 -- the makers of a table share a shape
    return fields.Text(
        max_length=field.max_length, label=field.label, lines=field.type == "long_text", required=required
    )


_MAKERS: dict[str, Callable[[Field, bool], SchemaField[Any]]] = {
    "text": _text,
    "long_text": _text,
    "choice": _text,
    "date": lambda field, required: fields.Day(label=field.label, required=required),
    "integer": lambda field, required: fields.WholeNumber(label=field.label, required=required),
    "boolean": lambda field, required: fields.YesNo(label=field.label, required=required),
    "organization": lambda field, required: fields.Code(label=field.label, required=required),
    "month": lambda field, required: fields.month(label=field.label, required=required),
    "quarter": lambda field, required: fields.quarter(label=field.label, required=required),
}
