"""Alerts: what the clocks told one's organizations."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.cases import AlertSchema
from service.api.schemas.inputs import PAGED
from service.api.schemas.shared import page_of
from service.login import current_database
from service.queries.alerts import alerts_for

door = Door("alerts", __name__, url_prefix="/alerts", description="期限提醒")


@door.route("")
@door.answers(200, page_of(AlertSchema))
@accepts(PAGED, "query")
def index(asked: Asked) -> dict[str, Any]:
    """临期、超期、上报和联席会议的提醒，最新的在前"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        shown, last = cut(alerts_for(tx, asked.actor, key_in(asked.values), limit + 1), limit)
    return page(shown, cursor_of(last.id) if last else None)
