"""Opening a case in three short pages: who, where to, a last look.

What was filled in travels in the address, sealed: every page can be reloaded and gone back to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.casework.following import open_following
from service.casework.open_case import open_case, opening
from service.casework.perform_action import perform_action
from service.db import Transaction
from service.errors import DeskError, ValidationFailed
from service.forms.actions import schema_for
from service.forms.loading import Form, load
from service.login import current_actor, current_database
from service.permissions import Actor
from service.presentation.check_page import check_page, done_page
from service.presentation.draft import open_draft, seal_draft
from service.presentation.form_fields import Typed
from service.presentation.new_case_pages import WAYS, member_step, route_step
from service.presentation.reading import visible_case
from service.queries.destinations import destination_rule, proposals
from service.queries.organizations import organization_with_code
from service.queries.subjects import Person
from service.web import opened_by
from service.web.lookup import Looked, LookUp, look_up
from service.web.once import SEE_OTHER, Outcome, once
from service.web.opened_by import checked_of, subject_of
from service.web.room import chosen, complaints_of, sent_fields, status_of
from service.web.who import chosen_member, named_person, refuse_second
from workflows import NEWEST
from workflows.fields import FIELDS
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Action, Refusal

_RECEIVING = LookUp("receiving_code", tuple(sorted(MEMBER_KINDS)))
_SENDER = LookUp("outflow_code", ("external",))
_PAGE_ONE = ("member", "name", "id_number", "outflow_code")


def install(blueprint: Blueprint) -> None:
    """These pages belong to the blueprint of cases."""
    for path, view in (("", new), ("/route", new_route), ("/check", new_check)):
        blueprint.add_url_rule(f"/cases/new{path}", view.__name__, view, methods=["GET", "POST"])
    blueprint.add_url_rule("/cases/<number>/opened", "done", done)
    opened_by.install(blueprint)


def new() -> Response | str | tuple[str, int]:
    """Who."""
    actor, draft = opened_by.starter(), request.args.get("draft", "")
    kept = open_draft(current_database().vault, actor, draft)
    way = kept.get("way") if "way" not in request.args and kept else chosen("way", tuple(WAYS))
    way = str(way)
    if request.method == "GET":
        named = {"member": "member_id", "name": "name", "follows": "follows"}
        typed = kept or {field: request.args.get(argument, "") for field, argument in named.items()}
        return _member_page(way, typed, draft)
    if "find" in request.form:
        return _member_page(way, sent_fields() | {"find": request.form["find"]}, draft)
    try:
        found = current_database().transact(lambda tx: _who(tx, actor, way))
    except DeskError as error:
        return _member_page(way, sent_fields(), draft, error), status_of(error)
    same = {name: value for name, value in kept.items() if name not in _PAGE_ONE} if kept.get("way") == way else {}
    follows = request.form.get("follows", "")
    return _to("cases.new_route", actor, {**same, "way": way, **found, **({"follows": follows} if follows else {})})


def new_route() -> Response | str | tuple[str, int]:
    """Where to, and why."""
    actor, draft = opened_by.starter(), request.args.get("draft", "")
    kept = open_draft(current_database().vault, actor, draft)
    if not kept:
        return redirect(url_for("cases.new"), SEE_OTHER)
    if request.method == "GET":
        return _route_page(kept, kept, draft)
    typed = sent_fields()
    if "find" in request.form:
        return _route_page(kept, typed | {"find": request.form["find"]}, draft)
    try:
        with current_database().read() as tx:
            filled = _where(tx, actor, kept, typed)
    except DeskError as error:
        return _route_page(kept, typed, draft, error), status_of(error)
    return _to("cases.new_check", actor, {**kept, **filled})


def new_check() -> Response | str | tuple[str, int]:
    """A last look; then the case is opened, and handed in unless it is to stay a draft."""
    actor, draft = opened_by.starter(), request.args.get("draft", "")
    kept = open_draft(current_database().vault, actor, draft)
    if not kept.get("receiving_code"):
        return redirect(url_for("cases.new"), SEE_OTHER)
    if request.method == "GET":
        return _check_page(kept, draft)
    try:
        return once(lambda tx: _open(tx, actor, kept))
    except DeskError as error:
        return _check_page(kept, draft, error), status_of(error)


def done(number: str) -> str:
    """What was done, and what comes next."""
    with current_database().read() as tx:
        page = done_page(visible_case(tx, current_actor(), number), tx.today)
    return render_template("cases/done.html", page=page)


def _who(tx: Transaction, actor: Actor, way: str) -> dict[str, str]:
    typed = sent_fields()
    if way == "open":
        return _chosen(tx, actor, typed)
    if way == "request":
        person = named_person(tx, actor, typed)
        refuse_second(tx, person)
        return {"name": person.member.name, "id_number": typed["id_number"]}
    looked = look_up(tx, typed, [_SENDER])
    looked.require()
    who = _chosen(tx, actor, typed) if typed.get("member") else opened_by.newcomer(typed)
    return {**who, **_required(looked, "outflow_code")}


def _chosen(tx: Transaction, actor: Actor, typed: Mapping[str, str]) -> dict[str, str]:
    person = chosen_member(tx, actor, typed).person
    if person is not None:
        refuse_second(tx, person)
    return {"member": person.member.id if person else ""}


def _required(looked: Looked, name: str) -> dict[str, str]:
    if name not in looked.codes:
        raise ValidationFailed([Refusal("required", {}, name)])
    return {name: looked.codes[name]}


def _where(tx: Transaction, actor: Actor, kept: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    looked = look_up(tx, typed, [_RECEIVING])
    looked.require()
    action = NEWEST["transfer"].actions[kept["way"]]
    names = {use.name for use in action.fields}
    values = {name: value for name, value in {**typed, **looked.codes}.items() if name in names}
    everything = {**kept_fields(kept, names), **values}
    load(cast(Form, schema_for(action)), everything)
    _ask_for_what_rules_need(action, everything)
    if kept["way"] == "open":
        _ask_why(tx, subject_of(tx, actor, kept), values)
    return values


def kept_fields(kept: Mapping[str, str], names: set[str]) -> dict[str, str]:
    """What earlier pages asked for and the action takes."""
    return {name: value for name, value in kept.items() if name in names}


def _ask_for_what_rules_need(action: Action, values: Mapping[str, str]) -> None:
    """What a rule and not the form would miss at the end is asked for on the page that has the field."""
    needed = [use.name for use in action.fields if use.required and not values.get(use.name, "").strip()]
    if needed:
        raise ValidationFailed([Refusal(FIELDS[name].missing or "required", {}, name) for name in needed])


def _ask_why(tx: Transaction, person: Person | None, values: Mapping[str, str]) -> None:
    """先靠稳定工作单位,后看实际居住地: whoever chooses neither says why, and is asked here already."""
    unit = organization_with_code(tx, values["receiving_code"])
    other = person is not None and destination_rule(tx, person.member, unit) == "other"
    if other and not values.get("destination_reason", "").strip():
        raise ValidationFailed([Refusal("reason_required", {}, "destination_reason")])


def _open(tx: Transaction, actor: Actor, kept: Mapping[str, str]) -> Outcome:
    body = opened_by.body_of(kept)
    extra = {name: request.form.get(name, "") for name in ("comment", "dues_plan")}
    submits = kept["way"] == "open" and "draft" not in request.form and checked_of(tx, actor, kept, "").may_submit
    takes_comment = any(use.name == "comment" for use in NEWEST["transfer"].actions[kept["way"]].fields)
    if takes_comment and not submits:
        body["comment"] = extra["comment"]
    follows, wanted = body.pop("follows", ""), opening("transfer", kept["way"], body)
    case = open_following(tx, actor, wanted, follows) if follows else open_case(tx, actor, wanted)
    if submits:
        case = perform_action(tx, actor, case.number, "submit", extra, expected_version=case.version)
    return Outcome(url_for("cases.done", number=case.number))


def _to(endpoint: str, actor: Actor, values: Mapping[str, str]) -> Response:
    draft = seal_draft(current_database().vault, actor, values)
    return redirect(url_for(endpoint, draft=draft), SEE_OTHER)


def _member_page(way: str, typed: Mapping[str, str], draft: str, error: DeskError | None = None) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        looked = look_up(tx, typed, [_SENDER])
        found = chosen_member(tx, actor, typed, must=False) if way == "open" or typed.get("member") else None
    candidates = {**looked.candidates, **({"member": found.candidates} if found else {})}
    wrong = complaints_of(error) if error else []
    page = member_step(way, Typed({**typed, **looked.codes}, wrong, candidates), draft)
    return render_template("cases/new_member.html", page=page)


def _route_page(kept: Mapping[str, str], typed: Mapping[str, str], draft: str, error: DeskError | None = None) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        person = subject_of(tx, actor, kept)
        proposed = proposals(tx, person.member, actor.post.path if actor.post else "/") if person else []
        values, candidates = opened_by.with_proposals(tx, actor, typed, proposed, _RECEIVING)
        label = opened_by.label_of(tx, person, kept)
    wrong = complaints_of(error) if error else []
    page = route_step(kept["way"], Typed(values, wrong, candidates), draft, label, proposed)
    return render_template("cases/new_route.html", page=page)


def _check_page(kept: Mapping[str, str], draft: str, error: DeskError | None = None) -> str:
    with current_database().read() as tx:
        checked = checked_of(tx, current_actor(), kept, draft)
        page = check_page(checked, Typed(sent_fields(), complaints_of(error) if error else []), key=_sent_key())
    return render_template("cases/new_check.html", page=page)


def _sent_key() -> str:
    return request.form.get("key", "")
