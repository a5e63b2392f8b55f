"""待办: the first page of whoever handles cases."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.login import current_actor, current_database
from service.permissions import CASE_WORKERS, Actor, may_verify_audit
from service.presentation.due import soon_until
from service.presentation.now_box import Viewer
from service.presentation.reading import viewer_of
from service.presentation.register import place_of
from service.presentation.todo import Asked, todo_page
from service.queries.todo import Part, Wanted, parts_of, todo_cases, todo_counts
from service.queries.worklist import BOXES, Box
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
    asked = asked_of_address()
    with current_database().read() as tx:
        actor = current_actor()
        viewer = viewer_of(tx, actor)
        found, place = todo_cases(tx, actor, wanted_of(asked, viewer), ROWS)
        counts = todo_counts(tx, actor, _box(asked), _parts(viewer))
        return render_template("todo/index.html", page=todo_page(asked, viewer, found, place, counts))


def asked_of_address() -> Asked:
    """The box and its filter in the address; what makes no sense there is the first choice."""
    texts = {name: request.args.get(name, "").strip() for name in ("q", "after", "tick")}
    return Asked(chosen("box", BOXES), chosen("due", _PARTS), **texts)


def wanted_of(asked: Asked, viewer: Viewer) -> Wanted:
    """The same as the query takes it."""
    return Wanted(_box(asked), _parts(viewer)[asked.due], asked.q, place_of(asked.after))


def _box(asked: Asked) -> Box:
    return next(name for name in BOXES if name == asked.box)


def _parts(viewer: Viewer) -> dict[str, Part]:
    return parts_of(viewer.today, soon_until(viewer.today, viewer.calendar))


def _begins(actor: Actor) -> str:
    if actor.paths(CASE_WORKERS):
        return "todo.index"
    return "audit.verify" if may_verify_audit(actor) else "organizations.index"
