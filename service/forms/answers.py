"""Which units unclear names in a roster stand for."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from service.forms.loading import Form

_FIELDS = ("organization_code", "receiving_code")
_LONGEST = 120
_AT_MOST = 200
_TEXT = {"type": "string", "maxLength": _LONGEST}
_OBJECT = {
    "type": "object",
    "properties": {"field": {"type": "string", "enum": list(_FIELDS)}, "text": _TEXT, "code": _TEXT},
    "required": ["field", "text"],
    "additionalProperties": False,
}


class Answer(fields.Field[dict[str, str]]):
    """The column, what stands in its cells, and the unit that is meant."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        known = isinstance(value, dict) and {"field", "text"} <= set(value) <= {"field", "text", "code"}
        if not known or not all(isinstance(said or "", str) for said in value.values()):
            raise ValidationError("invalid_body")
        answer = {name: " ".join((said or "").split()) for name, said in value.items()}
        if answer["field"] not in _FIELDS or any(len(said) > _LONGEST for said in answer.values()):
            raise ValidationError("invalid_body")
        return {"code": "", **answer}


class AnswersBody(Form):
    """All that is said at once: the roster is checked again once."""

    answers = fields.List(
        Answer(metadata=_OBJECT),
        required=True,
        validate=validate.Length(min=1, max=_AT_MOST, error="invalid_body"),
        metadata={"description": "问到的列和格子里的文字 → 组织的代码或全称；code 为空是收回这个回答"},
        error_messages={"invalid": "invalid_body", "required": "required"},
    )


ANSWERS = AnswersBody()
