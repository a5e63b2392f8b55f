"""What every group of pages begins with: a blueprint whose pages ask first who is there."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from service.casework.files import NewFile
from service.errors import DeskError
from service.login import current_actor, signed_in_actor
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.words import Complaint, complaint, say
from service.problems import problem_of
from service.web.kept import Kept
from service.web.login_page import login_page

_OUR_OWN = frozenset({"csrf_token", "key", "version", "find"})
_BEFORE_A_NEW_PASSWORD = frozenset({"auth.account", "auth.change_password", "auth.logout"})


def signed_in(name: str) -> Blueprint:
    """A blueprint of pages for people who have signed in, and have a password of their own."""
    blueprint = Blueprint(name, f"service.web.{name}")
    blueprint.before_request(require_person)
    return blueprint


def require_person() -> Response | tuple[str, int] | None:
    """Raises Unauthenticated, and takes a form that was sent along through signing in.

    A one-time password opens nothing but the page on which it is changed.
    """
    if request.method == "POST" and signed_in_actor() is None:
        return login_page(kept=Kept.of_request().as_text()), 401
    actor = current_actor()
    if actor.must_change_password and request.endpoint not in _BEFORE_A_NEW_PASSWORD:
        return redirect(url_for("auth.account"), 303)
    return None


def complaints_of(error: DeskError) -> list[Complaint]:
    """What a refused form is told, one thing each."""
    if error.refusals:
        return [complaint(refusal) for refusal in error.refusals]
    return [Complaint(None, say(error.code, error.values))]


def status_of(error: DeskError) -> int:
    """The status of a refused form."""
    return problem_of(error).status


def sent_fields() -> dict[str, str]:
    """The form that was sent, as it was typed, without what the pages themselves put there."""
    return {name: value for name, value in request.form.items() if name not in _OUR_OWN}


def typed_of(error: DeskError | None) -> Typed:
    """What was typed into the form that was refused, and why; nothing where none was."""
    return Typed(sent_fields(), complaints_of(error)) if error else NOTHING_TYPED


def sent_file() -> NewFile:
    """The file of the form that was sent; without one, a file without name and content."""
    sent = request.files.get("file")
    return NewFile(sent.filename or "", sent.mimetype, sent.read()) if sent else NewFile("", "", b"")


def texts(*names: str) -> dict[str, str]:
    """These fields of the form that was sent, as they were typed."""
    return {name: request.form.get(name, "") for name in names}


def chosen(name: str, allowed: Sequence[str]) -> str:
    """A value of the address that is one of a few; else the first of them."""
    asked = request.args.get(name, "")
    return asked if asked in allowed else allowed[0]
