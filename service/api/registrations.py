"""Registrations of members who take part on two sides, quarter by quarter."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import cursor_of, key_in, limit_of, page
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import Paged
from service.api.schemas.shared import page_of
from service.forms.fields import Code, YesNo, quarter
from service.login import current_database
from service.presentation.registration_view import registration_view
from service.queries.organizations import organization_with_code
from service.queries.registrations import RegistrationFilter, registrations_page
from workflows.dates import quarter_of

door = Door("registrations", __name__, url_prefix="/registrations", description="双重管理与双向登记")


class RegistrationQuery(Paged):
    """Of which quarter and unit, and whether only those that nobody has reported."""

    quarter = quarter(label="季度，默认本季度")
    organization = Code(label="这个组织及其下级")
    missing = YesNo(label="只看这个季度还没有反馈的")


class RegistrationEntrySchema(Schema):
    """A contact, a service, feedback or a review, as one side wrote it down."""

    action = fields.String(required=True)
    day = fields.Date(required=True)
    party = fields.String(required=True)
    organization = fields.String(required=True)
    result = fields.String(required=True)
    quarter = fields.String(required=True)
    way = fields.String(required=True)
    next_on = fields.String(required=True)
    service_post = fields.String(required=True)


class RegistrationSchema(Schema):
    """A registration in one quarter."""

    case = fields.Nested(CaseSchema, required=True)
    votes_at = fields.String(required=True, allow_none=True, metadata={"description": "在哪一方参加表决和选举"})
    service_post = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_on = fields.String(required=True, allow_none=True)
    feedback_due_on = fields.Date(required=True, allow_none=True)
    review_due_on = fields.Date(required=True, allow_none=True)
    entries = fields.List(fields.Nested(RegistrationEntrySchema), required=True)


@door.route("")
@door.answers(200, page_of(RegistrationSchema), 404)
@accepts(RegistrationQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """一个季度里登记着的党员，双方这个季度的联系、服务和反馈；按登记的先后"""
    values, after = asked.values, key_in(asked.values)
    with current_database().read() as tx:
        unit = organization_with_code(tx, values["organization"]) if "organization" in values else None
        quarter_asked = values.get("quarter") or quarter_of(tx.today)
        wanted = RegistrationFilter(quarter_asked, unit, missing=values.get("missing", False))
        found, place = registrations_page(tx, asked.actor, wanted, after=after or 0, limit=limit_of(values))
        rows = [registration_view(one, asked.actor, tx.now) for one in found]
        return page(rows, cursor_of(place) if place else None)
