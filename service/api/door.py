"""The JSON door itself: its specification, its blueprints, and the question who is there before anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from http import HTTPStatus
from typing import Any, cast

import flask_smorest
from flask import Flask
from flask_smorest.blueprint import Blueprint
from flask_smorest.utils import prepare_response
from marshmallow import Schema

from service.api.contract import View
from service.api.schemas.shared import ProblemSchema
from service.errors import Unauthenticated
from service.login import signed_in_actor
from service.problems import PROBLEM_JSON

PREFIX = "/api/v1"
_ALWAYS = (401, 403, 422, 503)
_CLIENT_ERRORS = 400
_KEY_REFUSED = (400, 409)

ETAG = {"ETag": {"description": "版本，办理时放进 If-Match", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "新建的是哪一件", "schema": {"type": "string"}}}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "看到的版本，即 ETag；缺少时 428，不是最新时 412",
    "schema": {"type": "string"},
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "同一个请求重发时用同一个，1 到 100 个可见字符",
    "schema": {"type": "string"},
}


class Api(flask_smorest.Api):
    """Writes the specification. Errors are answered where all of the application's are."""

    ERROR_SCHEMA = ProblemSchema  # type: ignore[assignment]  # the library is not typed
    DEFAULT_ERROR_RESPONSE_NAME = None  # type: ignore[assignment]  # each view says how it refuses

    def __init__(self, app: Flask) -> None:
        flask_smorest.Api.__init__(self, app)

    def register_house(self, house: Door) -> None:
        """All resources at once."""
        flask_smorest.Api.register_blueprint(self, house)

    def _register_error_handlers(self) -> None:
        """None of its own: they would answer for the pages too."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= _CLIENT_ERRORS:
                response = {"description": status.phrase, "schema": self.ERROR_SCHEMA}
                prepare_response(response, self.spec, PROBLEM_JSON)
                self.spec.components.response(status.name, response, lazy=True)


class Door(Blueprint):
    """The views of one resource, gathered under its own name in the specification.

    The library is not typed: what is used of it stands here once with its types.
    """

    def __init__(self, name: str, module: str, *, url_prefix: str, description: str = "") -> None:
        Blueprint.__init__(self, name, module, url_prefix=url_prefix, description=description)

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """A view at this address."""
        return cast(Callable[[View], View], Blueprint.route(self, rule, **options))

    def take_in(self, door: Door) -> None:
        """Another resource, below this one's address."""
        Blueprint.register_blueprint(self, door)

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,  # noqa: FBT001 - as the library has it
        **options: Any,
    ) -> None:
        """As the library does, with the resource's name as the tag, and a name for the operation."""
        options["tags"] = options.get("tags") or [self.name]
        if view_func is not None:
            notes = deepcopy(getattr(view_func, "_apidoc", {}))
            notes.setdefault("manual_doc", {}).setdefault("operationId", f"{self.name}_{view_func.__name__}")
            view_func._apidoc = notes  # type: ignore[attr-defined]  # noqa: SLF001 - where the library keeps such notes
        Blueprint.add_url_rule(self, rule, endpoint, view_func, provide_automatic_options, **options)

    def answers(
        self, status: int, schema: type[Schema] | Schema | None, *refused: int, headers: dict[str, Any] | None = None
    ) -> Callable[[View], View]:
        """What the view answers, and with which statuses it may refuse."""

        def decorate(view: View) -> View:
            shown = view
            for code in (*_ALWAYS, *refused):
                shown = Blueprint.alt_response(self, code, response=HTTPStatus(code).name)(shown)
            return cast(View, Blueprint.response(self, status, schema, headers=headers)(shown))

        return decorate

    def also_answers(self, status: int, schema: type[Schema]) -> Callable[[View], View]:
        """Where the answer may have another status, long work above all."""

        def decorate(view: View) -> View:
            return cast(View, Blueprint.alt_response(self, status, schema=schema)(view))

        return decorate

    def sends_file(
        self, content_type: str, *refused: int, headers: dict[str, Any] | None = None
    ) -> Callable[[View], View]:
        """The view answers bytes to be saved."""

        def decorate(view: View) -> View:
            shown = view
            for code in (*_ALWAYS, *refused):
                shown = Blueprint.alt_response(self, code, response=HTTPStatus(code).name)(shown)
            schema = {"type": "string", "format": "binary"}
            return cast(View, Blueprint.response(self, 200, schema, content_type=content_type, headers=headers)(shown))

        return decorate


def takes(*parameters: dict[str, Any]) -> Callable[[View], View]:
    """Note headers and the like that the view reads by itself, and how a bad or a used key is refused."""

    def decorate(view: View) -> View:
        notes = deepcopy(getattr(view, "_apidoc", {}))
        notes.setdefault("arguments", {}).setdefault("parameters", []).extend(deepcopy(list(parameters)))
        for status in _KEY_REFUSED if KEY in parameters else ():
            responses = notes.setdefault("response", {}).setdefault("responses", {})
            responses.setdefault(status, [HTTPStatus(status).name])
        view._apidoc = notes  # type: ignore[attr-defined]  # noqa: SLF001 - where the library keeps such notes
        return view

    return decorate


def open_door(app: Flask, doors: Iterable[Door]) -> Api:
    """Put the resources below /api/v1, where nothing is answered to strangers but the specification."""
    app.config.update(
        API_TITLE="接转台 · Transfer Desk",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        API_SPEC_OPTIONS={"security": [{"bearer": []}]},
    )
    api = Api(app)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    house = Door("api", __name__, url_prefix=PREFIX)
    house.before_request(_ask_who)
    for door in doors:
        house.take_in(door)
        api.spec.tag({"name": door.name, "description": door.description})
    api.register_house(house)
    return api


def _ask_who() -> None:
    if signed_in_actor() is None:
        raise Unauthenticated
