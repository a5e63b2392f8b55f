"""Steps on a case, and what any of its parties may say beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from service.api.cases import case_answer
from service.api.contract import Asked, answered, documents, json_body, key_given, version_seen, who_asks
from service.api.door import ETAG, IF_MATCH, KEY, Door, takes
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import BODY, CommentBody, NudgeBody
from service.casework.idempotency import Answer
from service.casework.perform_action import perform_action
from service.casework.reassign import reassign
from service.casework.receipt_links import make_receipt_link, revoke_receipt_link
from service.casework.speak import add_comment, nudge
from service.casework.undo import undo
from service.db import Transaction
from service.forms.loading import load
from service.models import Case
from service.permissions import Actor
from service.presentation.receipt_pages import receipt_address

door = Door("steps", __name__, url_prefix="/cases/<number>", description="办理、留言、催办")
COMMENT, NUDGE = CommentBody(), NudgeBody()
_NEEDED = {"required": True}
_LINK = {"Location": {"description": "回执链接的地址", "schema": {"type": "string"}}}


@door.route("/actions/<action>", methods=["POST"])
@door.answers(200, CaseSchema, 400, 404, 409, 412, 428, headers=ETAG)
@documents(BODY, "json")
@takes(IF_MATCH, KEY | _NEEDED)
def perform(number: str, action: str) -> Response:
    """办理一步，action 见 available_actions，撤回这一步是 undo，改换当事方是 reassign"""
    key = key_given(required=True)
    asked, expected = who_asks(json_body()), version_seen(number)
    return answered(asked, key, lambda tx: case_answer(tx, asked.actor, take_step(tx, asked, number, action, expected)))


@door.route("/actions/make_receipt_link", methods=["POST"])
@door.answers(200, CaseSchema, 400, 404, 409, headers=ETAG | _LINK)
@documents(BODY, "json")
@takes(KEY | _NEEDED)
def make_link(number: str) -> Response:
    """生成回执链接，地址在 Location，只给这一次，同一个键再问也不再给；不改版本"""
    key = key_given(required=True)
    asked, codes = who_asks(json_body()), []

    def verb(tx: Transaction) -> Answer:
        case, code = make_receipt_link(tx, asked.actor, number)
        codes.append(code)
        return case_answer(tx, asked.actor, case)

    response = answered(asked, key, verb)
    if "Idempotent-Replay" not in response.headers:
        response.headers["Location"] = receipt_address(codes[-1])
    return response


@door.route("/actions/revoke_receipt_link", methods=["POST"])
@door.answers(200, CaseSchema, 400, 404, 409, headers=ETAG)
@documents(BODY, "json")
@takes(KEY | _NEEDED)
def revoke_link(number: str) -> Response:
    """作废回执链接，不改版本"""
    key = key_given(required=True)
    asked = who_asks(json_body())
    return answered(asked, key, lambda tx: case_answer(tx, asked.actor, revoke_receipt_link(tx, asked.actor, number)))


@door.route("/comments", methods=["POST"])
@door.answers(201, CaseSchema, 400, 404, 409, headers=ETAG)
@documents(COMMENT, "json")
@takes(KEY)
def comment(number: str) -> Response:
    """留言，各方都能看到，不改版本"""
    key, asked = key_given(), who_asks(json_body())
    words = load(COMMENT, asked.values)["comment"]
    return answered(
        asked, key, lambda tx: case_answer(tx, asked.actor, add_comment(tx, asked.actor, number, words), 201)
    )


@door.route("/nudge", methods=["POST"])
@door.answers(200, CaseSchema, 400, 404, 409, 429, headers=ETAG)
@documents(NUDGE, "json")
@takes(KEY)
def remind(number: str) -> Response:
    """催办，同一个工作日内每个组织一次，不改版本"""
    key, asked = key_given(), who_asks(json_body())
    words = load(NUDGE, asked.values).get("comment", "")
    return answered(asked, key, lambda tx: case_answer(tx, asked.actor, nudge(tx, asked.actor, number, words)))


def take_step(tx: Transaction, asked: Asked, number: str, action: str, expected: int | None) -> Case:
    """The case after an action of its workflow, or one of the two that every workflow has."""
    actor: Actor = asked.actor
    raw: Mapping[str, Any] = asked.values
    if action == "undo":
        return undo(tx, actor, number, expected_version=expected)
    if action == "reassign":
        return reassign(tx, actor, number, raw, expected_version=expected)
    return perform_action(tx, actor, number, action, raw, expected_version=expected)
