"""A form sent twice is one step: its key is kept with what came of it, and both sendings lead to the same page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from service.casework.idempotency import Answer, Request, answer_once, answered_before
from service.db import Transaction
from service.errors import IdempotencyKeyRequired
from service.login import current_actor, current_database

SEE_OTHER = 303
KEY_LENGTH = 80


@dataclass(frozen=True)
class Outcome:
    """Where to go after a step, and what to say there; `undo` is what the strip needs to take the step back."""

    to: str
    text: str = ""
    tone: str = "ok"
    undo: dict[str, Any] | None = None


def once(verb: Callable[[Transaction], Outcome]) -> Response:
    """Carry out a verb as the answer to the form that was sent, and go where it leads."""
    return follow(once_or_again(verb)[0])


def once_or_again(verb: Callable[[Transaction], Outcome]) -> tuple[Outcome, bool]:
    """The outcome, and whether it is that of an earlier sending: then the verb left nothing behind here."""
    answer = answer_once(current_database(), _asked(), lambda tx: _kept(verb(tx)))
    return Outcome(**json.loads(answer.body)), answer.is_replay


def outcome_before() -> Outcome | None:
    """Where the same form led when it was sent before; for work that is more than one transaction."""
    answer = answered_before(current_database(), _asked())
    return Outcome(**json.loads(answer.body)) if answer else None


def follow(outcome: Outcome) -> Response:
    """Go there, and say it there."""
    if outcome.text:
        message = {"text": outcome.text, "undo": outcome.undo} if outcome.undo else outcome.text
        flash(message, outcome.tone)  # type: ignore[arg-type]  # the strip takes both
    return redirect(outcome.to, SEE_OTHER)


def sent_key() -> str:
    """The key of the form that was sent. Raises IdempotencyKeyRequired for a form that carries none."""
    key = request.form.get("key", "")
    if not key.isprintable() or not 0 < len(key) <= KEY_LENGTH:
        raise IdempotencyKeyRequired
    return key


def sent_version() -> int | None:
    """The version of what the form was drawn from."""
    version = request.form.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) <= len(str(2**31)) else None


def _asked() -> Request:
    typed = sorted(
        f"{name}={value}" for name, value in request.form.items(multi=True) if name not in ("csrf_token", "key")
    )
    user_id = current_actor().user_id
    return Request.of(user_id or 0, f"page:{sent_key()}", request.method, request.path, *typed)


def _kept(outcome: Outcome) -> Answer:
    return Answer(SEE_OTHER, json.dumps(asdict(outcome), ensure_ascii=False).encode())
