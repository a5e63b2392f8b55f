"""What the pages that open a case read: whom it is about, where it would go, and who would decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.following import open_following
from service.casework.open_case import open_case, opening
from service.casework.parties import find_way
from service.db import Transaction
from service.errors import DeskError, NotFound, ValidationFailed
from service.forms.directory import PERSON
from service.forms.loading import load
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import Actor, require, speaks_for
from service.presentation.check_page import Checked
from service.presentation.dual_facts import other_side
from service.presentation.form_fields import Option, Typed, organization_options
from service.presentation.frame import STARTERS
from service.presentation.new_case_pages import described, dual_form
from service.presentation.reading import visible_case
from service.queries.candidates import member_chosen, person_named
from service.queries.destinations import Proposal
from service.queries.members import masked
from service.queries.organizations import find_organization, organization_with_code
from service.queries.subjects import Person
from service.web.lookup import LookUp, look_up
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, status_of
from service.web.who import chosen_member, named_person
from workflows import NEWEST
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Party, Refusal

_SIDES = [LookUp(name, tuple(sorted(MEMBER_KINDS))) for name in ("receiving_code", "outflow_code")]
_TYPED = ("kind", "reason_code", "consent_on", "service_post", "comment")


def install(blueprint: Blueprint) -> None:
    """The form for dual management belongs to the blueprint of cases."""
    blueprint.add_url_rule("/cases/new/dual", "new_dual", new_dual, methods=["GET", "POST"])


def starter() -> Actor:
    """Whoever asks. Raises NotPermitted for somebody who opens no cases."""
    actor = current_actor()
    require(bool(actor.paths(STARTERS)))
    return actor


def new_dual() -> Response | str | tuple[str, int]:
    """双重管理、双向登记: one page."""
    actor = starter()
    if request.method == "GET":
        about = {"member": request.args.get("member_id", ""), "follows": request.args.get("follows", "")}
        return _dual_page({"kind": "dual_management", **about})
    if "find" in request.form:
        return _dual_page(sent_fields() | {"find": request.form["find"]})
    try:
        return once(lambda tx: _propose(tx, actor))
    except DeskError as error:
        return _dual_page(sent_fields(), error), status_of(error)


def newcomer(typed: Mapping[str, str]) -> dict[str, str]:
    """Name and number of somebody who arrives with a letter, as they are kept."""
    values = load(PERSON, {"name": typed.get("name", ""), "id_number": typed.get("id_number", "")})
    if "id_number" not in values:
        raise ValidationFailed([Refusal("required", {}, "id_number")])
    return {"name": values["name"], "id_number": values["id_number"]}


def subject_of(tx: Transaction, actor: Actor, kept: Mapping[str, str]) -> Person | None:
    """Whom the case will be about; None for somebody the platform does not know yet."""
    if kept.get("member"):
        return member_chosen(tx, actor, kept["member"])
    return person_named(tx, kept.get("id_number", ""), kept.get("name", ""))


def label_of(tx: Transaction, person: Person | None, kept: Mapping[str, str]) -> str:
    """Whom the page is about."""
    if person is None:
        return kept.get("name", "")
    unit = person.affiliation.name if person.affiliation else ""
    return described(person.member, unit, masked(tx, person.member)["id_number"])


def with_proposals(
    tx: Transaction, actor: Actor, typed: Mapping[str, str], proposed: Sequence[Proposal], wanted: LookUp
) -> tuple[dict[str, Any], dict[str, Sequence[Option]]]:
    """The values of the page and what its look-up offers: what the rules propose first, then what was found."""
    looked = look_up(tx, typed, [wanted])
    units = [proposal.organization for proposal in proposed]
    offered = organization_options(units or _likely_units(tx, actor, typed))
    found = [option for option in looked.candidates.get(wanted.name, ()) if option not in offered]
    searched = bool(typed.get(f"{wanted.name}_query"))
    values: dict[str, Any] = {**typed, **looked.codes}
    if not values.get(wanted.name) and offered and not searched:
        values[wanted.name] = offered[0].value
    return values, {wanted.name: found if searched and found else [*offered, *found]}


def checked_of(tx: Transaction, actor: Actor, kept: Mapping[str, str], draft: str) -> Checked:
    """Everything for the last look. Raises NotFound for a member who is not to be seen any more."""
    person = subject_of(tx, actor, kept)
    if person is None and kept["way"] != "register_arrival":
        raise NotFound
    receiving = organization_with_code(tx, kept["receiving_code"])
    sender = find_organization(tx, kept["outflow_code"]) if kept.get("outflow_code") else None
    outflow = sender or (person.affiliation if person else None)
    if outflow is None:
        raise NotFound
    return Checked(
        way=kept["way"],
        draft=draft,
        values=kept,
        member=person.member if person else None,
        outflow=outflow,
        receiving=receiving,
        found=find_way(tx, NEWEST["transfer"].definition.cast, outflow, receiving),
        may_submit=speaks_for(actor, Party.OUTFLOW, outflow),
        today=tx.today,
        calendar=tx.working_days(),
    )


def body_of(kept: Mapping[str, str]) -> dict[str, Any]:
    """The draft as the body of a request to open."""
    body: dict[str, Any] = {name: value for name, value in kept.items() if name not in ("way", "member")}
    if kept.get("member"):
        body["member_id"] = kept["member"]
    return {name: value for name, value in body.items() if not name.endswith("_query")}


def _likely_units(tx: Transaction, actor: Actor, typed: Mapping[str, str]) -> list[Organization]:
    """Where the rules propose nothing: the other side of the registration it follows from, or one's own unit."""
    if typed.get("way") == "open":
        earlier = visible_case(tx, actor, typed["follows"]) if typed.get("follows") else None
        return [other_side(earlier)] if earlier is not None and earlier.workflow == "dual_management" else []
    post = actor.post
    own = find_organization(tx, post.code) if post is not None and post.kind in MEMBER_KINDS else None
    return [own] if own else []


def _propose(tx: Transaction, actor: Actor) -> Outcome:
    typed = sent_fields()
    looked = look_up(tx, typed, _SIDES)
    looked.require()
    if typed.get("member") or typed.get("member_query"):
        person = chosen_member(tx, actor, typed).person
        who = {"member_id": person.member.id if person else ""}
    else:
        person = named_person(tx, actor, typed)
        who = {"id_number": typed["id_number"], "name": person.member.name, **_at_ones_own_unit(actor)}
    fields = {name: typed.get(name, "") for name in _TYPED}
    wanted, follows = opening("dual_management", "propose", {**who, **fields, **looked.codes}), typed.get("follows")
    case = open_following(tx, actor, wanted, follows) if follows else open_case(tx, actor, wanted)
    return Outcome(url_for("cases.done", number=case.number), _("已发起，核对后提交。"))


def _at_ones_own_unit(actor: Actor) -> dict[str, str]:
    """Somebody of another unit is mostly registered where one is."""
    post = actor.post
    return {"receiving_code": post.code} if post is not None and post.kind in MEMBER_KINDS else {}


def _dual_page(typed: Mapping[str, str], error: DeskError | None = None) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        looked = look_up(tx, typed, _SIDES)
        found = chosen_member(tx, actor, typed, must=False)
    candidates = {**looked.candidates, "member": found.candidates}
    values = {**typed, **looked.codes}
    page = dual_form(Typed(values, complaints_of(error) if error else [], candidates), key=request.form.get("key", ""))
    return render_template("cases/dual_new.html", page=page)
