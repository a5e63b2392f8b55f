"""The database: one transaction per step, opened here and committed here and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, exc, text
from sqlalchemy.orm import Session

from service import clock
from service.errors import CommitUnknown
from service.limits import Limits
from service.vault import Vault
from service.working_days import WorkingDays

Result = TypeVar("Result")

_SQLITE_PRAGMAS = (
    "busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON",
)  # fmt: skip
_POSTGRES_OPTIONS = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
_POSTGRES_ARGUMENTS = {
    "options": _POSTGRES_OPTIONS,
    "prepare_threshold": None,  # a pooler between us and the server may hand each transaction another session
    "connect_timeout": 5,
    "tcp_user_timeout": 10000,
}
_KEPT_OPEN = 8  # one for each thread of the server: whoever comes on top waits until a connection is made anew
_READ_BOUND = "SET LOCAL statement_timeout = 10000"  # a write has none: it would not bound the wait for COMMIT
_SNAPSHOT = {"readonly": True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_WARNING = "01000"
_RETRIED = ("40001", "40P01")
_ATTEMPTS = 3
_PAUSE = 0.05


@dataclass(frozen=True)
class Transaction:
    """What a verb works with: the session, the vault for personal data, and the instant it happens at."""

    session: Session
    vault: Vault
    now: datetime
    database: Database

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return clock.day_of(self.now)

    def working_days(self, version: int | None = None) -> WorkingDays:
        """The calendar; `version`, where the caller has read it already, saves looking whether it is still fresh."""
        return self.database.working_days(self.session, version)

    def limits(self, version: int | None = None) -> Limits:
        """What units have set for themselves; `version` is that of the calendar, as above."""
        return self.database.limits(self.session, version)


class Database:
    """An engine, and the two ways to use it. `now` is asked for the instant of each transaction."""

    def __init__(self, url: str, vault: Vault, now: Callable[[], datetime] = clock.now) -> None:
        self.engine = make_engine(url)
        self.vault = vault
        self.now = now  # the demonstration lives through its past with a clock of its own
        self._working_days: WorkingDays | None = None
        self._limits: Limits | None = None

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @property
    def is_sqlite(self) -> bool:
        """SQLite has one writer at a time and no row locks."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A consistent view that changes nothing; on PostgreSQL no statement of it takes longer than 10 seconds."""
        options: dict[str, Any] = {"readonly": True} if self.is_sqlite else _SNAPSHOT
        with self.engine.connect().execution_options(**options) as connection, Session(connection) as session:
            if not self.is_sqlite:
                connection.exec_driver_sql(_READ_BOUND)
            yield Transaction(session, self.vault, self.now(), self)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """All of the block or none of it. Raises CommitUnknown when the answer to COMMIT was lost."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            session.connection()  # on SQLite this waits for its turn, and the instant is to be that of the turn
            yield Transaction(session, self.vault, self.now(), self)
            session.flush()
            _commit(session)

    def transact(self, verb: Callable[[Transaction], Result]) -> Result:
        """Run a verb in a transaction of its own; one that lost a deadlock runs again, three times at most."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.write() as tx:
                    return verb(tx)
            except exc.OperationalError as error:
                if attempt == _ATTEMPTS or getattr(error.orig, "sqlstate", None) not in _RETRIED:
                    raise
                time.sleep(_PAUSE)  # so that the one who won is through
        raise AssertionError("unreachable")

    def working_days(self, session: Session, version: int | None = None) -> WorkingDays:
        """The calendar of working days, read again only when its version changed."""
        current = WorkingDays.current_version(session) if version is None else version
        if self._working_days is None or self._working_days.version != current:
            self._working_days = WorkingDays.load(session, current)
        return self._working_days

    def limits(self, session: Session, version: int | None = None) -> Limits:
        """The limits that units have set, read again only when one of them changed."""
        current = WorkingDays.current_version(session) if version is None else version
        if self._limits is None or self._limits.version != current:
            self._limits = Limits.load(session, current)
        return self._limits


def make_engine(url: str) -> Engine:
    """An engine with the pragmas and time-outs of reliability's 4.1."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=_KEPT_OPEN, pool_pre_ping=True, connect_args=_POSTGRES_ARGUMENTS)
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own lazy BEGIN lets two readers upgrade and one of them fail
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def _prepare_postgres(connection: Any, record: Any) -> None:
    warnings: list[str] = []
    record.info["warnings"] = warnings
    connection.add_notice_handler(lambda notice: warnings.append(notice.sqlstate))


def _commit(session: Session) -> None:
    warnings: list[str] = session.connection().info.setdefault("warnings", [])
    warnings.clear()
    try:
        session.commit()
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise CommitUnknown from error
        raise
    # A standby that should have confirmed did not, and somebody cancelled the wait: committed here, perhaps not there.
    if _WARNING in warnings:
        raise CommitUnknown


def is_reachable(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect().execution_options(readonly=True) as connection:
            connection.execute(text("SELECT 1"))
    except exc.DBAPIError:
        return False
    return True
