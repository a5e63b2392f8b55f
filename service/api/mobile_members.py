"""Members who are away and those who have come, and what the rules suggest about them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import limit_of, page, place_cursor, place_in
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import Paged, Speaker
from service.api.schemas.shared import UnitSchema, page_of
from service.db import Transaction
from service.forms.fields import Choice, Code
from service.login import current_database
from service.models import Organization
from service.presentation import case_view
from service.queries.mobile_members import PARTS, PARTY, SIDES, MobileFilter, mobile_members
from service.queries.organizations import organization_with_code
from service.queries.proposals import together

door = Door("mobile_members", __name__, url_prefix="/mobile-members", description="流动党员")
_PARTS = [part for part in PARTS if part]


class SideQuery(Speaker):
    """Of which side and unit."""

    side = Choice(SIDES, label="流出 out、流入 in，默认 out")
    organization = Code(label="这个组织及其下级")


class MobileQuery(SideQuery, Paged):
    """And which part of the list."""

    part = Choice(_PARTS, label="默认登记中的；soon 30 天内该办、late 超期、transfer 建议接转、ended 已结束")


class TogetherSchema(Schema):
    """So many members at one host: those of `home`, or, seen from the host, those who have come from anywhere."""

    home = fields.Nested(UnitSchema, required=True, allow_none=True)
    host = fields.Nested(UnitSchema, required=True)
    count = fields.Integer(required=True)


@door.route("")
@door.answers(200, page_of(CaseSchema), 404)
@accepts(MobileQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """外出的党员，或流入的党员；最先到期的在前，结束了的最近的在前。满六个月的见各件的 proposals"""
    values, after = asked.values, place_in(asked.values)
    with current_database().read() as tx:
        wanted = MobileFilter(values.get("side", "out"), values.get("part", ""), _unit(tx, values))
        found, place = mobile_members(tx, asked.actor, wanted, after=after, limit=limit_of(values))
        return page([case_view(case, asked.actor, tx.now) for case in found], place_cursor(place))


@door.route("/groups")
@door.answers(200, page_of(TogetherSchema), 404)
@accepts(SideQuery(), "query")
def groups(asked: Asked) -> dict[str, Any]:
    """三名以上在同一处的，可以成立临时党支部或党小组；人最多的在前"""
    with current_database().read() as tx:
        side = PARTY[asked.values.get("side", "out")]
        return page([vars(one) for one in together(tx, asked.actor, _unit(tx, asked.values), side)], None)


def _unit(tx: Transaction, values: dict[str, Any]) -> Organization | None:
    return organization_with_code(tx, values["organization"]) if "organization" in values else None
