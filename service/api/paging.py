"""Cursors: where a list was left off, in letters that mean nothing to whoever carries them."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from service.api.schemas.inputs import LIMIT_DEFAULT
from service.errors import ValidationFailed
from service.queries.lists import Place
from workflows.vocabulary import Refusal

Item = TypeVar("Item")
_LARGEST = 2**63 - 1


def limit_of(values: dict[str, Any]) -> int:
    """How many to show."""
    return int(values.get("limit", LIMIT_DEFAULT))


def page(data: Sequence[Any], cursor: str | None) -> dict[str, Any]:
    """A list as it is answered."""
    return {"data": data, "next_cursor": cursor}


def cut(items: Sequence[Item], limit: int) -> tuple[Sequence[Item], Item | None]:
    """Of one more than are shown, those that are, and the last of them if there is more."""
    return items[:limit], items[limit - 1] if len(items) > limit else None


def cursor_of(*parts: str | int) -> str:
    """A cursor that holds these parts."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def place_cursor(place: Place | None) -> str | None:
    """The cursor of a list of cases."""
    return None if place is None else cursor_of(place[0].isoformat(), place[1])


def place_in(values: dict[str, Any]) -> Place | None:
    """Where a list of cases goes on. Raises ValidationFailed for a cursor that none of our lists gave."""
    parts = _parts(values, (str, int))
    if parts is None:
        return None
    try:
        return date.fromisoformat(parts[0]), parts[1]
    except ValueError:
        raise _invalid() from None


def key_in(values: dict[str, Any]) -> int | None:
    """Where a list by number goes on."""
    parts = _parts(values, (int,))
    return None if parts is None else int(parts[0])


def text_in(values: dict[str, Any]) -> str:
    """Where a list by code, path or id goes on; empty at the beginning."""
    parts = _parts(values, (str,))
    return "" if parts is None else str(parts[0])


def _parts(values: dict[str, Any], kinds: tuple[type, ...]) -> list[Any] | None:
    cursor = values.get("cursor")
    if cursor is None:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise _invalid() from None
    if not isinstance(parts, list) or [type(part) for part in parts] != list(kinds) or not all(map(_fits, parts)):
        raise _invalid()
    return parts


def _fits(part: str | int) -> bool:
    if isinstance(part, int):
        return 0 <= part <= _LARGEST
    return part.isprintable()


def _invalid() -> ValidationFailed:
    return ValidationFailed([Refusal("invalid_cursor", {}, "cursor")])
