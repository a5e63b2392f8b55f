"""Limits in force at an organization, and who set them."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.shared import Instant, Label, UnitSchema


class LimitChangeSchema(Schema):
    """Who set a limit for a subtree, when and why; a length of null gave it back. `actor` null: the command line."""

    id = fields.Integer(required=True)
    at = Instant(required=True)
    actor = fields.String(required=True, allow_none=True)
    organization = fields.Nested(UnitSchema, required=True)
    workflow = fields.String(required=True)
    name = fields.String(required=True)
    length = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True)
    moved = fields.Integer(required=True)


class LimitSchema(Schema):
    """A length as it counts for cases that start now; `set_by` is null where it is the default."""

    workflow = fields.String(required=True)
    name = fields.String(required=True)
    label = Label(required=True)
    again = fields.Boolean(required=True)
    length = fields.Integer(required=True)
    unit = fields.String(required=True)
    default = fields.Integer(required=True)
    maximum = fields.Integer(required=True)
    rule = Label(required=True)
    set_by = fields.Nested(LimitChangeSchema, required=True, allow_none=True)


class LimitsSchema(Schema):
    """All of them."""

    data = fields.List(fields.Nested(LimitSchema), required=True)


class MovedCaseSchema(Schema):
    """A clock of an open case with its due day before and after; who has to keep it, but not who it is about."""

    number = fields.String(required=True)
    clock = fields.String(required=True)
    holder = fields.Nested(UnitSchema, required=True, allow_none=True)
    due_before = fields.Date(required=True)
    due_after = fields.Date(required=True)
    becomes_late = fields.Boolean(required=True)
    is_late_no_more = fields.Boolean(required=True)


class ForeseenSchema(Schema):
    """How many clocks would move, how many become late or in time again, and the first hundred; nothing is saved."""

    moved = fields.Integer(required=True)
    become_late = fields.Integer(required=True)
    late_no_more = fields.Integer(required=True)
    cases = fields.List(fields.Nested(MovedCaseSchema), required=True)
