"""Reports of units, and their sums."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.schemas.reports import FlowQuery, FlowReportsSchema
from service.casework.flow_figures import figures_of
from service.errors import NotFound
from service.login import current_database
from service.permissions import may_read_members_of
from service.queries.flow_reports import REPORTING_KINDS
from service.queries.flow_sums import counted, reports_below, summed
from service.queries.organizations import organization_with_code
from workflows.dates import last_quarter, quarters_before

door = Door("reports", __name__, url_prefix="/reports", description="报告")


@door.route("/flow")
@door.answers(200, FlowReportsSchema, 404)
@accepts(FlowQuery(), "query")
def flow(asked: Asked) -> dict[str, Any]:
    """流入流出情况：一个组织及其下级一个季度的报告，和已上报的合计；社区、村还有现在由台账算出的数字"""
    values = asked.values
    with current_database().read() as tx:
        unit = organization_with_code(tx, values["organization"])
        if not may_read_members_of(asked.actor, unit.path):
            raise NotFound(organization=unit.code)
        quarter, before = quarters_before(values.get("quarter") or last_quarter(tx.today), 2)
        found = reports_below(tx, asked.actor, unit, (quarter, before))
        now, earlier = ([one for one in found if one.quarter == wanted] for wanted in (quarter, before))
        return {
            "organization": unit,
            "quarter": quarter,
            **counted(now),
            "reports": now,
            "sum": summed(one.figures for one in now if one.is_in),
            "sum_before": summed(one.figures for one in earlier if one.is_in) if earlier else None,
            "computed": figures_of(tx, unit, quarter) if unit.kind in REPORTING_KINDS else None,
        }
