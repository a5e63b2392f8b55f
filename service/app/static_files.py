"""Style sheets and scripts: kept for a year under an address that changes with what they hold."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.security import safe_join

from service import resources

FOLDER = str(Path(resources.__file__).with_name("static"))
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
_DIGITS = 16


def init_app(app: Flask) -> None:
    """Addresses made with `url_for` carry the content's hash; any other is asked for again each time."""

    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.setdefault("v", content_hash(values["filename"]))

    def say_how_long(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code < 400:
            name = (request.view_args or {}).get("filename", "")
            known = request.args.get("v")
            response.headers["Cache-Control"] = FOR_EVER if known and known == content_hash(name) else ASK_AGAIN
        return response

    app.url_defaults(add_hash)
    app.after_request(say_how_long)


def content_hash(filename: str) -> str | None:
    """What a file's address ends with; None when there is no such file."""
    path = safe_join(FOLDER, filename)
    if path is None or not Path(path).is_file():
        return None
    return _hash(path, Path(path).stat().st_mtime_ns)


@cache
def _hash(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:_DIGITS]
