"""The worklist: five boxes, the latest first."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import limit_of, page, place_cursor, place_in
from service.api.schemas.cases import CaseSchema
from service.api.schemas.inputs import WorklistQuery
from service.api.schemas.shared import page_of
from service.login import current_database
from service.presentation import case_view
from service.queries.worklist import box_page

door = Door("worklist", __name__, url_prefix="/worklist", description="待办")


@door.route("")
@door.answers(200, page_of(CaseSchema))
@accepts(WorklistQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """一类待办，最紧的在前：mine 待我办、waiting 等对方、opened 我发起的、done 我办过的、copied 抄送"""
    limit, after = limit_of(asked.values), place_in(asked.values)
    with current_database().read() as tx:
        found, place = box_page(tx, asked.actor, asked.values.get("box", "mine"), after=after, limit=limit)
        return page([case_view(case, asked.actor, tx.now) for case in found], place_cursor(place))
