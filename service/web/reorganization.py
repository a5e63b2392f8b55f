"""组织变更 on pages: what is to change, its preview, the confirmation, and the way back."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.reorganization.taking_back import take_back
from service.casework.reorganization.verb import PLANNERS, plan_of, reorganize
from service.db import Transaction
from service.errors import DeskError, NotFound, ValidationFailed
from service.forms.loading import load
from service.forms.reorganization import CHANGES
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import may_write_organization, require
from service.presentation.form_fields import Option, Typed
from service.presentation.reorganization_forms import TickList, change_form
from service.presentation.reorganization_preview import preview_page
from service.queries.organizations import organization_with_code
from service.queries.touched import CHOOSABLE, members_of, units_below
from service.web.lookup import LookUp, look_up
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of
from workflows.vocabulary import Refusal

blueprint = signed_in("reorganization")
_WANTED = {"merge": [LookUp("successor_code")], "dissolve": [LookUp("successor_code")], "move": [LookUp("parent_code")]}
_LISTS = ("members", "units")
_OURS = frozenset({"csrf_token", "key", "find", "step"})


@blueprint.route("/organizations/<code>/change/<kind>", methods=["GET", "POST"])
def change(code: str, kind: str) -> Response | str | tuple[str, int]:
    """The form of a change; sent, its preview; confirmed, the change itself."""
    if kind not in PLANNERS:
        raise NotFound(kind=kind)
    if request.method == "GET":
        return _form(code, kind, {"on": _today()})
    if "find" in request.form or request.form.get("step") == "back":
        return _form(code, kind, sent_fields())
    try:
        return _confirm(code, kind) if request.form.get("step") == "confirm" else _preview(code, kind)
    except ValidationFailed as error:
        return _form(code, kind, sent_fields(), error), status_of(error)
    except DeskError as error:
        if not error.refusals:
            raise
        return _preview(code, kind), status_of(error)


@blueprint.post("/organizations/<code>/changes/<int(max=2147483647):key>/take-back")
def undo(code: str, key: int) -> Response:
    """Take a change back."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        done = take_back(tx, actor, code, key)
        unit = tx.session.get_one(Organization, done.organization_id)
        return Outcome(url_for("organizations.detail", code=unit.code), _("已改回。"))

    return once(verb)


def _confirm(code: str, kind: str) -> Response:
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        done = reorganize(tx, actor, code, kind, _values(tx, kind))
        shown = tx.session.get_one(Organization, done.other_id if kind in ("merge", "split") else done.organization_id)
        return Outcome(url_for("organizations.detail", code=shown.code), _("组织变更已办理。"))

    return once(verb)


def _preview(code: str, kind: str) -> str:
    with current_database().read() as tx:
        plan = plan_of(tx, current_actor(), code, kind, _values(tx, kind))
        page = preview_page(plan, _sent(tx, kind))
    return render_template("organizations/preview.html", page=page)


def _values(tx: Transaction, kind: str) -> dict[str, Any]:
    """What was typed, checked; on paper a change has a reason."""
    looked = look_up(tx, request.form, _WANTED.get(kind, []))
    looked.require()
    sent = {name: value for name, value in sent_fields().items() if name != "step" and not name.endswith("_query")}
    lists = {name: request.form.getlist(name) for name in _LISTS if name in sent}
    values = load(CHANGES[kind], sent | looked.codes | lists)
    if not values.get("reason"):
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    return values


def _sent(tx: Transaction, kind: str) -> list[tuple[str, str]]:
    """Every field that was sent, once more, with the codes of the units that were meant."""
    codes = look_up(tx, request.form, _WANTED.get(kind, [])).codes
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS | set(codes)]
    return [(name, value) for name, value in typed if not name.endswith("_query")] + list(codes.items())


def _form(code: str, kind: str, typed: dict[str, Any], error: DeskError | None = None) -> str:
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        require(may_write_organization(current_actor(), unit.path, unit.kind), organization=code)
        looked = look_up(tx, {**typed, "find": request.form.get("find", "")}, _WANTED.get(kind, []))
        complaints = complaints_of(error) if error else []
        lists = _tick_lists(tx, unit) if kind == "split" else []
    form = change_form(kind, unit, Typed({**typed, **looked.codes}, complaints, looked.candidates), lists)
    return render_template("organizations/change.html", page=form)


def _tick_lists(tx: Transaction, unit: Organization) -> list[TickList]:
    ticked = {name: set(request.form.getlist(name)) for name in _LISTS}
    members = members_of(tx, current_actor(), unit.id, limit=CHOOSABLE)
    people = [Option(key, name, current=key in ticked["members"]) for key, name in members]
    units = [Option(one.code, one.name, current=one.code in ticked["units"]) for one in units_below(tx, unit)]
    lists = [TickList("members", _("划转的党员"), people), TickList("units", _("划转的下级组织"), units)]
    return [found for found in lists if found.options]


def _today() -> str:
    with current_database().read() as tx:
        return tx.today.isoformat()
