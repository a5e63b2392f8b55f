"""Organizations: the tree, their cards, their names to confirm, and their changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.organizations import confirm_party_names, create_organization, update_organization
from service.db import Transaction
from service.errors import DeskError
from service.forms.directory import ORGANIZATION, ORGANIZATION_CHANGES
from service.forms.loading import load, load_changes
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import may_write_organization, require
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.organization_card import Seen, organization_card
from service.presentation.organization_forms import edit_organization_form, new_organization_form, values_of
from service.presentation.organization_pages import Listed, confirm_page, tree_page
from service.presentation.records import RecordPage
from service.queries.class_page import shows_members
from service.queries.former_names import changes_of, former_names, unit_with_code_once
from service.queries.member_classes import figures_of
from service.queries.organization_page import counts_below, people_of
from service.queries.organizations import (
    ancestors,
    children_page,
    organization_by_id,
    organization_with_code,
    organizations_by_id,
    search,
    unconfirmed_page,
)
from service.web.lookup import Looked, LookUp, look_up
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("organizations")
ROWS = 30
_ABOVE, _AFTER = LookUp("parent_code"), LookUp("successor_code")


@blueprint.get("/organizations")
def index() -> str:
    """The organizations below one, or those whose name, initials or code begin as typed."""
    q, below, after = (request.args.get(name, "").strip() for name in ("q", "below", "after"))
    with current_database().read() as tx:
        top = organization_with_code(tx, below) if below else None
        units = search(tx, q, limit=ROWS) if q else list(children_page(tx, top, after=after, limit=ROWS + 1))
        more = not q and len(units) > ROWS
        following = url_for("organizations.index", below=below or None, after=units[ROWS - 1].code) if more else ""
        page = tree_page(current_actor(), _listed(tx, units[:ROWS], top), q, following)
    return render_template("organizations/index.html", page=page)


@blueprint.get("/organizations/unconfirmed")
def unconfirmed() -> str:
    """Party names that nobody has confirmed yet."""
    return _confirm_list(NOTHING_TYPED)


@blueprint.post("/organizations/unconfirmed")
def confirm() -> Response | tuple[str, int]:
    """Confirm the names that were ticked, all of them or none."""
    actor, codes = current_actor(), request.form.getlist("codes")
    names = {code: request.form.get(f"party_name-{code}", "").strip() for code in codes}

    def verb(tx: Transaction) -> Outcome:
        confirmed = confirm_party_names(tx, actor, names)
        text = _("已确认 %(count)s 个党组织名称。", count=len(confirmed)) if confirmed else _("没有勾选组织。")
        return Outcome(url_for("organizations.unconfirmed"), text, "ok" if confirmed else "soon")

    try:
        return once(verb)
    except DeskError as error:
        return _confirm_list(Typed(names, complaints_of(error))), status_of(error)


@blueprint.get("/organizations/<code>")
def detail(code: str) -> Response | str:
    """The card of one; by a code that it had before, the way to it."""
    with current_database().read() as tx:
        unit = unit_with_code_once(tx, code)
    if unit is not None and unit.code != code:
        return redirect(url_for("organizations.detail", code=unit.code))
    return _card(code, NOTHING_TYPED)


@blueprint.post("/organizations/<code>/confirm")
def confirm_one(code: str) -> Response | str | tuple[str, int]:
    """Confirm one name, as proposed or as typed."""
    actor, name = current_actor(), request.form.get("party_name", "").strip()

    def verb(tx: Transaction) -> Outcome:
        confirm_party_names(tx, actor, {code: name})
        return Outcome(url_for("organizations.detail", code=code), _("党组织名称已确认。"))

    return _sent(verb, lambda typed: _card(code, typed))


@blueprint.route("/organizations/new", methods=["GET", "POST"])
def new() -> Response | str | tuple[str, int]:
    """A new organization."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        made = create_organization(tx, actor, load(ORGANIZATION, _values(tx, [_ABOVE])))
        return Outcome(url_for("organizations.detail", code=made.code), _("已新增 %(name)s。", name=made.name))

    def form(typed: Typed) -> str:
        return _record(new_organization_form(typed, request.form.get("key", "")))

    if request.method == "POST":
        return _sent(verb, form, [_ABOVE])
    return form(_found({"parent_code": request.args.get("below", "")}, [_ABOVE]))


