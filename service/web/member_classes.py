"""The members of a unit by class: the list of one class, or the figures of the units of a street."""

from __future__ import annotations

from flask import render_template, request

from service.db import Transaction
from service.errors import NotFound
from service.login import current_actor, current_database
from service.models import Organization
from service.presentation.member_classes import ClassesPage, ClassList, class_page, street_page
from service.queries.class_page import listed_members, shows_members
from service.queries.member_classes import (
    SHOWN_ORDER,
    SUMMED_KINDS,
    Place,
    figures_of,
    members_of_class,
    units_summed,
)
from service.queries.organizations import ancestors, organization_with_code
from service.web.room import chosen, signed_in

blueprint = signed_in("member_classes")
ROWS = 20


@blueprint.get("/organizations/<code>/members")
def index(code: str) -> str:
    """The members of a unit, of whom each is in one class."""
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        if not shows_members(current_actor(), unit):
            raise NotFound(organization=code)
        page = _street(tx, unit) if unit.kind in SUMMED_KINDS else _unit(tx, unit)
    return render_template("organizations/members.html", page=page)


def _unit(tx: Transaction, unit: Organization) -> ClassesPage:
    name = chosen("class", SHOWN_ORDER)
    found = members_of_class(tx, unit, name, after=_after(), limit=ROWS + 1)
    shown = found[:ROWS]
    place = (shown[-1].name_initials, shown[-1].id) if len(found) > ROWS else None
    listed = ClassList(name, listed_members(tx, current_actor(), shown), place)
    return class_page(unit, ancestors(tx, unit), figures_of(tx, unit), listed)


def _street(tx: Transaction, unit: Organization) -> ClassesPage:
    return street_page(unit, ancestors(tx, unit), units_summed(tx, unit), figures_of(tx, unit))


def _after() -> Place | None:
    initials, dot, key = request.args.get("after", "").rpartition(".")
    return (initials, key) if dot else None
