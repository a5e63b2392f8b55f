"""Notices: what people's steps, nudges and comments told one's organizations."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.cases import NoticeSchema
from service.api.schemas.inputs import PAGED
from service.api.schemas.shared import page_of
from service.login import current_database
from service.queries.notices import notices_for

door = Door("notices", __name__, url_prefix="/notices", description="消息")


@door.route("")
@door.answers(200, page_of(NoticeSchema))
@accepts(PAGED, "query")
def index(asked: Asked) -> dict[str, Any]:
    """办理、催办和留言的消息，最新的在前"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        shown, last = cut(notices_for(tx, asked.actor, key_in(asked.values), limit + 1), limit)
    return page(shown, cursor_of(last.id) if last else None)
