"""People without a confirmed place: the list, the longest first, and the figures of a unit beside its own past."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request
from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from service.api.contract import Asked, accepts, answered, as_bytes, documents, key_given, who_asks
from service.api.door import KEY, Door, takes
from service.api.paging import cursor_of, key_in, limit_of, page
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import Paged, Speaker
from service.api.schemas.shared import Label, ReasonSchema, page_of
from service.api.uploads import sent_file
from service.casework.idempotency import Answer
from service.db import Transaction
from service.forms.fields import Choice, Code
from service.forms.loading import Form, load
from service.intake.survey import DEFAULT_CATEGORY
from service.intake.survey import survey as carry_out
from service.login import current_database
from service.models import Organization
from service.presentation.follow_up_view import SummaryView, follow_up_view, summary_view
from service.queries.organizations import organization_with_code
from service.queries.stuck import StuckFilter, figures_of, stuck_page
from workflows import NEWEST
from workflows.codes import CATEGORIES

door = Door("follow_ups", __name__, url_prefix="/follow-ups", description="未落实组织关系")
_OPEN_STATES = [name for name, state in NEWEST["follow_up"].states.items() if not state.final]


class FollowUpQuery(Paged):
    """For which reason, in which state, kept by whom."""

    category = Choice(CATEGORIES, label="类别")
    state = Choice(_OPEN_STATES, label="状态")
    organization = Code(label="跟进的组织，包括下级")


class SummaryQuery(Speaker):
    """Whose figures."""

    organization = Code(label="这个组织及其下级，默认自己")


class SignalSchema(Schema):
    """What has been the matter since when, by which rule; `ended_on` once it is no more."""

    name = fields.String(required=True)
    label = Label(required=True)
    rule = Label(required=True)
    since = fields.Date(required=True)
    ended_on = fields.Date(required=True, allow_none=True)
    case = fields.String(required=True, allow_none=True)


class ContactSchema(Schema):
    """The last contact."""

    on = fields.String(required=True)
    way = fields.String(required=True)
    result = fields.String(required=True)
    reason_code = fields.String()


class FollowUpSchema(Schema):
    """Somebody who is followed up."""

    case = fields.Nested(CaseSchema, required=True)
    category = fields.String(required=True)
    days = fields.Integer(required=True)
    last_contact = fields.Nested(ContactSchema, required=True, allow_none=True)
    next_on = fields.String(required=True, allow_none=True)
    settled_by = fields.String(
        required=True, allow_none=True, metadata={"description": "落实的依据：办件编号，或 answer、signal"}
    )
    signals = fields.List(fields.Nested(SignalSchema), required=True)


class MonthSchema(Schema):
    """One month."""

    month = fields.String(required=True)
    opened = fields.Integer(required=True)
    settled = fields.Integer(required=True)


class QuarterSchema(Schema):
    """One quarter; `open` is how many there were at its end, in this one now."""

    quarter = fields.String(required=True)
    opened = fields.Integer(required=True)
    settled = fields.Integer(required=True)
    open = fields.Integer(required=True)


class SummarySchema(Schema):
    """What there is now, and the last twelve months and five quarters of the same unit."""

    open = fields.Integer(required=True)
    by_category = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    by_state = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    oldest_on = fields.Date(required=True, allow_none=True)
    months = fields.List(fields.Nested(MonthSchema), required=True)
    quarters = fields.List(fields.Nested(QuarterSchema), required=True)


class SurveyBody(Form):
    """Why those are followed up whose rows say nothing else."""

    category = Choice(CATEGORIES, label="类别，默认 affiliation_unknown")


class SurveyUpload(SurveyBody):
    """A survey."""

    file = Upload(required=True, metadata={"description": "排查表，xlsx 或 csv，最多 300 人"})


class SurveyRowSchema(Schema):
    """What became of a row of the sheet."""

    row = fields.Integer(required=True)
    outcome = fields.String(required=True)
    case = fields.String(required=True, allow_none=True, attribute="number")
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class SurveySchema(Schema):
    """What became of every row."""

    rows = fields.List(fields.Nested(SurveyRowSchema), required=True)


SURVEY = SurveyBody()


@door.route("")
@door.answers(200, page_of(FollowUpSchema), 404)
@accepts(FollowUpQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """没有落实组织关系的人，最久的在前"""
    values, after = asked.values, key_in(asked.values)
    with current_database().read() as tx:
        wanted = StuckFilter(
            [values["category"]] if "category" in values else (),
            [values["state"]] if "state" in values else (),
            _unit(tx, values),
        )
        found, place = stuck_page(tx, asked.actor, wanted, after=after or 0, limit=limit_of(values))
        rows = [follow_up_view(one, asked.actor, tx.now) for one in found]
        return page(rows, cursor_of(place) if place else None)


@door.route("/summary")
@door.answers(200, SummarySchema, 404)
@accepts(SummaryQuery(), "query")
def summary(asked: Asked) -> SummaryView:
    """一个组织现在有多少、是哪些原因，和它自己前十二个月新建、落实的"""
    with current_database().read() as tx:
        return summary_view(figures_of(tx, asked.actor, _unit(tx, asked.values)))


@door.route("/survey", methods=["POST"])
@door.answers(200, SurveySchema, 400, 413, 415)
@documents(SurveyUpload(), "files")
@takes(KEY)
def survey() -> Response:
    """导入排查表，马上办：每行建档，已在跟进的并入，说得不够的退回"""
    key, file = key_given(), sent_file()
    given = {"file": [file.name, hashlib.sha256(file.content).hexdigest()], **request.form.to_dict()}
    asked = who_asks(given)
    body = load(SURVEY, {name: value for name, value in asked.values.items() if name != "file"})

    def verb(tx: Transaction) -> Answer:
        rows = carry_out(tx, asked.actor, file.content, body.get("category", DEFAULT_CATEGORY))
        return Answer(200, as_bytes(SurveySchema().dump({"rows": rows})))

    return answered(asked, key, verb)


def _unit(tx: Transaction, values: dict[str, Any]) -> Organization | None:
    return organization_with_code(tx, values["organization"]) if "organization" in values else None
