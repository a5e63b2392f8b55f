"""Members: found, recorded, corrected, and shown in full to whoever says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.members import HOLDING_KINDS, create_member, reveal, update_member
from service.db import Transaction
from service.errors import DeskError, NotFound, VersionRequired
from service.forms.directory import MEMBER, PERSON
from service.forms.loading import load, load_changes
from service.login import current_actor, current_database
from service.models import Member
from service.permissions import OFFICERS, Actor, may_write_members, require
from service.presentation.form_fields import Typed
from service.presentation.frame import STARTERS
from service.presentation.member_forms import SECRETS, edit_member_form, new_member_form, values_of
from service.presentation.member_pages import MemberReading, MemberRow, member_page, member_row, members_page
from service.queries import members as reading
from service.queries.duplicates import likely_duplicates, record_kept_for, records_of
from service.queries.member_page import cases_of, letters_of, relations_of
from service.web.lookup import LookUp, look_up
from service.web.once import SEE_OTHER, Outcome, once, sent_version
from service.web.room import complaints_of, sent_fields, signed_in, status_of
from workflows.roles import Role

blueprint = signed_in("members")
ROWS = 20
_WRITERS = OFFICERS | {Role.BRANCH_SECRETARY}
_UNIT = LookUp("organization_code", tuple(sorted(HOLDING_KINDS)))


@blueprint.get("/members")
def index() -> str:
    """The members one may see, found by name, initials or the last four places."""
    actor, q = current_actor(), request.args.get("q", "").strip()
    with current_database().read() as tx:
        found = reading.members_page(tx, actor, q=q, after=request.args.get("after", ""), limit=ROWS + 1)
        shown = found[:ROWS]
        following = shown[-1].id if len(found) > ROWS else ""
        page = members_page(_rows(tx, actor, list(shown)), q, following, may_add=bool(actor.paths(_WRITERS)))
    return render_template("members/index.html", page=page)


@blueprint.get("/members/<member_id>")
def detail(member_id: str) -> str | Response:
    """One member; of a record that went up in another, that one."""
    with current_database().read() as tx:
        if kept := record_kept_for(tx, member_id):
            return redirect(url_for("members.detail", member_id=kept), SEE_OTHER)
        page = member_page(_read(tx, member_id))
    return render_template("members/detail.html", member=page)


@blueprint.post("/members/<member_id>/reveal", endpoint="reveal")
def show_in_full(member_id: str) -> str | tuple[str, int]:
    """The whole number and phone, this once; who looked and why is kept."""
    actor, reason = current_actor(), request.form.get("reason", "")
    try:
        shown = current_database().transact(
            lambda tx: {
                "id_number": reveal(tx, actor, member_id, "id_number", reason),
                "phone": reveal(tx, actor, member_id, "phone", reason),
            }
        )
    except DeskError as error:
        if isinstance(error, NotFound):
            raise
        with current_database().read() as tx:
            page = member_page(_read(tx, member_id), Typed({"reason": reason}, complaints_of(error)))
        return render_template("members/detail.html", member=page), status_of(error)
    with current_database().read() as tx:
        page = member_page(_read(tx, member_id, shown))
    return render_template("members/detail.html", member=page)


@blueprint.get("/members/new")
def new() -> str:
    """The form for a new member, at one's own organization unless another is chosen."""
    require(bool(current_actor().paths(_WRITERS)))
    post = current_actor().post
    own = post.code if post is not None and post.kind in HOLDING_KINDS else ""
    return _new_form({"organization_code": own, "member_status": "full"})


@blueprint.post("/members/new")
def create() -> Response | str | tuple[str, int]:
    """Record a member, or show the form again."""
    typed = sent_fields()
    if "find" in request.form:
        return _new_form(typed)
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        looked = look_up(tx, request.form, [_UNIT])
        looked.require()
        member = create_member(tx, actor, load(MEMBER, _described(typed) | looked.codes))
        return Outcome(url_for("members.detail", member_id=member.id), _("已登记 %(name)s。", name=member.name))

    try:
        return once(verb)
    except DeskError as error:
        return _new_form(typed, error), status_of(error)


@blueprint.get("/members/<member_id>/edit")
def edit(member_id: str) -> str:
    """The form with what is recorded."""
    return _edit_form(member_id)


@blueprint.post("/members/<member_id>/edit")
def update(member_id: str) -> Response | tuple[str, int]:
    """Correct what is recorded; number and phone only where something was typed."""
    actor, typed = current_actor(), sent_fields()
    changes = {name: value for name, value in typed.items() if value.strip() or name not in SECRETS}

    def verb(tx: Transaction) -> Outcome:
        version = sent_version()
        if version is None:
            raise VersionRequired
        member = update_member(tx, actor, member_id, load_changes(PERSON, changes), version)
        return Outcome(url_for("members.detail", member_id=member_id), _("已更正 %(name)s 的信息。", name=member.name))

    try:
        return once(verb)
    except DeskError as error:
        return _edit_form(member_id, typed, error), status_of(error)


def _new_form(typed: Mapping[str, Any], error: DeskError | None = None) -> str:
    with current_database().read() as tx:
        looked = look_up(tx, typed, [_UNIT])
    wrong = complaints_of(error) if error else []
    page = new_member_form(Typed({**typed, **looked.codes}, wrong, looked.candidates), request.form.get("key", ""))
    return render_template("members/form.html", page=page)


def _edit_form(member_id: str, typed: Mapping[str, Any] | None = None, error: DeskError | None = None) -> str:
    with current_database().read() as tx:
        member = _visible(tx, current_actor(), member_id)
        responsible = reading.responsible_for(tx, member)
        require(responsible is not None and may_write_members(current_actor(), responsible), member=member_id)
        wrong = complaints_of(error) if error else []
        values = typed if typed is not None else values_of(member)
        page = edit_member_form(member, reading.masked(tx, member), Typed(values, wrong), request.form.get("key", ""))
    return render_template("members/form.html", page=page)


def _described(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if not name.endswith("_query")}


def _visible(tx: Transaction, actor: Actor, member_id: str) -> Member:
    member = reading.find_member(tx, actor, member_id)
    if member is None:
        raise NotFound(member=member_id)
    return member


def _read(tx: Transaction, member_id: str, shown: Mapping[str, str | None] | None = None) -> MemberReading:
    actor = current_actor()
    member = _visible(tx, actor, member_id)
    responsible, affiliation = reading.responsible_for(tx, member), reading.affiliation_of(tx, member)
    records = records_of(tx, member)
    return MemberReading(
        member=member,
        masked=reading.masked(tx, member),
        affiliation=affiliation,
        relations=relations_of(tx, actor, records),
        cases=cases_of(tx, actor, records),
        letters=letters_of(tx, actor, records),
        duplicates=likely_duplicates(tx, actor, member),
        may_write=responsible is not None and may_write_members(actor, responsible),
        may_start=bool(actor.paths(STARTERS)) and affiliation is not None,
        now=tx.now,
        revealed=shown or {},
    )


def _rows(tx: Transaction, actor: Actor, members: list[Member]) -> list[MemberRow]:
    """Three statements, however many members there are."""
    affiliated, responsible = (reading.holders(tx, members, name) for name in ("affiliation", "responsibility"))
    transfers = {
        case.member_id: case for case in cases_of(tx, actor, [member.id for member in members], only_open=True)
    }
    return [
        member_row(
            member, reading.masked(tx, member)["id_number"], affiliated.get(member.id), responsible.get(member.id),
            transfers.get(member.id),
        )
        for member in members
    ]  # fmt: skip
