"""Certificates that are shown at a unit."""

from __future__ import annotations

from flask import Response

from service.api.cases import case_answer
from service.api.contract import answered, documents, json_body, key_given, who_asks
from service.api.door import ETAG, KEY, Door, takes
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import Speaker
from service.casework.arrive import arrive
from service.forms.arrivals import ArrivalBody

door = Door("arrivals", __name__, url_prefix="/arrivals", description="凭活动证报到")


class ArrivalRequest(ArrivalBody, Speaker):
    """What is on the certificate, and for which unit one speaks."""


@door.route("", methods=["POST"])
@door.answers(200, CaseSchema, 400, 403, 404, 409, headers=ETAG)
@documents(ArrivalRequest(), "json")
@takes(KEY)
def create() -> Response:
    """持证党员来报到，按编号和姓名找到那一件，编入本组织，不管流出地原来写的是哪里"""
    key, asked = key_given(), who_asks(json_body())
    return answered(asked, key, lambda tx: case_answer(tx, asked.actor, arrive(tx, asked.actor, asked.values)))
