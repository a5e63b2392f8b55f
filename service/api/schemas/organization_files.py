"""Files of organizations: what one would change, touch and leave out."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from service.api.schemas.imports import ProblemSaidSchema, WorkSchema
from service.api.schemas.inputs import Paged
from service.api.schemas.reorganization import TouchedCaseSchema
from service.api.schemas.shared import Instant, ReasonSchema
from service.forms.fields import Choice
from service.forms.loading import Form
from service.intake.organization_results import PARTS


class OrganizationUpload(Form):
    """A table of organizations."""

    file = Upload(required=True, metadata={"description": "组织文件，xlsx 或 csv，不超过 20 MB"})


class PartQuery(Paged):
    """Which part of the result."""

    part = Choice(PARTS, label="touched 改名、调整、撤并的，created 新增的，wrong 有错的，absent 文件里没有的")


class OrganizationFileSchema(Schema):
    """A file that was checked, or the work that carries it out. `parts` says how many lines each part has.

    `applied_by` is the work that carries the checked file out.
    """

    id = fields.String(required=True)
    step = fields.String(required=True, metadata={"enum": ["check", "apply"]})
    state = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    asked_at = Instant(required=True)
    applied = fields.Boolean(required=True)
    applied_by = fields.String(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    parts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    work = fields.Nested(WorkSchema, required=True, allow_none=True)
    problem = fields.Nested(ProblemSaidSchema, required=True, allow_none=True)


class PostHolderSchema(Schema):
    """Somebody with a post at the unit."""

    name = fields.String(required=True)
    role = fields.String(required=True)


class FileLineSchema(Schema):
    """A unit of a part; `row` where it stands in the file. What hangs on it only for those that are touched."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    row = fields.Integer()
    parent = fields.String()
    kind = fields.String(metadata={"description": "rename、move、merge 或 dissolve"})
    before = fields.String()
    after = fields.String()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    members = fields.List(fields.String())
    posts = fields.List(fields.Nested(PostHolderSchema))
    cases = fields.List(fields.Nested(TouchedCaseSchema))
    refusals = fields.List(fields.Nested(ReasonSchema))
