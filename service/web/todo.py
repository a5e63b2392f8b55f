"""待办: the first page of whoever handles cases."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.login import current_actor, current_database
from service.permissions import CASE_WORKERS, Actor, may_verify_audit
from service.presentation.due import soon_until
from service.presentation.reading import viewer_of
from service.presentation.register import place_of
from service.presentation.todo import Asked, todo_page
from service.queries.todo import Wanted, parts_of, todo_cases, todo_counts
from service.queries.worklist import BOXES
from service.web.room import chosen, signed_in

blueprint = signed_in("todo")
ROWS = 20
_PARTS = ("", "late", "soon", "ample")


@blueprint.get("/")
def home() -> Response:
    """To the page on which this person's work begins."""
    return redirect(url_for(_begins(current_actor())), 303)


@blueprint.get("/todo")
def index() -> str:
    """A box, sorted by lateness."""
    box = next(name for name in BOXES if name == chosen("box", BOXES))
    asked = Asked(box, chosen("due", _PARTS), request.args.get("q", "").strip(), request.args.get("after", ""))
    with current_database().read() as tx:
        actor = current_actor()
        viewer = viewer_of(tx, actor)
        parts = parts_of(viewer.today, soon_until(viewer.today, viewer.calendar))
        wanted = Wanted(box, parts[asked.due], asked.q, place_of(asked.after))
        found, place = todo_cases(tx, actor, wanted, ROWS)
        counts = todo_counts(tx, actor, box, parts)
        return render_template("todo/index.html", page=todo_page(asked, viewer, found, place, counts))


def _begins(actor: Actor) -> str:
    if actor.paths(CASE_WORKERS):
        return "todo.index"
    return "audit.verify" if may_verify_audit(actor) else "organizations.index"
