"""What the views of the API share: who asks, what came in, which version was seen, and how a write is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Literal, NoReturn, TypeAlias, TypeVar, cast

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from service import chain
from service.api.schemas.inputs import SPEAKER
from service.casework.idempotency import Answer, Request, answer_once
from service.db import Transaction
from service.errors import IdempotencyKeyRequired, TooLarge, UnsupportedFile, ValidationFailed
from service.forms.loading import Form, load, load_changes
from service.login import current_actor, current_database
from service.permissions import Actor
from workflows.vocabulary import Refusal

View = TypeVar("View", bound=Callable[..., Any])
Where: TypeAlias = Literal["query", "json", "files"]
DEPTH_MAX = 20
KEY = re.compile(r"[\x21-\x7e]{1,100}")
_VERSION = re.compile(r'(?:W/)?"?(?:case-([A-Z]+-\d{4}-\d{1,9})-|member-([0-9a-f]{32})-)?(\d{1,9})"?')
_SHOWN_DOCUMENT = "application/json"


@dataclass(frozen=True)
class Asked:
    """Who asks, speaking for the organization named by `as`, and the values that came with it, checked and as sent."""

    actor: Actor
    values: dict[str, Any]
    raw: Mapping[str, Any]


def accepts(
    form: Form, location: Literal["query", "json"] = "json", *, changes: bool = False
) -> Callable[[View], View]:
    """The view takes these values, checked, as its first argument; the specification shows the same form."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            raw = request.args.to_dict() if location == "query" else json_body()
            asked = who_asks(raw)
            values = load_changes(form, asked.values) if changes else load(form, asked.values)
            return view(Asked(asked.actor, values, asked.raw), *args, **kwargs)

        document(checked, form, location)
        return cast(View, checked)

    return decorate


def documents(form: Form, location: Where) -> Callable[[View], View]:
    """The specification shows the form; the view reads it by itself, because something must be refused before."""

    def decorate(view: View) -> View:
        @wraps(view)
        def same(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        document(same, form, location)
        return cast(View, same)

    return decorate


def document(view: Callable[..., Any], form: Form, location: Where) -> None:
    """Note a form for the specification."""
    notes = deepcopy(getattr(view, "_apidoc", {}))
    shown: list[dict[str, Any]] = [{"in": location, "required": _is_needed(form), "schema": form}]
    if location != "query":
        shown.append({"in": "query", "schema": SPEAKER})
        for status in (413, 415):
            responses = notes.setdefault("response", {}).setdefault("responses", {})
            responses.setdefault(status, [HTTPStatus(status).name])
    notes.setdefault("arguments", {}).setdefault("parameters", []).extend(shown)
    view._apidoc = notes  # type: ignore[attr-defined]  # noqa: SLF001 - where the library keeps such notes


def who_asks(raw: Mapping[str, Any]) -> Asked:
    """Take out `as`, from the query or the body, and let the actor speak for that organization only."""
    rest = {name: value for name, value in raw.items() if name != "as"}
    given = load(SPEAKER, {"as": raw.get("as", request.args.get("as"))})
    return Asked(current_actor(given.get("at")), rest, rest)


def json_body() -> dict[str, Any]:
    """The body, an object; an empty one where nothing was sent."""
    try:
        data = request.get_data()
    except RequestEntityTooLarge:
        raise TooLarge from None
    if not data:
        return {}
    if not request.is_json:
        raise UnsupportedFile(mimetype=request.mimetype)
    try:
        body = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise ValidationFailed([Refusal("invalid_json")]) from None
    if not isinstance(body, dict):
        raise ValidationFailed([Refusal("invalid_body")])
    for name, value in body.items():
        _check(value, name, DEPTH_MAX)
        _check(name, None, DEPTH_MAX)
    return body


def key_given(*, required: bool = False) -> str | None:
    """The Idempotency-Key. Raises IdempotencyKeyRequired where it is missing and needed, or is none."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key and not required:
        return None
    if not KEY.fullmatch(key):
        raise IdempotencyKeyRequired
    return key


def version_seen(name: str) -> int | None:
    """The version in If-Match of the case or member with this name; 0, which nothing has, for another one's.

    A weak tag and the bare number mean the same. `*` says nothing about what was seen.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    found = (_VERSION.fullmatch(tag.strip()) for tag in header.split(","))
    return max((int(match[3]) for match in found if match and (match[1] or match[2] or name) == name), default=0)


def answered(asked: Asked, key: str | None, verb: Callable[[Transaction], Answer]) -> Response:
    """Carry out a write; under a key once only, and the same answer again byte for byte."""
    database, user_id = current_database(), asked.actor.user_id
    if key is None or user_id is None:
        return respond(database.transact(verb))
    speaks_for = ",".join(sorted(post.code for post in asked.actor.posts))
    parts = (request.method, request.path, speaks_for, chain.canonical(dict(asked.raw)))
    return respond(answer_once(database, Request.of(user_id, key, *parts), verb))


def respond(answer: Answer) -> Response:
    """An answer, fresh or kept."""
    response = Response(answer.body, answer.status, content_type=_SHOWN_DOCUMENT)
    if answer.etag is not None:
        response.set_etag(answer.etag)
    if answer.is_replay:
        response.headers["Idempotent-Replay"] = "true"
    return response


def as_bytes(body: Mapping[str, Any]) -> bytes:
    """JSON as it is sent and kept."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _check(value: Any, field: str | None, depth: int) -> None:
    """Text that no database keeps, and nesting that no form has, are refused wherever they stand."""
    if depth == 0:
        raise ValidationFailed([Refusal("too_nested", {}, field)])
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= character <= "\udfff" for character in value)):
        raise ValidationFailed([Refusal("invalid_text", {}, field)])
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in (*inner, *(value if isinstance(value, dict) else ())):
        _check(part, field, depth - 1)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_needed(form: Form) -> bool:
    return any(field.required for field in form.fields.values())