@blueprint.route("/organizations/<code>/edit", methods=["GET", "POST"])
def edit(code: str) -> Response | str | tuple[str, int]:
    """Corrections; another organization above moves everything below along."""
    actor, wanted = current_actor(), [_ABOVE, _AFTER]

    def verb(tx: Transaction) -> Outcome:
        # A box that is not ticked is not sent.
        changes = {"may_issue_letters": "false", "reports_flow": "false", **_values(tx, wanted)}
        unit = update_organization(tx, actor, code, load_changes(ORGANIZATION_CHANGES, changes))
        return Outcome(url_for("organizations.detail", code=code), _("已更正 %(name)s 的信息。", name=unit.name))

    def form(typed: Typed) -> str:
        with current_database().read() as tx:
            unit = organization_with_code(tx, code)
        require(may_write_organization(actor, unit.path, unit.kind), organization=code)
        return _record(edit_organization_form(unit, typed, request.form.get("key", "")))

    if request.method == "POST":
        return _sent(verb, form, wanted)
    return form(_found(_recorded(code), wanted))


def _sent(
    verb: Callable[[Transaction], Outcome], form: Callable[[Typed], str], wanted: list[LookUp] | None = None
) -> Response | str | tuple[str, int]:
    """Carry out what was sent, or draw its form again."""
    if "find" in request.form:
        return form(_found(sent_fields(), wanted or []))
    try:
        return once(verb)
    except DeskError as error:
        return form(_found(sent_fields(), wanted or [], error)), status_of(error)


def _found(values: Mapping[str, Any], wanted: list[LookUp], error: DeskError | None = None) -> Typed:
    with current_database().read() as tx:
        looked = look_up(tx, {**values, "find": request.form.get("find", "")}, wanted)
    return Typed({**values, **looked.codes}, complaints_of(error) if error else [], looked.candidates)


def _values(tx: Transaction, wanted: list[LookUp]) -> dict[str, str]:
    """The fields that were sent, with the codes of the organizations that were meant."""
    looked: Looked = look_up(tx, request.form, wanted)
    looked.require()
    return {name: value for name, value in sent_fields().items() if not name.endswith("_query")} | looked.codes


def _recorded(code: str) -> dict[str, Any]:
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        near = organizations_by_id(tx, [key for key in (unit.parent_id, unit.successor_id) if key])
    return values_of(unit, near.get(unit.parent_id or 0), near.get(unit.successor_id or 0))


def _listed(tx: Transaction, units: list[Organization], top: Organization | None = None) -> Listed:
    parents = organizations_by_id(tx, {unit.parent_id for unit in units if unit.parent_id})
    return Listed(units, parents, counts_below(tx, units), ancestors(tx, top) if top else (), top)


def _confirm_list(typed: Typed) -> str:
    after = request.args.get("after", 0, type=int)
    with current_database().read() as tx:
        units = list(unconfirmed_page(tx, current_actor(), after=after, limit=ROWS + 1))
        following = url_for("organizations.unconfirmed", after=units[ROWS - 1].id) if len(units) > ROWS else ""
        listed = _listed(tx, units[:ROWS])
    page = confirm_page(current_actor(), listed, following, typed, request.form.getlist("codes"))
    return render_template("organizations/index.html", page=page)


def _card(code: str, typed: Typed) -> str:
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        after = organization_by_id(tx, unit.successor_id)
        figures = figures_of(tx, unit) if shows_members(current_actor(), unit) else None
        changes, names = changes_of(tx, unit), former_names(tx, unit)
        seen = Seen(ancestors(tx, unit), people_of(tx, unit), changes, names, after, figures)
        card = organization_card(current_actor(), unit, seen, tx.now, typed)
    return render_template("organizations/detail.html", organization=card)


def _record(page: RecordPage) -> str:
    return render_template("organizations/form.html", page=page)
