"""Whether a letter is genuine: open to anybody who holds one, and to nobody who guesses."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.errors import NotFound
from service.login import current_database
from service.papers import read_code, shown_code
from service.presentation.verification_page import as_json, empty_page, verification_page
from service.problems import asks_for_json
from service.queries.letters import letter_with_code
from service.web.tries import Tries, address_of_request

blueprint = Blueprint("verification", __name__)
_TRIES = "verification_tries"
_WRONG_ONE_MORE = 2
"""A code that does not exist costs three times as much as one that does: ten guesses a minute."""

blueprint.record(lambda state: state.app.extensions.setdefault(_TRIES, Tries()))


@blueprint.get("/v")
def ask() -> Response | str | tuple[str, int]:
    """The form into which the code is typed."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return render_template("verification/letter.html", page=empty_page())
    code = read_code(typed)
    return redirect(url_for("verification.letter", code=shown_code(code)), 303) if code else _nothing(typed)


@blueprint.get("/v/<code>")
def letter(code: str) -> Response | str | tuple[str, int]:
    """What is known of the letter with this code; for a program, as JSON."""
    tries: Tries = current_app.extensions[_TRIES]
    tries.spend(address_of_request())
    read = read_code(code)
    with current_database().read() as tx:
        found = letter_with_code(tx, read) if read else None
        today = tx.today
    if read is None or found is None:
        tries.spend(address_of_request(), _WRONG_ONE_MORE)
        return _nothing(code)
    if asks_for_json():
        return jsonify(as_json(found, today))
    return render_template("verification/letter.html", page=verification_page(found, read, today))


def _nothing(code: str) -> tuple[str, int]:
    if asks_for_json():
        raise NotFound
    page = empty_page(code, _("没有这个核验码。请核对 12 位字母数字。"))
    return render_template("verification/letter.html", page=page), 404
