"""One's own tokens."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import page
from service.api.schemas.directory import NewTokenSchema, TokenSchema
from service.api.schemas.inputs import SPEAKER, TokenBody
from service.api.schemas.shared import page_of
from service.casework.tokens import create_token, revoke_token
from service.login import current_database
from service.queries.users import tokens_of

door = Door("tokens", __name__, url_prefix="/tokens", description="接口令牌")


@door.route("")
@door.answers(200, page_of(TokenSchema))
@accepts(SPEAKER, "query")
def index(asked: Asked) -> dict[str, Any]:
    """我的令牌，不含令牌本身"""
    with current_database().read() as tx:
        return page(tokens_of(tx, asked.actor), None)


@door.route("", methods=["POST"])
@door.answers(201, NewTokenSchema)
@accepts(TokenBody())
def create(asked: Asked) -> dict[str, Any]:
    """新建令牌，只在这里显示一次"""
    label = asked.values.get("label", "")
    row, token = current_database().transact(lambda tx: create_token(tx, asked.actor, label=label))
    return {"id": row.id, "label": row.label, "created_at": row.created_at, "token": token}


@door.route("/<int(max=2147483647):token_id>", methods=["DELETE"])
@door.answers(204, None, 404)
@accepts(SPEAKER, "query")
def revoke(asked: Asked, token_id: int) -> None:
    """收回令牌"""
    current_database().transact(lambda tx: revoke_token(tx, asked.actor, token_id))
