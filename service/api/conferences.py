"""The sheet of a joint conference: the blocked cases of one's own unit and those below, and what was agreed."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from service.api.cases import case_answer
from service.api.contract import Asked, accepts, answered, documents, json_body, key_given, who_asks
from service.api.door import ETAG, KEY, Door, takes
from service.api.paging import cursor_of, key_in, limit_of, page
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import Paged
from service.api.schemas.shared import page_of
from service.casework.conferences import AGREED_MAX, agree
from service.forms.fields import Code, Text
from service.forms.loading import Form, load
from service.login import current_database
from service.presentation.case import case_view
from service.queries.conference import conference_page
from service.queries.organizations import organization_with_code

door = Door("conferences", __name__, url_prefix="/follow-ups/conference", description="联席会议清单")


class ConferenceQuery(Paged):
    """All, or those of one unit."""

    organization = Code(label="有一方在这个组织，包括下级")


class AgreedBody(Form):
    """What was agreed."""

    agreed = Text(required=True, max_length=AGREED_MAX, label="议定事项")


class BlockedSchema(Schema):
    """A blocked case."""

    case = fields.Nested(CaseSchema, required=True)
    street = fields.String(required=True, metadata={"description": "卡在哪个街道，不在街道的为空"})
    agreed = fields.String(required=True, metadata={"description": "最近一次议定的事项，没有的为空"})


AGREED = AgreedBody()


@door.route("")
@door.answers(200, page_of(BlockedSchema), 404)
@accepts(ConferenceQuery(), "query")
def sheet(asked: Asked) -> dict[str, Any]:
    """要提交联席会议的办件，最早的在前"""
    values = asked.values
    with current_database().read() as tx:
        unit = organization_with_code(tx, values["organization"]) if "organization" in values else None
        found, place = conference_page(tx, asked.actor, unit, after=key_in(values) or 0, limit=limit_of(values))
        rows = [
            {"case": case_view(one.case, asked.actor, tx.now), "street": one.street, "agreed": one.agreed}
            for one in found
        ]
        return page(rows, cursor_of(place) if place else None)


@door.route("/<number>", methods=["POST"])
@door.answers(201, CaseSchema, 400, 404, 409, headers=ETAG)
@documents(AGREED, "json")
@takes(KEY)
def write_down(number: str) -> Response:
    """把议定的事项记在办件里，各方都能看到，不改版本"""
    key, asked = key_given(), who_asks(json_body())
    words = load(AGREED, asked.values)["agreed"]
    return answered(asked, key, lambda tx: case_answer(tx, asked.actor, agree(tx, asked.actor, number, words), 201))
