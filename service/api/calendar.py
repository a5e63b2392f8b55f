"""The calendar of working days."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.schemas.inputs import CalendarQuery
from service.api.schemas.rules import YearSchema
from service.login import current_database
from service.queries.calendar import missing_years, year_of

door = Door("calendar", __name__, url_prefix="/calendar", description="工作日历")


@door.route("")
@door.answers(200, YearSchema)
@accepts(CalendarQuery(), "query")
def detail(asked: Asked) -> dict[str, Any]:
    """一年里与周一至周五不同的日子"""
    with current_database().read() as tx:
        year = year_of(tx, asked.values.get("year", tx.today.year))
        missing = missing_years(tx)
    return {
        "year": year.year,
        "published": year.source is not None,
        "source": year.source,
        "days": year.days,
        "missing_years": missing,
    }
