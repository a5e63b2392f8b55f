"""What is the same for everybody: workflows, code lists, the calendar."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.cases import FieldSchema, OptionSchema
from service.api.schemas.shared import Label


class ClockSchema(Schema):
    """A deadline of a state; without a limit it ends with the letter."""

    name = fields.String(required=True)
    length = fields.Integer(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
    starts = fields.String(required=True)
    holder = fields.String(required=True, allow_none=True)
    rungs = fields.List(fields.String(), required=True)


class StateSchema(Schema):
    """Where a case may lie."""

    name = fields.String(required=True)
    label = Label(required=True)
    holder = fields.String(required=True, allow_none=True)
    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    final = fields.Boolean(required=True)


class MoveSchema(Schema):
    """One way of an action; `to` is null where the case stays in its state, `when` names what it depends on."""

    from_ = fields.List(fields.String(), required=True, attribute="from_states", data_key="from")
    to = fields.String(required=True, allow_none=True)
    by = fields.List(fields.String(), required=True)
    when = fields.String(required=True, allow_none=True)


class WorkflowActionSchema(Schema):
    """An action with all of its ways together, and each by itself."""

    name = fields.String(required=True)
    label = Label(required=True)
    by = fields.List(fields.String(), required=True)
    from_ = fields.List(fields.String(), required=True, attribute="from_states", data_key="from")
    to = fields.List(fields.String(), required=True)
    fields_ = fields.List(fields.Nested(FieldSchema), required=True, attribute="fields", data_key="fields")
    opens = fields.Boolean(required=True)
    undoable = fields.Boolean(required=True)
    help = Label(required=True)
    moves = fields.List(fields.Nested(MoveSchema), required=True)


class WorkflowSchema(Schema):
    """A whole workflow, and its picture as Mermaid text."""

    name = fields.String(required=True)
    version = fields.Integer(required=True)
    label = Label(required=True)
    states = fields.List(fields.Nested(StateSchema), required=True)
    actions = fields.List(fields.Nested(WorkflowActionSchema), required=True)
    mermaid = fields.String(required=True)


class CodeSchema(OptionSchema):
    """A code of a list; of reasons for refusing, whether the rules know it as a ground."""

    ground = fields.Boolean()


class DaySchema(Schema):
    """A day whose rhythm differs from Monday to Friday."""

    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True)
    name = fields.String(required=True)


class YearSchema(Schema):
    """A year of the calendar; while its list is missing, days counted through it are provisional."""

    year = fields.Integer(required=True)
    published = fields.Boolean(required=True)
    source = fields.String(required=True, allow_none=True)
    days = fields.List(fields.Nested(DaySchema), required=True)
    missing_years = fields.List(fields.Integer(), required=True)
