"""Batches: how many of their people are where, and the rows of their rosters."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from service.api.schemas.imports import (
    ColumnSchema,
    FindingSchema,
    ProblemSaidSchema,
    QuestionSchema,
    UploadBody,
    WorkSchema,
)
from service.api.schemas.inputs import Paged
from service.api.schemas.shared import Instant, Label, UnitSchema
from service.forms.batches import NewBatchBody
from service.forms.fields import Choice
from service.queries.batches import GROUPS


class NewBatchUpload(NewBatchBody):
    """A roster, and what is said of it."""

    file = Upload(required=True, metadata=UploadBody().fields["file"].metadata)


class BatchRowsQuery(Paged):
    """Which rows."""

    group = Choice(GROUPS, label="stuck 卡住的，expected 还没发起的，struck 划去的，或办件的状态")


class TurnSchema(Schema):
    """At whom so many cases lie."""

    organization = fields.Nested(UnitSchema, required=True)
    count = fields.Integer(required=True)


class StandingSchema(Schema):
    """How many of a batch are where: `states` are those of the cases, and `expected` and `struck`.

    `openable` of those expected could be opened now; `stuck` are late, turned back, or cannot be opened.
    """

    total = fields.Integer(required=True)
    states = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    openable = fields.Integer(required=True)
    stuck = fields.Integer(required=True)
    finished = fields.Boolean(attribute="is_finished", required=True)


class BatchSchema(Schema):
    """A batch; `turns` only where one is asked for by itself."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    organization = fields.Nested(UnitSchema, required=True)
    receiving = fields.Nested(UnitSchema, required=True, allow_none=True)
    created_at = Instant(required=True)
    opened_at = Instant(required=True, allow_none=True)
    standing = fields.Nested(StandingSchema, required=True)
    turns = fields.List(fields.Nested(TurnSchema))
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    work = fields.Nested(WorkSchema, required=True, allow_none=True)
    problem = fields.Nested(ProblemSaidSchema, required=True, allow_none=True)


class RowCaseSchema(Schema):
    """The case of a row, for those who may read it."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    state_label = Label(required=True)
    holder = fields.Nested(UnitSchema, attribute="holder.organization", allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)


class StrikeSchema(Schema):
    """Who struck the person out, and why, or put the person back."""

    kind = fields.String(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)


class BatchRowSchema(Schema):
    """A row: expected, opened or struck; `action` is what the check said: accept, ask or reject."""

    row = fields.Integer(required=True)
    state = fields.String(required=True)
    action = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    id_number = fields.String(required=True, allow_none=True)
    receiving_code = fields.String(required=True, allow_none=True)
    reason_code = fields.String(required=True, allow_none=True)
    case = fields.Nested(RowCaseSchema, required=True, allow_none=True)
    reason = fields.String(attribute="words", required=True)
    strikes = fields.List(fields.Nested(StrikeSchema), required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
