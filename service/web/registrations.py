"""All registrations of a unit on one page per quarter."""

from __future__ import annotations

from flask import render_template, request

from service.errors import NotFound
from service.forms.dates import read_quarter
from service.login import current_actor, current_database
from service.permissions import CASE_READERS
from service.presentation.reading import viewer_of
from service.presentation.registrations_page import Asked, registrations_page
from service.queries import registrations as reading
from service.queries.lists import organizations_page
from service.queries.organizations import find_organization
from service.web.room import signed_in
from workflows.dates import quarter_of

blueprint = signed_in("registrations")
ROWS = 10
_UNITS_OFFERED = 200


@blueprint.get("/registrations")
def index() -> str:
    """One quarter, page by page."""
    actor = current_actor()
    if not actor.paths(CASE_READERS):
        raise NotFound
    with current_database().read() as tx:
        asked = _asked(quarter_of(tx.today))
        unit = find_organization(tx, asked.organization) if asked.organization else None
        wanted = reading.RegistrationFilter(asked.quarter, unit, missing=asked.missing)
        found, place = reading.registrations_page(tx, actor, wanted, after=asked.after, limit=ROWS)
        units = organizations_page(tx, below=actor.post.path, limit=_UNITS_OFFERED) if actor.post else []
        page = registrations_page(asked, viewer_of(tx, actor), found, place, units)
    return render_template("registrations/index.html", page=page)


def _asked(this_quarter: str) -> Asked:
    """What makes no sense in an address is left out."""
    args, after = request.args, request.args.get("after", "")
    return Asked(
        quarter=read_quarter(args.get("quarter", "")) or this_quarter,
        organization=args.get("organization", ""),
        missing=args.get("missing") == "1",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < len(str(2**63)) else 0,
    )
