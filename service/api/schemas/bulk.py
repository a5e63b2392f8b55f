"""One verb for many cases: what goes in, and the answer of each case."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from service.api.schemas.shared import ReasonSchema
from service.casework.bulk import Chosen
from service.forms.fields import Text, YesNo
from service.forms.loading import Form

_NUMBER = {"type": "string", "maxLength": 20}
_PARTS = frozenset({"number", "version", "fields"})


class CaseChoice(fields.Field[Chosen]):
    """A number alone, or with the version that was seen and the fields of this case."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Chosen:
        described = {"number": value} if isinstance(value, str) else value
        if not isinstance(described, dict) or not _PARTS.issuperset(described):
            raise ValidationError("invalid_body")
        number, version, own = (described.get(name) for name in ("number", "version", "fields"))
        if not isinstance(number, str) or not isinstance(own, dict | None):
            raise ValidationError("invalid_body")
        if version is not None and type(version) is not int:
            raise ValidationError("invalid_integer")
        return Chosen(number.strip(), version, own or {})


class BulkBody(Form):
    """The action, the cases, and the fields that are the same for all of them."""

    action = Text(max_length=30, label="办理的动作，撤回这一步是 undo", required=True)
    cases = fields.List(
        CaseChoice(
            metadata={
                "oneOf": [
                    _NUMBER,
                    {
                        "type": "object",
                        "properties": {
                            "number": _NUMBER, "version": {"type": "integer"}, "fields": {"type": "object"},
                        },
                        "required": ["number"],
                        "additionalProperties": False,
                    },
                ]
            }
        ),
        required=True,
        metadata={"description": "编号；或 {number, version, fields}，version 是看到的版本，fields 是这一件自己的内容"},
        error_messages={"invalid": "invalid_body", "required": "required"},
    )  # fmt: skip
    fields_ = fields.Dict(
        keys=fields.String(), data_key="fields", attribute="fields", metadata={"description": "各件相同的内容"},
        error_messages={"invalid": "invalid_body"},
    )  # fmt: skip
    preview = YesNo(label="只看会怎样，不办理")


class CaseAnswerSchema(Schema):
    """What became of a case, or would become: done, or skipped for these reasons."""

    number = fields.String(required=True)
    done = fields.Boolean(required=True, metadata={"description": "已办理；preview 时是能办理"})
    state = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True, allow_none=True)
    code = fields.String(required=True, allow_none=True)
    detail = fields.String(required=True, allow_none=True)
    errors = fields.List(fields.Nested(ReasonSchema), required=True, attribute="refusals")


class BulkSchema(Schema):
    """How many, and the answer of each case; of long work the job instead."""

    action = fields.String(required=True)
    preview = fields.Boolean(required=True)
    done = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    results = fields.List(fields.Nested(CaseAnswerSchema), required=True)
    job = fields.String(required=True, allow_none=True)
