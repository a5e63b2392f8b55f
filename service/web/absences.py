"""代办: one's own page of days away, and for administrators that of others."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.absences import NewAbsence, absent_person, announce_absence, end_absence
from service.db import Transaction
from service.errors import DeskError
from service.forms.absences import ABSENCE
from service.forms.loading import load
from service.login import current_actor, current_database
from service.presentation.absences_page import absences_page
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.queries.absences import read_absences
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("absences")


@blueprint.get("/absences/<name>")
def index(name: str) -> str:
    """Who acts for the person and when, for whom the person acts, and the form for more days."""
    return _page(name)


@blueprint.post("/absences/<name>")
def announce(name: str) -> Response | tuple[str, int]:
    """Days away."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        absence = announce_absence(tx, actor, name, NewAbsence(**load(ABSENCE, sent_fields())))
        return _done(name, _("已设置，这几天由%(name)s代办。", name=absence.substitute.display_name))

    try:
        return once(verb)
    except DeskError as error:
        return _page(name, Typed(sent_fields(), complaints_of(error))), status_of(error)


@blueprint.post("/absences/<name>/<int:absence_id>/end")
def end(name: str, absence_id: int) -> Response:
    """From now on nobody stands in."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        end_absence(tx, actor, absence_id)
        return _done(name, _("代办已结束。"))

    return once(verb)


def _done(name: str, text: str) -> Outcome:
    return Outcome(url_for("absences.index", name=name), text)


def _page(name: str, typed: Typed = NOTHING_TYPED) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        read = read_absences(tx, absent_person(tx, actor, name))
        page = absences_page(actor, read, tx.today, typed, request.form.get("key", ""))
    return render_template("users/absences.html", page=page)
