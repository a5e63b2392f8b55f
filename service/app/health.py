"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from sqlalchemy import exc

from service.db import Database
from service.schema import current_revision, newest_revision
from service.triggers import missing_triggers


def init_app(app: Flask, database: Database) -> None:
    """Both answer without credentials, and with a word at most."""

    def healthz() -> Response:
        return jsonify(status="ok")

    def readyz() -> tuple[Response, int]:
        trouble = _trouble(database)
        return (jsonify(status="ok"), 200) if trouble is None else (jsonify(status="not_ready", reason=trouble), 503)

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


def _trouble(database: Database) -> str | None:
    try:
        if current_revision(database.engine) != newest_revision():
            return "schema"
        return "triggers" if missing_triggers(database.engine) else None
    except exc.SQLAlchemyError:
        return "database"
