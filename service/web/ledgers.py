"""The ledgers as pages, and as sheets to print and sign."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from flask import render_template, request
from werkzeug.wrappers import Response

from service.db import Transaction
from service.errors import NotFound, TooLarge
from service.exports.lists import Ledger
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import CASE_READERS, Actor
from service.presentation.ledger_pages import Asked, asked_of, figures_line, ledger_page, ledger_sheet
from service.presentation.words import Link
from service.queries import ledgers as reading
from service.queries.class_page import shows_members
from service.queries.lists import organizations_page
from service.queries.member_classes import figures_of
from service.queries.organizations import find_organization
from service.web.room import signed_in
from workflows.vocabulary import Refusal

blueprint = signed_in("ledgers")
ROWS = 20
LINES_PRINTED = 1000
_UNITS_OFFERED = 200


@blueprint.get("/ledgers")
@blueprint.get("/ledgers/<ledger>")
def index(ledger: str = "transfer_out") -> str:
    """One ledger, page by page."""
    with current_database().read() as tx:
        actor, asked, unit = _asked(tx, ledger)
        rows, place = reading.ledger_page(tx, actor, asked.wanted(unit), after=asked.after, limit=ROWS)
        page = ledger_page(asked, rows, place, _units(tx, actor), _figures(tx, actor, ledger, unit))
        return render_template("ledgers/index.html", page=page)


@blueprint.get("/ledgers/<ledger>/print")
def printed(ledger: str) -> str | Response:
    """All its lines on sheets of A4, with a line to sign on. Raises TooLarge for more than can be looked through."""
    with current_database().read() as tx:
        actor, asked, unit = _asked(tx, ledger)
        lines = Ledger(asked.wanted(unit)).lines(tx, actor, full=False)
        shown = list(islice(lines, LINES_PRINTED + 1))
        if len(shown) > LINES_PRINTED:
            raise TooLarge([Refusal("too_many_rows", {"max": LINES_PRINTED})])
        name = unit.title if unit else actor.post.title if actor.post else ""
        return render_template("ledgers/print.html", page=ledger_sheet(asked, shown, name))


def _asked(tx: Transaction, ledger: str) -> tuple[Actor, Asked, Organization | None]:
    actor = current_actor()
    if ledger not in reading.LEDGERS or not actor.paths(CASE_READERS):
        raise NotFound
    asked = asked_of(ledger, request.args, tx.today)
    return actor, asked, find_organization(tx, asked.organization) if asked.organization else None


def _figures(tx: Transaction, actor: Actor, ledger: str, chosen: Organization | None) -> Link | None:
    """For the registers of who is away: of the unit that was chosen, else of one's own; of those that have members."""
    unit = chosen or (find_organization(tx, actor.post.code) if actor.post else None)
    shown = unit is not None and ledger in reading.AWAY and shows_members(actor, unit)
    return figures_line(unit, figures_of(tx, unit)) if unit and shown else None


def _units(tx: Transaction, actor: Actor) -> Sequence[Organization]:
    """One's own unit and those below it, to choose from."""
    post = actor.post
    return organizations_page(tx, below=post.path, limit=_UNITS_OFFERED) if post is not None else []
