"""未落实组织关系: who is followed up, somebody new, and the sheet for the joint conference."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.conferences import agree as write_down
from service.casework.open_case import open_case, opening
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.intake.survey import DEFAULT_CATEGORY
from service.intake.survey import survey as carry_out
from service.login import current_actor, current_database
from service.models import Organization
from service.permissions import CASE_READERS, Actor, require
from service.presentation.conference_page import conference_page
from service.presentation.form_fields import Typed
from service.presentation.new_follow_up import follow_up_form
from service.presentation.reading import viewer_of
from service.presentation.stuck_figures import GROUPS, Asked
from service.presentation.stuck_page import FOLLOWERS, stuck_page
from service.presentation.survey_page import survey_page
from service.queries import conference as blocked
from service.queries import stuck as reading
from service.queries.candidates import person_named
from service.queries.lists import organizations_page
from service.queries.organizations import find_organization
from service.web.once import Outcome, once
from service.web.opened_by import starter
from service.web.room import complaints_of, sent_fields, sent_file, signed_in, status_of
from service.web.who import chosen_member

blueprint = signed_in("stuck")
ROWS, SHEET_ROWS = 20, 100
_UNITS_OFFERED = 200
_NEWCOMER = ("name", "id_number", "phone")


@blueprint.get("/stuck")
def index() -> str:
    """The longest first, by reason."""
    actor, asked = _reader(), _asked()
    with current_database().read() as tx:
        unit = find_organization(tx, asked.organization) if asked.organization else None
        found = reading.stuck_page(tx, actor, asked.wanted(unit), after=asked.after, limit=ROWS)
        figures = reading.figures_of(tx, actor, unit)
        page = stuck_page(asked, viewer_of(tx, actor), found, figures, _units(tx, actor))
    return render_template("stuck/index.html", page=page)


@blueprint.route("/stuck/new", methods=["GET", "POST"])
def new() -> Response | str | tuple[str, int]:
    """Somebody whom one's own unit begins to follow up."""
    actor = current_actor()
    require(bool(actor.paths(FOLLOWERS)))
    if request.method == "GET":
        return _form(actor, {"member": request.args.get("member_id", "")})
    if "find" in request.form:
        return _form(actor, sent_fields() | {"find": request.form["find"]})
    try:
        return once(lambda tx: _open(tx, actor))
    except DeskError as error:
        return _form(actor, sent_fields(), error), status_of(error)


@blueprint.get("/stuck/conference")
def conference() -> str:
    """The blocked cases, to print."""
    actor, asked = _reader(), _asked()
    with current_database().read() as tx:
        unit = find_organization(tx, asked.organization) if asked.organization else None
        rows, place = blocked.conference_page(tx, actor, unit, after=asked.after, limit=SHEET_ROWS)
        page = conference_page(asked, viewer_of(tx, actor), rows, place, _units(tx, actor))
    return render_template("stuck/conference.html", page=page)


@blueprint.post("/stuck/conference/<number>")
def agree(number: str) -> Response:
    """What the conference agreed is written into the case, where every party reads it."""
    actor, words, back = current_actor(), request.form.get("agreed", ""), _asked().words()

    def verb(tx: Transaction) -> Outcome:
        write_down(tx, actor, number, words)
        here = url_for("stuck.conference", _anchor=number, **back)  # type: ignore[arg-type]
        return Outcome(here, _("已记在办件里，各方都能看到。"))

    return once(verb)


@blueprint.route("/stuck/survey", methods=["GET", "POST"])
def survey() -> str | tuple[str, int]:
    """A file of persons found without a confirmed place, carried out at once; sending it again joins them all."""
    actor = starter()
    category = request.form.get("category", DEFAULT_CATEGORY)
    if request.method == "GET":
        return render_template("stuck/survey.html", page=survey_page(category))
    content = sent_file().content
    try:
        rows = current_database().transact(lambda tx: carry_out(tx, actor, content, category))
    except DeskError as error:
        page = survey_page(category, errors=complaints_of(error))
        return render_template("stuck/survey.html", page=page), status_of(error)
    return render_template("stuck/survey.html", page=survey_page(category, rows))


def _reader() -> Actor:
    actor = current_actor()
    if not actor.paths(CASE_READERS):
        raise NotFound
    return actor


def _units(tx: Transaction, actor: Actor) -> Sequence[Organization]:
    return organizations_page(tx, below=actor.post.path, limit=_UNITS_OFFERED) if actor.post else []


def _asked() -> Asked:
    """What makes no sense in an address is left out."""
    group = request.args.get("group", "")
    known = group if group in GROUPS or group == "lost" else ""
    return Asked(known, request.args.get("organization", ""), _after())


def _after() -> int:
    after = request.args.get("after", "")
    return int(after) if after.isascii() and after.isdigit() and len(after) < len(str(2**63)) else 0


def _open(tx: Transaction, actor: Actor) -> Outcome:
    typed = sent_fields()
    if typed.get("member") or typed.get("member_query"):
        person = chosen_member(tx, actor, typed).person
        who: dict[str, object] = {"member_id": person.member.id if person else ""}
    elif person_named(tx, typed.get("id_number", ""), typed.get("name", "")) is not None:
        who = {name: typed[name] for name in ("id_number", "name")}
    else:
        who = {"member": {name: typed[name] for name in _NEWCOMER if typed.get(name)}}
    fields = {name: typed.get(name, "") for name in ("category", "comment")}
    case = open_case(tx, actor, opening("follow_up", None, {**who, **fields}))
    return Outcome(url_for("cases.detail", number=case.number), _("已建档。联系以后登记结果。"))


def _form(actor: Actor, typed: dict[str, str], error: DeskError | None = None) -> str:
    with current_database().read() as tx:
        found = chosen_member(tx, actor, typed, must=False)
    drawn = Typed(typed, complaints_of(error) if error else [], {"member": found.candidates})
    page = follow_up_form(drawn, key=request.form.get("key", ""))
    return render_template("stuck/new.html", page=page)
