"""Signing in and out, and what one sets for oneself in this browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.casework.sign_ins import sign_in
from service.errors import Unauthenticated
from service.login import begin_session, current_database, end_session, signed_in_actor
from service.login import choose_post as speak_as
from service.presentation.frame import LANGUAGES, SIZES
from service.presentation.sign_in_page import LoginPage, demo_sign_ins
from service.presentation.words import say
from service.web import account
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
    return _login_page(LoginPage(url_for("auth.sign_in_sent"), next_url=wanted))


@blueprint.post("/login")
def sign_in_sent() -> Response | tuple[str, int]:
    """Name and password; a wrong one of the two is not said apart."""
    name, wanted = request.form.get("name", ""), own_address(request.form.get("next", ""))
    try:
        begin_session(sign_in(current_database(), name, request.form.get("password", "")))
    except Unauthenticated as error:
        page = LoginPage(url_for("auth.sign_in_sent"), name, say(error.code, error.values), next_url=wanted)
        return _login_page(page), 401
    return redirect(wanted or url_for("todo.home"), 303)


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
    """Size of the text and language, kept by the browser; the script for the size sets the same cookie."""
    response = make_response(redirect(own_address(request.form.get("next", "")) or url_for("todo.home"), 303))
    size, language = request.form.get("size", ""), request.form.get("language", "")
    secure = request.is_secure
    if size in SIZES:
        response.set_cookie(SIZE_COOKIE, size, max_age=_A_YEAR, samesite="Lax", secure=secure)
    if language in LANGUAGES:
        response.set_cookie(_LANGUAGE_COOKIE, language, max_age=_A_YEAR, samesite="Lax", secure=secure)
    return response


def own_address(address: str) -> str:
    """An address of ours to go on to; nothing for any other machine's."""
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain and not parts.scheme and not parts.netloc and "\\" not in address else ""


def _login_page(page: LoginPage) -> str:
    with current_database().read() as tx:
        known = demo_sign_ins(tx)
    return render_template("auth/login.html", page=page, demo_sign_ins=known)
