"""Members who are away, and those who have come."""

from __future__ import annotations

from flask import render_template, request

from service.errors import NotFound
from service.login import current_actor, current_database
from service.permissions import CASE_READERS
from service.presentation.mobile_members_page import Asked, mobile_members_page
from service.presentation.reading import viewer_of
from service.presentation.register import place_of
from service.queries import mobile_members as reading
from service.queries.lists import organizations_page
from service.queries.organizations import find_organization
from service.queries.proposals import together
from service.web.room import signed_in

blueprint = signed_in("mobile_members")
ROWS = 20
_UNITS_OFFERED = 200


@blueprint.get("/mobile-members")
def index() -> str:
    """One side, page by page."""
    actor, asked = current_actor(), _asked()
    if not actor.paths(CASE_READERS):
        raise NotFound
    with current_database().read() as tx:
        unit = find_organization(tx, asked.organization) if asked.organization else None
        wanted = reading.MobileFilter(asked.side, asked.part, unit)
        found, place = reading.mobile_members(tx, actor, wanted, after=asked.after, limit=ROWS)
        units = organizations_page(tx, below=actor.post.path, limit=_UNITS_OFFERED) if actor.post else []
        groups = together(tx, actor, unit, reading.PARTY[asked.side]) if asked.part in ("", "transfer") else []
        page = mobile_members_page(asked, viewer_of(tx, actor), found, place, units, groups)
    return render_template("mobile_members/index.html", page=page)


def _asked() -> Asked:
    """What makes no sense in an address is left out."""
    args = request.args
    return Asked(
        side=next((side for side in reading.SIDES if side == args.get("side")), "out"),
        part=next((part for part in reading.PARTS if part == args.get("part")), ""),
        organization=args.get("organization", ""),
        after=place_of(args.get("after", "")),
    )
