"""The schema's version, and the steps (migrations/versions) that change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, exc

from service.resources import migrations_dir


def newest_revision() -> str | None:
    """The version that this program works with."""
    return ScriptDirectory.from_config(_settings()).get_current_head()


def is_known(revision: str | None) -> bool:
    """Whether a version is one that this program has a step for; a later program's is not."""
    steps = ScriptDirectory.from_config(_settings()).walk_revisions()
    return revision is None or revision in {step.revision for step in steps}


def current_revision(engine: Engine) -> str | None:
    """The version that a database has; None when it has none."""
    with engine.connect().execution_options(readonly=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Take the steps up to `revision`, all of them or none."""
    _run(engine, lambda settings: command.upgrade(settings, revision))


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the steps back down to `revision`, all of them or none."""
    _run(engine, lambda settings: command.downgrade(settings, revision))


def _run(engine: Engine, steps: Callable[[AlembicConfig], None]) -> None:
    with engine.connect() as connection:
        _look_away_from_keys(connection)
        try:
            with connection.begin():
                steps(_settings(connection))
                _check_keys(connection)
        finally:
            connection.invalidate()  # so that nobody gets it from the pool without its foreign keys


def _settings(connection: Connection | None = None) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def _look_away_from_keys(connection: Connection) -> None:
    # SQLite changes a table by filling a new one and dropping the old one, which its keys would not allow;
    # the switch works outside a transaction only, hence on the driver's own connection.
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")


def _check_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise exc.IntegrityError("PRAGMA foreign_key_check", None, ValueError(f"broken keys: {broken[:10]}"))
