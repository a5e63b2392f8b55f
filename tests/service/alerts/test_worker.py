"""The worker: one pass, and pass after pass until told to stop."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, insert, select
from structlog.testing import capture_logs

from service import clock
from service.alerts import worker
from service.alerts.worker import Pass, run, run_once
from service.models import IdempotencyKey
from service.queries.alerts import unheard
from tests.service.alerts.conftest import give_addresses


@pytest.fixture
def driver(sqlite_driver):
    return sqlite_driver


@pytest.fixture
def late(driver, database, set_now):
    """A letter past its date, and two alerts about the reminder before it."""
    number = driver.drive_to("in_transit")
    give_addresses(database, "street")
    set_now("2026-12-05T08:00:00+08:00")
    return number


def test_a_pass_lapses_raises_and_mails(late, driver, database, mail_config, look, smtp_server):
    done = run_once(database, mail_config, clock.now())
    assert (done.lapsed, done.failed) == (1, ())
    assert driver.case(late).state == "lapsed"
    assert done.addressed == done.sent == len(smtp_server.messages) > 0
    assert set(look.states()) == {"sent"}


def test_a_second_pass_finds_nothing_to_do(late, database, mail_config, smtp_server):
    run_once(database, mail_config, clock.now())
    assert run_once(database, mail_config, clock.now()) == Pass()


def test_without_a_mail_server_a_pass_only_tells_inside_the_application(driver, database, config, look, set_now):
    driver.drive_to("outflow_review")
    set_now("2026-12-02T08:00:00+08:00")
    assert run_once(database, config, clock.now()) == Pass(raised=4)
    assert look.deliveries() == []


def test_one_part_that_fails_stops_no_other_and_is_named(late, database, mail_config, smtp_server, monkeypatch):
    def fail(*_args):
        raise OSError("a fault of this test")

    monkeypatch.setattr(worker, "raise_alerts", fail)
    with capture_logs() as logged:
        done = run_once(database, mail_config, clock.now())
    assert done.failed == ("raised",)
    assert done.lapsed == 1
    assert done.sent > 0
    assert [(line["log_level"], line["action"]) for line in logged if line["log_level"] == "error"] == [
        ("error", "raised")
    ]


def test_a_pass_forgets_answers_older_than_they_are_promised(driver, database, config, set_now):
    def keep(tx):
        row = {"user_id": driver.actor("branch").user_id, "key": "k", "fingerprint": "f", "status": 200, "body": b""}
        tx.session.execute(insert(IdempotencyKey).values(**row, created_at=tx.now))

    database.transact(keep)
    for instant, kept in (("2026-12-01T09:00:00+08:00", 1), ("2026-12-01T09:00:01+08:00", 0)):
        set_now(instant)
        run_once(database, config, clock.now())
        with database.read() as tx:
            assert tx.session.scalar(select(func.count()).select_from(IdempotencyKey)) == kept


def test_the_loop_goes_on_after_a_failure_and_ends_when_told(database, config, monkeypatch):
    passes: list[int] = []
    stop = threading.Event()

    def fail_twice(*_args):
        passes.append(len(passes))
        if len(passes) == 3:
            stop.set()
            return 0
        raise OSError("a fault of this test")

    monkeypatch.setattr(worker, "raise_alerts", fail_twice)
    with capture_logs() as logged:
        run(stop, database, config, pause=0)
    assert passes == [0, 1, 2]
    assert [line["log_level"] for line in logged].count("error") == 2
    assert logged[-1]["event"] == "worker stopped"


def test_told_to_stop_the_loop_does_not_wait_for_its_pause(database, config):
    stop = threading.Event()
    loop = threading.Thread(target=run, args=(stop, database, config, 600.0))
    loop.start()
    stop.set()
    loop.join(30)
    assert not loop.is_alive()


def test_a_pass_finds_its_rows_by_an_index(late, database, mail_config, smtp_server):
    with _explained(database) as plans:
        run_once(database, mail_config, clock.now())
        with database.read() as tx:
            unheard(tx)
    large = ("alerts", "notices", "deliveries", "cases", "case_clocks", "letters", "idempotency_keys")
    scanned = {(statement, step) for statement, steps in plans for step in steps if step.startswith("SCAN")}
    scanned -= {both for both in scanned if both[1].endswith("ix_alerts_to_mail")}  # it holds what is still to mail
    assert [both for both in scanned if both[1].split()[1] in large] == []
    assert len(plans) > 20


@contextmanager
def _explained(database):
    """How SQLite goes about each statement sent meanwhile."""
    plans: list[tuple[str, list[str]]] = []

    def explain(connection, cursor, statement, parameters, *_rest):
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append((statement, [row[3] for row in cursor.fetchall()]))

    event.listen(database.engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(database.engine, "before_cursor_execute", explain)
