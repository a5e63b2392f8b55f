import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, exc, insert, select, text, update

from service.db import Database, is_reachable, make_engine
from service.errors import CommitUnknown
from service.installation import get_setting, put_setting
from service.models import CaseCounter
from tests.fixtures.cutting_proxy import cutting_proxy

THREADS, TIMES = 8, 20

postgres = pytest.mark.postgres


def set_to(database: Database, prefix: str, number: int) -> None:
    with database.write() as tx:
        tx.session.merge(CaseCounter(prefix=prefix, year=2026, last_number=number))


def value_of(database: Database, prefix: str) -> int | None:
    with database.read() as tx:
        return tx.session.scalar(select(CaseCounter.last_number).where(CaseCounter.prefix == prefix))


def count_up(tx, prefix="A"):
    """Read, think, write: what loses updates where two may read before one has written."""
    query = select(CaseCounter).where(CaseCounter.prefix == prefix).with_for_update()
    counter = tx.session.execute(query).scalar_one()
    number = counter.last_number
    time.sleep(0.001)
    counter.last_number = number + 1


@contextmanager
def standby_that_never_answers(engine: Engine) -> Iterator[None]:
    """Commits that ask for it wait for a standby that is not there."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ALTER SYSTEM SET synchronous_standby_names = 'nobody'"))
        connection.execute(text("SELECT pg_reload_conf()"))
        yield
        connection.execute(text("ALTER SYSTEM RESET synchronous_standby_names"))
        connection.execute(text("SELECT pg_reload_conf()"))


def cancel_the_wait(engine: Engine) -> None:
    """What an impatient operator does."""
    waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    give_up = time.monotonic() + 20
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(text(waiting)).all() and time.monotonic() < give_up:
            time.sleep(0.02)


def test_no_update_is_lost_between_eight_threads(database):
    set_to(database, "A", 0)

    def work(_: int) -> None:
        for _time in range(TIMES):
            database.transact(count_up)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert value_of(database, "A") == THREADS * TIMES


def test_a_block_that_fails_leaves_nothing(database):
    set_to(database, "A", 1)

    def verb(tx):
        count_up(tx)
        tx.session.add(CaseCounter(prefix="B", year=2026, last_number=1))
        tx.session.flush()
        raise ZeroDivisionError

    for _ in range(20):  # more often than the pool has connections
        with pytest.raises(ZeroDivisionError):
            database.transact(verb)
    assert value_of(database, "A") == 1
    assert value_of(database, "B") is None


def test_a_block_whose_last_statement_fails_leaves_nothing(database):
    def verb(tx):
        tx.session.add(CaseCounter(prefix="A", year=2026, last_number=1))
        tx.session.flush()
        tx.session.execute(insert(CaseCounter).values(prefix="A", year=2026, last_number=2))

    with pytest.raises(exc.IntegrityError):
        database.transact(verb)
    assert value_of(database, "A") is None


def test_reading_goes_on_while_somebody_writes(database):
    set_to(database, "A", 1)
    with database.write() as tx:
        tx.session.execute(update(CaseCounter).values(last_number=2))
        started = time.monotonic()
        assert value_of(database, "A") == 1
        assert time.monotonic() - started < 2


def test_a_view_stays_the_same_while_somebody_writes(database):
    set_to(database, "A", 1)
    query = select(CaseCounter.last_number)
    with database.read() as tx:
        assert tx.session.scalar(query) == 1
        set_to(database, "A", 2)
        assert tx.session.scalar(query) == 1
    assert value_of(database, "A") == 2


def test_a_view_changes_nothing(database):
    set_to(database, "A", 1)
    try:
        with database.read() as tx:
            tx.session.execute(update(CaseCounter).values(last_number=2))
    except exc.InternalError:
        assert not database.is_sqlite  # PostgreSQL refuses at once, SQLite forgets
    assert value_of(database, "A") == 1


def test_a_write_after_a_view_on_the_same_connection_is_not_read_only(database):
    for number in range(3):
        value_of(database, "A")
        set_to(database, "A", number)
    assert value_of(database, "A") == 2


def test_writers_on_sqlite_are_timed_when_their_turn_has_come(sqlite_database, monkeypatch):
    monkeypatch.delenv("TRANSFER_DESK_NOW")
    times = []

    def second() -> None:
        with sqlite_database.write() as tx:
            times.append(tx.now)

    with sqlite_database.write() as tx:
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        times.append(datetime.now(UTC))
        tx.session.add(CaseCounter(prefix="A", year=2026, last_number=1))
    waiting.join()
    assert times == sorted(times)


def test_the_set_clock_is_the_instant_of_a_transaction(database, set_now):
    set_now("2027-01-01T00:30:00+08:00")
    with database.read() as tx:
        assert tx.now == datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
        assert tx.today.isoformat() == "2027-01-01"


def test_settings_are_kept(database):
    with database.write() as tx:
        assert get_setting(tx, "colour", "none") == "none"
        put_setting(tx, "colour", {"name": "红", "shades": [1, 2]})
    with database.read() as tx:
        assert get_setting(tx, "colour") == {"name": "红", "shades": [1, 2]}


@postgres
def test_transactions_in_a_deadlock_are_both_carried_out(postgres_database):
    set_to(postgres_database, "A", 0)
    set_to(postgres_database, "B", 0)
    meeting = threading.Barrier(2, timeout=10)
    attempts = []

    def verb(first: str, second: str) -> Callable[..., None]:
        def run(tx):
            attempts.append(first)
            count_up(tx, first)
            tx.session.flush()
            if attempts.count(first) == 1:
                meeting.wait()
            count_up(tx, second)

        return run

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(postgres_database.transact, verb(*pair)) for pair in ("AB", "BA")]:
            done.result()
    assert (value_of(postgres_database, "A"), value_of(postgres_database, "B")) == (2, 2)
    assert len(attempts) >= 3


def test_other_failures_are_not_tried_again(database):
    attempts = []

    def verb(tx):
        attempts.append(1)
        tx.session.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(exc.DBAPIError):
        database.transact(verb)
    assert len(attempts) == 1


@postgres
def test_a_commit_whose_answer_is_lost_is_unknown(postgres_database):
    with cutting_proxy(postgres_database.engine.url, b"COMMIT") as url:
        cut_off = Database(url, postgres_database.vault)
        with pytest.raises(CommitUnknown):
            set_to(cut_off, "A", 1)
        cut_off.close()
    assert value_of(postgres_database, "A") == 1  # it was carried out, and nobody was told


@postgres
def test_a_statement_whose_answer_is_lost_is_known_to_have_failed(postgres_database):
    with cutting_proxy(postgres_database.engine.url, b"case_counters") as url:
        cut_off = Database(url, postgres_database.vault)
        with pytest.raises(exc.OperationalError):
            set_to(cut_off, "A", 1)
        cut_off.close()
    assert value_of(postgres_database, "A") is None


@postgres
@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="that server is not ours to configure")
def test_a_commit_that_no_standby_confirmed_is_unknown(postgres_database):
    def confirmed(tx):
        tx.session.execute(text("SET LOCAL synchronous_commit = on"))
        tx.session.add(CaseCounter(prefix="A", year=2026, last_number=1))

    with standby_that_never_answers(postgres_database.engine), ThreadPoolExecutor(1) as pool:
        cancelled = pool.submit(cancel_the_wait, postgres_database.engine)
        with pytest.raises(CommitUnknown):
            postgres_database.transact(confirmed)
        cancelled.result()
    assert value_of(postgres_database, "A") == 1
    set_to(postgres_database, "A", 2)  # the warning is forgotten by the next commit


def test_a_server_that_does_not_answer_is_not_reachable(sqlite_database):
    assert is_reachable(sqlite_database.engine)
    nobody = make_engine("postgresql+psycopg://desk@127.0.0.1:1/desk")
    assert not is_reachable(nobody)
    nobody.dispose()


@postgres
def test_a_statement_of_a_read_has_a_bound_and_one_of_a_write_has_none(postgres_database):
    asked = text("SHOW statement_timeout")
    with postgres_database.read() as tx:
        assert tx.session.scalar(asked) == "10s"
    with postgres_database.write() as tx:
        assert tx.session.scalar(asked) == "0"
