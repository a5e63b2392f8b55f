"""Reports of units, and their sums."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.api.schemas.inputs import Speaker
from service.api.schemas.shared import UnitSchema
from service.forms.fields import Code, quarter
from service.queries.flow_sums import FIGURES


class FlowQuery(Speaker):
    """Of which unit and quarter."""

    organization = Code(label="这个组织及其下级", required=True)
    quarter = quarter(label="季度，默认最近结束的一个")


class FlowFiguresSchema(Schema.from_dict({name: fields.Integer(required=True) for name in FIGURES})):  # type: ignore[misc]
    """Computed from the registers as they stood when the quarter ended; nobody types them."""

    classes = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class FlowReportSchema(Schema):
    """The report of one unit; its figures are those last handed in, null before that or while it checks them anew."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    unit = fields.Nested(UnitSchema, required=True)
    street = fields.Nested(UnitSchema, required=True)
    figures = fields.Nested(FlowFiguresSchema, required=True, allow_none=True, attribute="counting")


class FlowReportsSchema(Schema):
    """All reports of a quarter at or below a unit. The sums are of those handed in and not sent back."""

    organization = fields.Nested(UnitSchema, required=True)
    quarter = fields.String(required=True)
    asked = fields.Integer(required=True)
    handed_in = fields.Integer(required=True)
    filed = fields.Integer(required=True)
    returned = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    reports = fields.List(fields.Nested(FlowReportSchema), required=True)
    sum = fields.Nested(FlowFiguresSchema, required=True)
    sum_before = fields.Nested(
        FlowFiguresSchema, required=True, allow_none=True, metadata={"description": "上季度的合计，没有报告时是 null"}
    )
    computed = fields.Nested(
        FlowFiguresSchema, required=True, allow_none=True, metadata={"description": "社区、村：现在由台账算出的数字"}
    )
