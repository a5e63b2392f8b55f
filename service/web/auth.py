"""Signing in and out, and what one sets for oneself in this browser."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from service.casework.sign_ins import sign_in
from service.casework.users import speak_language
from service.errors import Unauthenticated
from service.login import begin_session, current_database, end_session, signed_in_actor
from service.login import choose_post as speak_as
from service.presentation.frame import LANGUAGES, SIZES
from service.presentation.words import say
from service.web import account
from service.web.kept import Kept, own_address, resume_page
from service.web.login_page import login_page
from service.web.surroundings import SIZE_COOKIE, install

blueprint = Blueprint("auth", __name__)
install(blueprint)
account.install(blueprint)

_A_YEAR = 365 * 24 * 60 * 60
_LANGUAGE_COOKIE = "language"


@blueprint.get("/login")
def login() -> Response | str:
    """The form; whoever has signed in already goes on."""
    wanted = own_address(request.args.get("next", ""))
    if signed_in_actor() is not None:
        return redirect(wanted or url_for("todo.home"), 303)
    return login_page(next_url=wanted)


@blueprint.post("/login")
def sign_in_sent() -> Response | str | tuple[str, int]:
    """Name and password; a wrong one of the two is not said apart."""
    name, wanted = request.form.get("name", ""), own_address(request.form.get("next", ""))
    kept = request.form.get("kept", "")
    try:
        begin_session(sign_in(current_database(), name, request.form.get("password", "")))
    except Unauthenticated as error:
        return login_page(name, say(error.code, error.values), next_url=wanted, kept=kept), 401
    form = Kept.from_text(kept)
    return resume_page(form) if form is not None else redirect(wanted or url_for("todo.home"), 303)


@blueprint.post("/logout")
def logout() -> Response:
    """The session ends here and on the server."""
    end_session()
    return redirect(url_for("auth.login"), 303)


@blueprint.post("/post")
def choose_post() -> Response:
    """From now on another of one's posts speaks."""
    speak_as(request.form.get("post", ""))
    return redirect(own_address(request.form.get("next", "")) or url_for("todo.home"), 303)


@blueprint.post("/preferences")
def preferences() -> Response:
    """Size of the text and language, kept by the browser, the language also for mail to whoever is signed in.

    The script for the size sets the same cookie.
    """
    response = make_response(redirect(own_address(request.form.get("next", "")) or url_for("todo.home"), 303))
    size, language = request.form.get("size", ""), request.form.get("language", "")
    secure = request.is_secure
    if size in SIZES:
        response.set_cookie(SIZE_COOKIE, size, max_age=_A_YEAR, samesite="Lax", secure=secure)
    if language in LANGUAGES:
        _write_mail_in(language)
        response.set_cookie(_LANGUAGE_COOKIE, language, max_age=_A_YEAR, samesite="Lax", secure=secure)
    return response


def _write_mail_in(language: str) -> None:
    actor = signed_in_actor()
    if actor is not None:
        current_database().transact(lambda tx: speak_language(tx, actor, language.replace("-", "_")))
