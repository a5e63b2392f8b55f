"""Limits that organizations set for their subtrees."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, key_given
from service.api.door import KEY, Door, takes
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.inputs import SPEAKER, Paged
from service.api.schemas.limits import ForeseenSchema, LimitChangeSchema, LimitsSchema
from service.api.schemas.shared import page_of
from service.casework.idempotency import Answer
from service.casework.limits import foresee_limit, set_limit
from service.db import Transaction
from service.forms.limits import LIMIT
from service.login import current_database
from service.presentation.moved_cases import foreseen
from service.queries.limits import LimitInForce, LimitLine, limit_changes, limits_at
from service.queries.organizations import organization_with_code

door = Door("limits", __name__, url_prefix="/organizations", description="时限")
SHOWN = LimitsSchema()


@door.route("/<code>/limits")
@door.answers(200, LimitsSchema, 404)
@accepts(SPEAKER, "query")
def index(_asked: Asked, code: str) -> dict[str, Any]:
    """在一个组织算的时限：本级设的，或上级设的，或默认的"""
    with current_database().read() as tx:
        return _all(tx, code)


@door.route("/<code>/limits/<workflow>/<limit>", methods=["POST"])
@door.answers(200, LimitsSchema, 400, 404, 409)
@accepts(LIMIT)
@takes(KEY)
def set_one(asked: Asked, code: str, workflow: str, limit: str) -> Response:
    """为一个组织和它的下级另设时限，不给 length 时取消；open_cases 时在办的也重算，否则期限不变"""

    def verb(tx: Transaction) -> Answer:
        set_limit(tx, asked.actor, code, (workflow, limit), asked.values)
        return Answer(200, as_bytes(SHOWN.dump(_all(tx, code))))

    return answered(asked, key_given(), verb)


@door.route("/<code>/limits/<workflow>/<limit>/preview", methods=["POST"])
@door.answers(200, ForeseenSchema, 404)
@accepts(LIMIT)
def foresee(asked: Asked, code: str, workflow: str, limit: str) -> dict[str, Any]:
    """这样设时限，哪些在办件的期限会变、哪些会超期；什么也不保存"""
    with current_database().read() as tx:
        return foreseen(tx, foresee_limit(tx, asked.actor, code, (workflow, limit), asked.values))


@door.route("/<code>/limits/changes")
@door.answers(200, page_of(LimitChangeSchema), 404)
@accepts(Paged(), "query")
def changes(asked: Asked, code: str) -> dict[str, Any]:
    """谁在什么时候改过这个组织的时限，最近的在前"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        found = limit_changes(tx, unit, before=key_in(asked.values), limit=limit + 1)
    shown, last = cut(found, limit)
    return page([_line(line) for line in shown], cursor_of(last.change.id) if last else None)


def _all(tx: Transaction, code: str) -> dict[str, Any]:
    return {"data": [_limit(found) for found in limits_at(tx, organization_with_code(tx, code))]}


def _limit(found: LimitInForce) -> dict[str, Any]:
    settable = found.settable
    plain = ("workflow", "name", "label", "again", "maximum", "rule")
    return {name: getattr(settable, name) for name in plain} | {
        "length": found.length,
        "unit": settable.default.unit,
        "default": settable.default.length,
        "set_by": _line(found.line) if found.line else None,
    }


def _line(line: LimitLine) -> dict[str, Any]:
    plain = ("id", "at", "workflow", "name", "length", "basis", "moved")
    return {name: getattr(line.change, name) for name in plain} | {
        "actor": line.actor_name,
        "organization": {"code": line.unit.code, "name": line.unit.title},
    }
