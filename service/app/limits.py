"""How much may come in: whatever is larger is refused before it is read."""

from __future__ import annotations

from flask import Flask, request

from service.errors import NotFound

MIB = 1024 * 1024
PAGE, API, IMPORT = 10 * MIB, 2 * MIB, 20 * MIB
FORM_PARTS = 200


def init_app(app: Flask) -> None:
    """Files in rosters are large, forms are not, JSON is smaller still.

    Where files are added to cases more is read than is kept: who sends too much keeps what they typed.
    """
    app.config.update(MAX_CONTENT_LENGTH=IMPORT, MAX_FORM_MEMORY_SIZE=MIB, MAX_FORM_PARTS=FORM_PARTS)

    def set_limit() -> None:
        request.max_content_length = limit_of(request.path)
        if "\0" in request.path:  # PostgreSQL knows no such text
            raise NotFound

    app.before_request(set_limit)


def limit_of(path: str) -> int:
    """The largest body that a path takes."""
    parts = path.strip("/").split("/")
    if {"imports", "batches", "attachments"} & set(parts) or parts[0] == "r":
        return IMPORT
    return API if parts[0] == "api" else PAGE
