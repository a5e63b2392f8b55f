"""时限: what counts at an organization, and setting another for its subtree after seeing what that would do."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.limits import foresee_limit, set_limit
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.forms.limits import LIMIT
from service.forms.loading import load
from service.login import current_actor, current_database
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.limits_pages import limit_form, limits_page, moves_page
from service.queries.limits import limits_at
from service.queries.organizations import organization_with_code
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("limits")


@blueprint.get("/organizations/<code>/limits")
def index(code: str) -> str:
    """Every limit as it counts there, and whose setting it is."""
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        page = limits_page(current_actor(), unit, limits_at(tx, unit))
    return render_template("organizations/limits.html", page=page)


@blueprint.get("/organizations/<code>/limits/<workflow>/<limit>")
def edit(code: str, workflow: str, limit: str) -> str:
    """The form of one limit."""
    return _form(code, (workflow, limit), NOTHING_TYPED)


@blueprint.post("/organizations/<code>/limits/<workflow>/<limit>")
def save(code: str, workflow: str, limit: str) -> Response | str | tuple[str, int]:
    """What would move, and after the second button: it is set."""
    key = (workflow, limit)
    if "back" in request.form:
        return _form(code, key, Typed(_sent()))
    try:
        values = load(LIMIT, _sent())
        if "confirmed" not in request.form:
            return _foreseen(code, key, values)
        return once(lambda tx: _set(tx, code, key, values))
    except DeskError as error:
        if isinstance(error, NotFound):
            raise
        return _form(code, key, Typed(sent_fields(), complaints_of(error))), status_of(error)


def _set(tx: Transaction, code: str, key: tuple[str, str], values: dict[str, Any]) -> Outcome:
    change = set_limit(tx, current_actor(), code, key, values)
    told = _("时限已改，%(count)s 件在办的期限有改动。", count=change.moved) if change.moved else _("时限已改。")
    return Outcome(url_for("limits.index", code=code), told)


def _sent() -> dict[str, Any]:
    return {name: value for name, value in sent_fields().items() if name not in ("confirmed", "back")}


def _foreseen(code: str, key: tuple[str, str], values: dict[str, Any]) -> str:
    with current_database().read() as tx:
        moves = foresee_limit(tx, current_actor(), code, key, values)
        page = moves_page(tx, organization_with_code(tx, code), key, values, moves)
    return render_template("organizations/limit_moves.html", page=page)


def _form(code: str, key: tuple[str, str], typed: Typed) -> str:
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        page = limit_form(current_actor(), unit, key, limits_at(tx, unit), typed)
    return render_template("organizations/form.html", page=page)
