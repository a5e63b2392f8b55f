"""Rosters handed in, their columns and rows, and how far the work on them is."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from service.api.schemas.inputs import Paged
from service.api.schemas.shared import Instant
from service.forms.fields import Choice, Text, YesNo
from service.forms.loading import Form
from service.intake.questions import NAMES
from service.presentation.import_pages import PARTS
from service.presentation.words import say

_PLACES = 200


class UploadBody(Form):
    """A roster."""

    file = Upload(required=True, metadata={"description": "党员名册，xlsx 或 csv，不超过 20 MB"})


class ColumnsBody(Form):
    """What the columns are read as."""

    columns = fields.Dict(
        keys=fields.String(), values=Text(max_length=_PLACES), required=True,
        metadata={"description": "列的位置（从 0 起）→ 读作哪个字段，空文字为不导入"},
    )  # fmt: skip


class ApplyBody(Form):
    """How the accepted rows are carried out."""

    all_or_none = YesNo(label="全部正确才导入")


class RowsQuery(Paged):
    """Which rows."""

    part = Choice([name for name in PARTS if name], label="wrong 有错的，unclear 要问清的")


class WorkSchema(Schema):
    """How far the present work is; `total` is null while nobody knows it."""

    state = fields.String(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)


class ColumnSchema(Schema):
    """A column of the file."""

    place = fields.Integer(required=True)
    letters = fields.String(required=True)
    label = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)


class ProblemSaidSchema(Schema):
    """Why an import could not go on."""

    code = fields.String(required=True)
    detail = fields.Function(lambda problem: said(problem), required=True, metadata={"type": "string"})


class CandidateSchema(Schema):
    """A unit by code and name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class QuestionSchema(Schema):
    """A name that means no unit for certain, once for all rows with it; `answer` is the unit that was chosen."""

    field = fields.String(required=True, metadata={"enum": list(NAMES)})
    text = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "为什么要问"})
    rows = fields.Integer(required=True)
    first = fields.Integer(required=True, metadata={"description": "最前面的一行"})
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)
    answer = fields.Nested(CandidateSchema, required=True, allow_none=True)


class ImportSchema(Schema):
    """An import: `counts` says how many rows met which end."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)
    applied_at = Instant(required=True, allow_none=True)
    undo_until = Instant(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    columns = fields.List(fields.Nested(ColumnSchema), required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)
    work = fields.Nested(WorkSchema, required=True, allow_none=True)
    problem = fields.Nested(ProblemSaidSchema, required=True, allow_none=True)


class FindingSchema(Schema):
    """One thing about one cell; `severity` is reject, ask or look."""

    severity = fields.String(required=True)
    code = fields.String(required=True)
    field = fields.String(allow_none=True)
    column = fields.String(allow_none=True)
    label = fields.String(allow_none=True)
    value = fields.String(allow_none=True)
    detail = fields.Function(
        lambda finding: say(finding["code"], finding.get("values", {})), metadata={"type": "string"}
    )


class ImportRowSchema(Schema):
    """A row that has something to say."""

    row = fields.Integer(required=True)
    action = fields.String(required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)


def said(problem: dict[str, object]) -> str:
    """All that stood in the way, in the reader's language."""
    parts = problem.get("refusals") or [problem]
    return " ".join(say(part["code"], part.get("values", {})) for part in parts)  # type: ignore[attr-defined]
