"""Members who are away: a leave reported, an inflow registered, a certificate shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.arrive import arrive, decline_holder
from service.casework.open_case import open_case, opening
from service.db import Transaction
from service.errors import DeskError, ValidationFailed
from service.login import current_actor, current_database
from service.permissions import Actor
from service.presentation.away_pages import away_page, opened_label
from service.presentation.form_fields import Typed, organization_options
from service.presentation.reading import viewer_of
from service.queries.candidates import person_named
from service.queries.certificates import awaited_at
from service.queries.organizations import find_organization
from service.web.lookup import LookUp, look_up
from service.web.once import Outcome, once
from service.web.opened_by import newcomer, starter
from service.web.room import complaints_of, sent_fields, status_of
from service.web.who import chosen_member, named_person
from workflows.roles import MEMBER_KINDS

_MEMBER_KINDS = tuple(sorted(MEMBER_KINDS))
_SIDES = {
    "away": [LookUp("receiving_code", _MEMBER_KINDS)],
    "inflow": [LookUp("receiving_code", _MEMBER_KINDS), LookUp("outflow_code", ("external",))],
    "arrival": [LookUp("receiving_code", _MEMBER_KINDS)],
    "decline": [],
}
_PERSON = frozenset({"member", "name", "id_number", "unknown"})


def install(blueprint: Blueprint) -> None:
    """These pages belong to the blueprint of cases."""
    for view in (new_away, new_inflow, new_arrival, new_decline):
        path = f"/cases/new/{view.__name__.removeprefix('new_')}"
        blueprint.add_url_rule(path, view.__name__, view, methods=["GET", "POST"])


def new_away() -> Response | str | tuple[str, int]:
    """外出报告."""
    return _form("away", _report)


def new_inflow() -> Response | str | tuple[str, int]:
    """流入登记."""
    return _form("inflow", _register)


def new_arrival() -> Response | str | tuple[str, int]:
    """凭活动证报到."""
    return _form("arrival", _arrive)


def new_decline() -> Response | str | tuple[str, int]:
    """未予编入, which the rules do not allow: it is written down with its reason."""
    return _form("decline", _decline)


def _form(way: str, verb: Callable[[Transaction, Actor], Outcome]) -> Response | str | tuple[str, int]:
    actor = starter()
    if request.method == "GET":
        return _page(way, {"member": request.args.get("member_id", ""), **request.args.to_dict()})
    if "find" in request.form:
        return _page(way, sent_fields() | {"find": request.form["find"]})
    try:
        return once(lambda tx: verb(tx, actor))
    except DeskError as error:
        return _page(way, sent_fields(), error), status_of(error)


def _report(tx: Transaction, actor: Actor) -> Outcome:
    values = _sent(tx, "away")
    person = chosen_member(tx, actor, values).person
    return _opened(tx, actor, "report_leave", {"member_id": person.member.id if person else ""}, values)


def _register(tx: Transaction, actor: Actor) -> Outcome:
    values = _sent(tx, "inflow")
    who: dict[str, Any] = {"id_number": values.get("id_number", ""), "name": values.get("name", "").strip()}
    if _is_new(tx, values) and (values.get("unknown") or values.get("outflow_code")):
        who = {"member": newcomer(values)}
    else:
        named_person(tx, actor, values)
    return _opened(tx, actor, "register_inflow", who, values)


def _arrive(tx: Transaction, actor: Actor) -> Outcome:
    case = arrive(tx, actor, {name: value for name, value in _sent(tx, "arrival").items() if not _is_search(name)})
    return Outcome(url_for("cases.detail", number=case.number), _("编号核对一致，已编入。"))


def _decline(tx: Transaction, actor: Actor) -> Outcome:
    sent = sent_fields()
    decline_holder(tx, actor, sent.get("certificate_number", ""), sent.get("reason", ""))
    return Outcome(url_for("cases.new_arrival"), _("已记录，并告知流出地党组织和组织部。"))


def _is_new(tx: Transaction, typed: Mapping[str, str]) -> bool:
    try:
        values = newcomer(typed)
    except ValidationFailed:
        return False
    return person_named(tx, values["id_number"], values["name"]) is None


def _sent(tx: Transaction, way: str) -> dict[str, str]:
    """What was typed, with the code of each organization that was looked for."""
    typed = sent_fields()
    looked = look_up(tx, typed, _SIDES[way])
    looked.require()
    return {**typed, **looked.codes}


def _opened(tx: Transaction, actor: Actor, action: str, who: Mapping[str, Any], values: Mapping[str, str]) -> Outcome:
    fields = {name: value for name, value in values.items() if name not in _PERSON and not _is_search(name)}
    case = open_case(tx, actor, opening("mobile_registration", action, {**who, **fields}))
    return Outcome(url_for("cases.detail", number=case.number), opened_label(case))


def _is_search(name: str) -> bool:
    return name.endswith("_query")


def _page(way: str, typed: Mapping[str, Any], error: DeskError | None = None) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        drawn = _drawn(tx, actor, way, typed, error)
        awaited = awaited_at(tx, actor) if way == "arrival" else []
        key = request.form.get("key", "")
        page = away_page(way, drawn, key=key, awaited=awaited, viewer=viewer_of(tx, actor))
    return render_template("cases/away_new.html", page=page)


def _drawn(tx: Transaction, actor: Actor, way: str, typed: Mapping[str, Any], error: DeskError | None) -> Typed:
    looked = look_up(tx, typed, _SIDES[way])
    values, candidates = {**typed, **looked.codes}, dict(looked.candidates)
    if way == "away":
        candidates["member"] = chosen_member(tx, actor, typed, must=False).candidates
    if way == "inflow" and not {"receiving_code", "receiving_code_query"} & typed.keys():
        own = find_organization(tx, actor.post.code) if actor.post and actor.post.kind in MEMBER_KINDS else None
        values["receiving_code"] = own.code if own else ""
        candidates["receiving_code"] = organization_options([own] if own else [])
    return Typed(values, complaints_of(error) if error else [], candidates)
