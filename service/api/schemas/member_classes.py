"""Members of a unit by class."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.shared import UnitSchema
from service.queries.member_classes import SHOWN_ORDER


class ClassSchema(Schema):
    """How many there are of one class."""

    name = fields.String(required=True, metadata={"enum": list(SHOWN_ORDER)})
    count = fields.Integer(required=True)


class ClassFiguresSchema(Schema):
    """Both figures of a unit: those who belong there, and all who stand in its registers. The classes add up to it."""

    organization = fields.Nested(UnitSchema, required=True)
    classes = fields.List(fields.Nested(ClassSchema), required=True)
    affiliated_here = fields.Integer(required=True)
    registered = fields.Integer(required=True)


class MemberClassesSchema(ClassFiguresSchema):
    """`persons` counts each once, however many units of a street list them."""

    persons = fields.Integer(required=True)
    units = fields.List(fields.Nested(ClassFiguresSchema), required=True)
