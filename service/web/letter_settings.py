"""How a committee numbers and prints its letters."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.letter_settings import keep_letter_settings
from service.db import Transaction
from service.errors import DeskError
from service.forms.letter_settings import LETTER_SETTINGS
from service.forms.loading import load
from service.login import current_actor, current_database
from service.presentation.file_answer import pdf_answer
from service.presentation.form_fields import Typed
from service.presentation.letter_settings_page import letter_settings_page, trial_print
from service.queries.organizations import organization_with_code
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("letter_settings")


@blueprint.route("/organizations/<code>/letters", methods=["GET", "POST"])
def edit(code: str) -> Response | str | tuple[str, int]:
    """The form; sent, kept."""
    if request.method == "GET":
        return _form(code)
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        unit = keep_letter_settings(tx, actor, code, load(LETTER_SETTINGS, sent_fields()))
        return Outcome(url_for("letter_settings.edit", code=unit.code), _("介绍信设置已保存。"))

    try:
        return once(verb)
    except DeskError as error:
        return _form(code, Typed(sent_fields(), complaints_of(error))), status_of(error)


@blueprint.get("/organizations/<code>/letters/trial.pdf")
def trial(code: str) -> Response:
    """A trial print, to see where print falls on the official form."""
    with current_database().read() as tx:
        pdf = trial_print(tx, current_actor(), organization_with_code(tx, code))
    return pdf_answer(pdf, "trial")


def _form(code: str, typed: Typed | None = None) -> str:
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        page = letter_settings_page(tx, current_actor(), unit, typed, request.form.get("key", ""))
    return render_template("organizations/form.html", page=page)
