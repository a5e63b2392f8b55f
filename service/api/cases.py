"""Cases: found, shown, opened."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, documents, json_body, key_given, respond, who_asks
from service.api.door import ETAG, KEY, LOCATION, PREFIX, Door, takes
from service.api.paging import limit_of, page, place_cursor, place_in
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import OPENING, SPEAKER, WHO, CaseQuery
from service.api.schemas.shared import page_of
from service.casework.following import open_following
from service.casework.idempotency import Answer
from service.casework.open_case import Opening, open_case, opening
from service.db import Transaction
from service.errors import NotFound, ValidationFailed
from service.forms.loading import load
from service.intake.batches import count_case
from service.login import current_database
from service.models import Case
from service.permissions import Actor, may_read_case, sees_paper
from service.presentation import case_view
from service.queries.cases import case_by_number
from service.queries.lists import CaseFilter, cases_page
from workflows import NEWEST
from workflows.vocabulary import Refusal

door = Door("cases", __name__, url_prefix="/cases", description="办件")
CASE = CaseSchema()
_DEFAULT_WORKFLOW = "transfer"
_OF_THE_BODY = ("workflow", "action", "member", "batch_id", "follows")
"""What says which case it is and what it belongs to, and is nothing about the person."""


@door.route("")
@door.answers(200, page_of(CaseSchema))
@accepts(CaseQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """找办件，先看最近发起的，或按 sort 排序"""
    limit, after = limit_of(asked.values), place_in(asked.values)
    wanted = CaseFilter(**{name: value for name, value in asked.values.items() if name not in ("limit", "cursor")})
    with current_database().read() as tx:
        found, place = cases_page(tx, asked.actor, wanted, after=after, limit=limit)
        return page([case_view(case, asked.actor, tx.now) for case in found], place_cursor(place))


@door.route("", methods=["POST"])
@door.answers(201, CaseSchema, 400, 404, 409, headers=ETAG | LOCATION)
@documents(OPENING, "json")
@takes(KEY)
def create() -> Response:
    """发起办件"""
    key = key_given()
    asked = who_asks(json_body())
    wanted = _wanted(asked.values)

    def verb(tx: Transaction) -> Answer:
        case = _open(tx, asked, wanted)
        if batch_id := asked.values.get("batch_id"):
            count_case(tx, asked.actor, str(batch_id), case)
        return case_answer(tx, asked.actor, case, 201)

    response = answered(asked, key, verb)
    number, _, _ = (response.get_etag()[0] or "").removeprefix("case-").rpartition("-")
    response.headers["Location"] = f"{PREFIX}/cases/{number}"
    return response


@door.route("/<number>")
@door.answers(200, CaseSchema, 404, headers=ETAG)
@accepts(SPEAKER, "query")
def detail(asked: Asked, number: str) -> Response:
    """看一件"""
    with current_database().read() as tx:
        case = case_to_meet(tx, asked.actor, number)
        return respond(case_answer(tx, asked.actor, case))


def _open(tx: Transaction, asked: Asked, wanted: Opening) -> Case:
    earlier = asked.values.get("follows")
    return open_following(tx, asked.actor, wanted, str(earlier)) if earlier else open_case(tx, asked.actor, wanted)


def _wanted(body: dict[str, Any]) -> Opening:
    """The opening that a body means, once what says which one it is has been checked."""
    who = load(WHO, {name: value for name, value in body.items() if name in WHO.fields})
    fields = {name: value for name, value in body.items() if name not in WHO.fields}
    rest = {name: value for name, value in who.items() if name not in _OF_THE_BODY}
    if "member" in who:
        rest["member"] = body["member"]
    workflow = who.get("workflow", _DEFAULT_WORKFLOW)
    openings = [action.name for action in NEWEST[workflow].opening_actions]
    if who.get("action", openings[0]) not in openings:
        raise ValidationFailed([Refusal("not_a_choice", {"choices": openings}, "action")])
    return opening(workflow, who.get("action"), {**fields, **rest})


def case_to_read(tx: Transaction, actor: Actor, number: str) -> Case:
    """The case. Raises NotFound for one that is not there, or not for this actor."""
    case = case_by_number(tx, number)
    if case is None or not may_read_case(actor, case):
        raise NotFound(number=number)
    return case


def case_to_meet(tx: Transaction, actor: Actor, number: str) -> Case:
    """The same, also for those who know only the paper that somebody shows them."""
    case = case_by_number(tx, number)
    if case is None or not (may_read_case(actor, case) or sees_paper(actor, case)):
        raise NotFound(number=number)
    return case


def case_answer(tx: Transaction, actor: Actor, case: Case, status: int = 200) -> Answer:
    """The case as it is after a step, from the rows at hand."""
    view = case_view(case, actor, tx.now)
    return Answer(status, as_bytes(CASE.dump(view)), view.etag)
