"""Changes of organizations: what one would do, and those that were made."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.shared import Instant, ReasonSchema, UnitSchema


class TouchedCaseSchema(Schema):
    """An open case that the change concerns, and what becomes of it."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    fate = fields.String(required=True)
    letter = fields.String(required=True, allow_none=True)


class TouchedPostSchema(Schema):
    """Somebody's post at the unit; `doubled` where the person has it at the other unit too."""

    name = fields.String(required=True)
    role = fields.String(required=True)
    doubled = fields.Boolean(required=True)


class PlanSchema(Schema):
    """What a change would do. It is carried out only where `refusals` is empty."""

    kind = fields.String(required=True)
    on = fields.Date(required=True)
    organization = fields.Nested(UnitSchema, required=True)
    other = fields.Nested(UnitSchema, required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    cases = fields.List(fields.Nested(TouchedCaseSchema), required=True)
    posts = fields.List(fields.Nested(TouchedPostSchema), required=True)
    units = fields.List(fields.Nested(UnitSchema), required=True)
    can_be_taken_back = fields.Boolean(required=True)
    refusals = fields.List(fields.Nested(ReasonSchema), required=True)


class ChangeSchema(Schema):
    """A change that was made. `details` holds the names of its day, before and after."""

    id = fields.Integer(required=True)
    at = Instant(required=True)
    kind = fields.String(required=True)
    effective_on = fields.Date(required=True)
    reason = fields.String(required=True)
    document_number = fields.String(required=True)
    actor = fields.String(required=True, allow_none=True)
    organization = fields.Nested(UnitSchema, required=True)
    other = fields.Nested(UnitSchema, required=True, allow_none=True)
    details = fields.Dict(keys=fields.String(), required=True)
    undoes = fields.Integer(required=True, allow_none=True)
    undone = fields.Boolean(required=True)
