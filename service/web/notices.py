"""Messages for the organizations one speaks for."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.login import current_actor, current_database
from service.presentation.notices_page import notices_page
from service.queries.alerts import alerts_for
from service.queries.frame import newest
from service.queries.notices import notices_for
from service.web.room import chosen, signed_in
from service.web.surroundings import SEEN_COOKIE, seen_by

blueprint = signed_in("notices")
ROWS = 30
_KINDS = ("notices", "alerts")
_A_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/notices")
def index() -> str:
    """Steps, nudges and comments, or the alerts of the clock."""
    about, before = chosen("about", _KINDS), request.args.get("before", type=int)
    actor = current_actor()
    with current_database().read() as tx:
        rows = (notices_for if about == "notices" else alerts_for)(tx, actor, before, ROWS + 1)
        page = notices_page(rows[:ROWS], about, seen_by(actor), tx.now, more=len(rows) > ROWS)
    return render_template("notices/index.html", page=page)


@blueprint.post("/notices/read")
def read_all() -> Response:
    """The browser remembers up to where this person has read."""
    actor = current_actor()
    with current_database().read() as tx:
        seen = newest(tx, actor)
    response = make_response(redirect(url_for("notices.index"), 303))
    text = f"{actor.user_id}.{seen.notice}.{seen.alert}"
    response.set_cookie(SEEN_COOKIE, text, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
