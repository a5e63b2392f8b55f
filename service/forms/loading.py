"""Loading a form: what is empty is missing, what is unknown is refused, and every slip is named by its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, pre_load, validate

from service.errors import ValidationFailed
from service.forms.fields import Choice
from workflows.vocabulary import Refusal

_MESSAGES = {"unknown": "unknown_field", "type": "invalid_body"}


class Form(Schema):
    """The base of every schema here."""

    error_messages = _MESSAGES

    class Meta:
        unknown = RAISE

    @pre_load
    def leave_out_what_is_empty(self, data: Any, **_kwargs: object) -> Any:
        """A field left empty in a form, null in JSON and a field that is not there are the same."""
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if not _is_empty(value)}


def load(form: Form, raw: Mapping[str, Any], *, partial: bool | None = None) -> dict[str, Any]:
    """The values of a form. Raises ValidationFailed with one refusal for each field that is wrong."""
    try:
        return dict(form.load(raw, partial=partial))
    except ValidationError as error:
        raise ValidationFailed(refusals_of(form, error)) from error


def load_changes(form: Form, raw: Any) -> dict[str, Any]:
    """The values of a form in which everything may be left out, and what is left empty is cleared.

    Raises ValidationFailed, also for a needed field that would be cleared.
    """
    if not isinstance(raw, Mapping):
        return load(form, raw)
    cleared = {name for name, value in raw.items() if _is_empty(value) and name in form.fields}
    needed = sorted(name for name in cleared if form.fields[name].required)
    if needed:
        raise ValidationFailed([Refusal("required", {}, name) for name in needed])
    return load(form, raw, partial=True) | dict.fromkeys(cleared)


def refusals_of(form: Form, error: ValidationError) -> list[Refusal]:
    """One refusal per field, with the values its sentence needs."""
    messages = error.messages_dict
    return [_refusal(form, name, _first_code(found)) for name, found in messages.items()]


def _refusal(form: Form, name: str, code: str) -> Refusal:
    field = form.fields.get(name)
    values: dict[str, Any] = {}
    if code == "too_long" and field is not None:
        # What is too long inside a table has its limit with its values, and is said without it.
        values |= next(({"max": check.max} for check in field.validators if isinstance(check, validate.Length)), {})
    if code == "out_of_range" and field is not None:
        bounds = next(check for check in field.validators if isinstance(check, validate.Range))
        values |= {"min": bounds.min, "max": bounds.max}
    if code == "not_a_choice" and isinstance(field, Choice):
        values["choices"] = list(field.codes)
    return Refusal(code, values, None if name == "_schema" else name)


def _first_code(found: Any) -> str:
    while not isinstance(found, str):
        found = next(iter(found.values() if isinstance(found, Mapping) else found))
    return found


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
