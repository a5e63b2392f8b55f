"""The history of a case: every line, each with its hash."""

from __future__ import annotations

from typing import Any

from service.api.cases import case_to_read
from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.cases import HistoryLineSchema
from service.api.schemas.inputs import PAGED
from service.api.schemas.shared import page_of
from service.login import current_database
from service.queries.history import lines_of

door = Door("history", __name__, url_prefix="/cases/<number>/history", description="办理记录")


@door.route("")
@door.answers(200, page_of(HistoryLineSchema), 404)
@accepts(PAGED, "query")
def index(asked: Asked, number: str) -> dict[str, Any]:
    """办理记录，从最早的一行起"""
    limit, after = limit_of(asked.values), key_in(asked.values) or 0
    with current_database().read() as tx:
        lines = [line for line in lines_of(tx, case_to_read(tx, asked.actor, number)) if line["seq"] > after]
    shown, last = cut(lines, limit)
    return page(shown, cursor_of(last["seq"]) if last else None)
