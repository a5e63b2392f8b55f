"""The web application: one function that connects the doors to a database."""

from __future__ import annotations

from flask import Flask

from service import api, login, problems, web
from service.app import headers, health, limits, locales, static_files, traffic
from service.config import Config
from service.db import Database
from service.installation import open_database
from service.resources import templates_dir


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The application; `database` is given by whoever has opened it already and will close it."""
    database = database or open_database(config)
    app = Flask("service", static_folder=static_files.FOLDER, template_folder=str(templates_dir().absolute()))
    app.config["BASE_URL"] = config.base_url  # what is printed leads here, whatever a request calls this host
    secure = config.base_url.startswith("https://")
    traffic.init_app(app)
    limits.init_app(app)
    headers.init_app(app, secure=secure)
    static_files.init_app(app)
    locales.init_app(app, config.locale)
    login.init_app(app, database, secure=secure)
    problems.init_app(app)
    health.init_app(app, database)
    api.init_app(app)
    for blueprint in web.blueprints():
        app.register_blueprint(blueprint)
    return app
