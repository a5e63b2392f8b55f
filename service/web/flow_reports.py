"""流入流出情况: the reports of a unit and their sums, on the screen and on a sheet to sign."""

from __future__ import annotations

from flask import render_template, request

from service.db import Transaction
from service.errors import NotFound
from service.forms.dates import read_quarter
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import CASE_READERS, Actor
from service.presentation.flow_report_page import Asked, flow_page, flow_sheet
from service.queries.flow_reports import REPORTING_KINDS
from service.queries.flow_sums import reports_below
from service.queries.lists import organizations_page
from service.queries.organizations import organization_with_code
from service.web.room import signed_in
from workflows.dates import last_quarter
from workflows.roles import STREET_KINDS

blueprint = signed_in("flow_reports")
_UNITS_OFFERED = 200
_KINDS = (*REPORTING_KINDS, *sorted(STREET_KINDS), "department")


@blueprint.get("/flow-reports")
def index() -> str:
    """One quarter of a unit; of a community, its own quarters."""
    actor = _reader()
    with current_database().read() as tx:
        asked = _asked(tx, actor)
        units = organizations_page(tx, below=actor.post.path, kinds=_KINDS, limit=_UNITS_OFFERED) if actor.post else []
        found = reports_below(tx, actor, asked.unit, asked.quarters)
        page = flow_page(asked, tx.today, units, found)
    return render_template("flow_reports/index.html", page=page)


@blueprint.get("/flow-reports/print")
def printed() -> str:
    """The same on A4, across."""
    actor = _reader()
    with current_database().read() as tx:
        asked = _asked(tx, actor)
        page = flow_sheet(asked, reports_below(tx, actor, asked.unit, asked.quarters))
    return render_template("ledgers/print.html", page=page)


def _reader() -> Actor:
    actor = current_actor()
    if not actor.paths(CASE_READERS):
        raise NotFound
    return actor


def _asked(tx: Transaction, actor: Actor) -> Asked:
    code = request.args.get("organization", "") or (actor.post.code if actor.post else "")
    unit: Organization = organization_with_code(tx, code)
    return Asked(unit, read_quarter(request.args.get("quarter", "")) or last_quarter(tx.today))
