"""What comes out, wherever it comes out: problems, pages, labels, instants, names of organizations."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import gettext
from marshmallow import INCLUDE, Schema, fields

from service.clock import SHANGHAI
from service.problems import say
from workflows.vocabulary import Refusal


class Label(fields.String):
    """A label of ours in the reader's language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return gettext(str(value)) if value else ""


class Instant(fields.DateTime):
    """RFC 3339 with the offset of Shanghai."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else value.astimezone(SHANGHAI).isoformat()


class UnitSchema(Schema):
    """An organization by its code and the name to show."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class ReasonSchema(Schema):
    """One thing that is wrong or stands in the way; `field` where it is about one."""

    code = fields.String(required=True)
    detail = fields.Method("detail_of", required=True, metadata={"type": "string"})
    field = fields.String(allow_none=True)

    def detail_of(self, refusal: Refusal) -> str:
        """The sentence."""
        return say(refusal.code, refusal.values)


class ProblemSchema(Schema):
    """RFC 9457. Beside these, what helps: number, state, holder, version, winner …"""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(ReasonSchema), required=True)
    request_id = fields.String(required=True)
    reference = fields.String(metadata={"description": "要报出的编号，只在系统出问题时有"})

    class Meta:
        unknown = INCLUDE


@cache
def page_of(item: type[Schema]) -> Schema:
    """A list of these, and where it goes on."""
    name = f"{item.__name__.removesuffix('Schema')}Page"
    return Schema.from_dict(
        {
            "data": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(required=True, allow_none=True),
        },
        name=name,
    )()
