"""How many members of each class a unit has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.schemas.inputs import SPEAKER
from service.api.schemas.member_classes import MemberClassesSchema
from service.errors import NotFound
from service.login import current_database
from service.models import Organization
from service.queries.class_page import shows_members
from service.queries.member_classes import BELONG_HERE, SHOWN_ORDER, SUMMED_KINDS, figures_of, units_summed
from service.queries.organizations import organization_with_code

door = Door("member_classes", __name__, url_prefix="/organizations", description="党员分类")


@door.route("/<code>/classes")
@door.answers(200, MemberClassesSchema, 404)
@accepts(SPEAKER, "query")
def detail(asked: Asked, code: str) -> dict[str, Any]:
    """一个组织的党员，每人只在一类；组织关系在这里的与登记在册的两个数；街道、镇逐个列出下级，再加总"""
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        if not shows_members(asked.actor, unit):
            raise NotFound(organization=code)
        figures = figures_of(tx, unit)
        below = units_summed(tx, unit) if unit.kind in SUMMED_KINDS else []
        units = [_figures(one, figures.of_units.get(one.id, {})) for one in below]
        return _figures(unit, figures.summed) | {"persons": figures.persons, "units": units}


def _figures(unit: Organization, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "organization": unit,
        "classes": [{"name": name, "count": counts.get(name, 0)} for name in SHOWN_ORDER],
        "affiliated_here": sum(counts.get(name, 0) for name in BELONG_HERE),
        "registered": sum(counts.values()),
    }
