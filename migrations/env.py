"""Runs the steps in `versions` over the connection that service.installation hands in. There is no alembic.ini."""

from alembic import context
from sqlalchemy import Connection, text

from service.models import Base

_LOCK = 7_206_117  # any number; two processes that migrate one database take turns by it


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Tables that are not ours are nobody's business here."""
    return kind != "table" or name in Base.metadata.tables


def run(connection: Connection) -> None:
    """All steps in one transaction, so that a failing one leaves the schema as it was."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=include_name,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()


run(context.config.attributes["connection"])
