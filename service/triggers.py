"""The rules that the database itself keeps (migrations/triggers): put in, taken out, and missed when they are gone."""

from __future__ import annotations

import re

from sqlalchemy import Connection, Engine, text

from service.resources import migrations_dir

_CREATED = re.compile(r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+) .*? ON (\w+)", re.MULTILINE)
_FUNCTION = re.compile(r"^CREATE FUNCTION (\w+)", re.MULTILINE)
FIRST, APPEND_ONLY, DUPLICATES, LINKS, STRIKES = "", "append_only_", "duplicates_", "links_", "strikes_"
CERTIFICATES, FOLLOW_UPS, FLOW_REPORTS = "certificates_", "follow_ups_", "flow_reports_"
_PARTS = (FIRST, APPEND_ONLY, DUPLICATES, LINKS, STRIKES, FOLLOW_UPS, CERTIFICATES, FLOW_REPORTS)
"""The steps in which the rules came, as the names of their files begin."""
_IN_FORCE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' AND pg_table_is_visible(tgrelid)",
}


def install(connection: Connection, part: str = FIRST) -> None:
    """Create those of one part."""
    script = _script(part, connection.dialect.name)
    for statement in re.split(r"\n\s*\n", script):
        if "CREATE " in statement:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})  # % means % here
    if connection.dialect.name == "postgresql":
        for name, table in _CREATED.findall(script):
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection: Connection, part: str = FIRST) -> None:
    """Drop those of one part, for a step of the schema that puts others in their place."""
    script = _script(part, connection.dialect.name)
    for name, table in _CREATED.findall(script):
        on_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    for name in _FUNCTION.findall(script):
        connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}")


def names_and_tables(dialect: str) -> list[tuple[str, str]]:
    """All of them, each with the table it watches over."""
    return [found for part in _PARTS for found in _CREATED.findall(_script(part, dialect))]


def missing_triggers(engine: Engine) -> list[str]:
    """The names of those that are gone or switched off; to be looked at when a process starts."""
    with engine.connect().execution_options(readonly=True) as connection:
        in_force = set(connection.scalars(text(_IN_FORCE[engine.dialect.name])))
    return [name for name, _ in names_and_tables(engine.dialect.name) if name not in in_force]


def _script(part: str, dialect: str) -> str:
    return (migrations_dir() / "triggers" / f"{part}{dialect}.sql").read_text(encoding="utf-8")
