"""What went wrong, as HTTP says it: one table from error to status, problem+json for programs, a page for people."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from service import clock, errors, messages
from workflows.vocabulary import Refusal

API = "/api/"
PROBLEM_JSON = "application/problem+json"
SIGN_IN_VIEW = "auth.login"
CASE_VIEW = "cases.detail"

STATUSES: Mapping[type[errors.DeskError], int] = {
    errors.Unauthenticated: 401,
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.NotYourTurn: 403,
    errors.VersionRequired: 428,
    errors.StaleVersion: 412,
    errors.WrongState: 409,
    errors.ActionRefused: 409,
    errors.DuplicateOpenCase: 409,
    errors.Conflict: 409,
    errors.ValidationFailed: 422,
    errors.NudgeTooSoon: 429,
    errors.RateLimited: 429,
    errors.IdempotencyKeyRequired: 400,
    errors.IdempotencyInProgress: 409,
    errors.IdempotencyKeyReused: 422,
    errors.TooLarge: 413,
    errors.UnsupportedFile: 415,
    errors.CommitUnknown: 503,
    errors.DeskError: 503,  # the installation is not in order: no schema, no keys
}
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_file", 429: "rate_limited"}
_RESERVED = frozenset({"type", "title", "status", "detail", "code", "errors", "request_id", "reference"})
_LOCKED = frozenset({"55P03", "40P01", "40001", "57014"})
_UNFORESEEN = 500
_EXPIRED_PAGE = 419
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger()


@dataclass(frozen=True)
class Problem:
    """One answer that is no success. `page` is the status whose sentences the page shows."""

    status: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    page: int | None = None

    @property
    def detail(self) -> str:
        """What is wrong, and what to do."""
        return say(self.code, self.values)


def init_app(app: Flask) -> None:
    """From here on nothing leaves as a bare error, and no exception's own text leaves at all."""
    app.register_error_handler(Exception, answer)


def asks_for_json() -> bool:
    """Whether a program asks, at an address that answers people too."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def say(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of an error or a refusal in the reader's language."""
    return messages.say(code, values, gettext)


def request_id() -> str:
    """The one the client or a proxy gave, if it looks like one; else a new one."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(g.request_id)


def reference() -> str:
    """A short number to read out on the telephone; the log has it beside the request's id."""
    return f"E-{hashlib.sha256(request_id().encode()).hexdigest()[:4].upper()}"


def answer(error: Exception) -> AnyResponse:
    """The response to any error: JSON below /api, a page elsewhere."""
    if isinstance(error, HTTPException) and (error.code is None or error.code < 400):  # a redirect
        return error.get_response()
    problem = problem_of(error)
    if problem.status == _UNFORESEEN:
        _hide_values(error)
        log.error("unforeseen", exc_info=error, reference=reference(), request_id=request_id())
    if request.path.startswith(API) or asks_for_json():
        return _as_json(problem)
    if isinstance(error, errors.Unauthenticated) and SIGN_IN_VIEW in current_app.view_functions:
        return redirect(url_for(SIGN_IN_VIEW, next=_here()), 303)
    return _as_page(problem)


def problem_of(error: Exception) -> Problem:
    """The one table."""
    if isinstance(error, errors.DeskError):
        status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        return Problem(status, error.code, error.values, error.refusals, _headers(error, status))
    if isinstance(error, CSRFError):
        return Problem(400, "form_expired", page=_EXPIRED_PAGE)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, exc.SQLAlchemyError):
        return _of_database(error)
    return Problem(_UNFORESEEN, "internal_error", {"reference": reference()})


def _of_http(error: HTTPException) -> Problem:
    status = error.code or _UNFORESEEN
    methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
    if status >= _UNFORESEEN:
        return Problem(status, "internal_error", {"reference": reference()})
    return Problem(status, _CODES.get(status, "bad_request"), headers=headers)


def _of_database(error: exc.SQLAlchemyError) -> Problem:
    if isinstance(error, StaleDataError | exc.IntegrityError):  # somebody else was faster, and a constraint saw it
        log.warning("conflict", kind=type(error).__name__, reference=reference(), request_id=request_id())
        return Problem(409, "conflict")
    if isinstance(error, exc.DataError):
        return Problem(400, "bad_request")
    if isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError):
        cause = getattr(error, "orig", None)
        busy = str(getattr(cause, "sqlstate", "")) in _LOCKED or "is locked" in str(cause)
        log.warning("database", busy=busy, kind=type(error).__name__, request_id=request_id())
        return Problem(503, "busy" if busy else "unavailable", headers={"Retry-After": "2" if busy else "30"})
    return Problem(_UNFORESEEN, "internal_error", {"reference": reference()})


def _headers(error: errors.DeskError, status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="transfer-desk"'}
    if isinstance(error, errors.NudgeTooSoon):
        now = clock.now()
        tomorrow = clock.start_of(clock.day_of(now) + timedelta(days=1))
        return {"Retry-After": str(int((tomorrow - now).total_seconds()) + 1)}
    waits = isinstance(error, errors.RateLimited | errors.IdempotencyInProgress | errors.CommitUnknown)
    return {"Retry-After": str(error.values.get("retry_after", 2))} if waits else {}


def _as_json(problem: Problem) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:transfer-desk:problem:{problem.code}",
        "title": gettext(messages.title(problem.code)),
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "errors": [
            {"code": refusal.code, "detail": say(refusal.code, refusal.values), "field": refusal.field}
            for refusal in problem.refusals
        ],
        "request_id": request_id(),
    }
    if problem.status < _UNFORESEEN:  # what helps; an installation's own trouble is nobody else's business
        body |= {name: _plain(value) for name, value in problem.values.items() if name not in _RESERVED}
    else:
        body["reference"] = reference()
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, problem.status, dict(problem.headers), content_type=PROBLEM_JSON)


def _as_page(problem: Problem) -> Response:
    page = {
        "status": problem.page or problem.status,
        "title": None,
        "detail": problem.detail,
        "reasons": [say(refusal.code, refusal.values) for refusal in problem.refusals],
        "safe": None,
        "now": None,
        "contact": None,
        "code": reference(),
        "links": _links(problem),
    }
    return Response(_rendered(page, problem.status), problem.status, dict(problem.headers))


def _rendered(page: dict[str, Any], status: int) -> str:
    if status != _UNFORESEEN:
        try:
            return render_template("errors/problem.html", problem=page)
        except Exception:  # the frame asks the database, which may be what is broken
            log.exception("no_problem_page", reference=reference(), request_id=request_id())
    return render_template("errors/500.html", code=reference())


def _links(problem: Problem) -> list[dict[str, str]]:
    number = problem.values.get("number")
    if not number or problem.status == 404 or CASE_VIEW not in current_app.view_functions:
        return []
    return [{"label": gettext("看最新情况"), "url": url_for(CASE_VIEW, number=number)}]


def _here() -> str | None:
    """Where to go on after signing in: a page that was asked for, never a step that was sent."""
    return request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).isoformat()
    return value if value is None or isinstance(value, bool | int | str | list | tuple | dict) else str(value)


def _hide_values(error: BaseException) -> None:
    """What was written to the database may name people; the log is no place for it."""
    if isinstance(error, exc.StatementError):
        error.hide_parameters = True
