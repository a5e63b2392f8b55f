"""A thousand alerts fall due while two workers are killed again and again: none is lost, none comes twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from sqlalchemy import delete, func, select

from service.alerts.mail import AT_ONCE
from service.db import Database
from service.models import Alert, Delivery, Notice
from tests.house.source import ROOT
from tests.service.alerts.conftest import give_addresses

CASES, RUNGS = 250, 4
REPORTS = 2
"""Of the two communities, for the quarter that ends meanwhile; nobody has an address there."""
ALERTS = CASES * RUNGS
MAILS = ALERTS // 2
"""The branch alone has an address: it hears of the first two rungs."""
KILLS = 8
GIVE_UP_SECONDS = 120
"""On an idle machine of two cores it takes a quarter of that."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


class Workers:
    """Two processes of the real worker."""

    def __init__(self, config, stack: ExitStack) -> None:
        self._environment = os.environ | {
            "TRANSFER_DESK_HOME": str(config.home),
            "TRANSFER_DESK_DATABASE_URL": config.database_url,
            "TRANSFER_DESK_SMTP_URL": config.smtp_url,
        }
        self._log = stack.enter_context((config.home / "workers.log").open("wb"))
        self._running: list[subprocess.Popen[bytes]] = []
        stack.callback(self.kill_all)
        for _ in range(2):
            self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.service.alerts.worker_process"]
        self._running.append(
            subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=self._log, stderr=self._log)
        )

    def kill_one(self) -> None:
        victim = self._running.pop(random.randrange(len(self._running)))
        victim.kill()
        victim.wait(10)

    def end_all(self) -> list[int]:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        return [process.wait(30) for process in self._running]

    def kill_all(self) -> None:
        for process in self._running:
            process.kill()
            process.wait(10)


def test_each_alert_is_raised_once_and_each_mail_sent_once_at_most(
    driver, database, mail_config, smtp_server, set_now, capsys
):
    for _ in range(CASES):
        driver.open()
    database.transact(lambda tx: tx.session.execute(delete(Notice)))
    give_addresses(database, "branch")
    set_now("2027-01-31T00:00:00+08:00")
    began = time.monotonic()
    with ExitStack() as stack:
        workers = Workers(mail_config, stack)
        # Each worker that is killed keeps what it had claimed until its lease runs out.
        within_reach = range(2, MAILS - KILLS * (AT_ONCE + 1))
        for goal in [1, *sorted(random.sample(within_reach, KILLS - 1))]:
            _wait_until(lambda goal=goal: _progress(database, smtp_server) >= goal, began)
            workers.kill_one()
            workers.start()
        _wait_until(lambda: _open_states(database).keys() <= {"claimed", "submitting"} and _alerts(database), began)
        set_now("2027-01-31T00:06:00+08:00")  # the leases of the dead run out
        _wait_until(lambda: not _open_states(database), began)
        assert workers.end_all() == [0, 0]
    seconds = time.monotonic() - began
    _check_alerts(database)
    received = Counter(str(mail.message["Message-ID"]) for mail in smtp_server.messages)
    states = _states(database)
    with capsys.disabled():
        print(f"\n{ALERTS} alerts, {KILLS} kills, {seconds:.0f} s: {dict(states)}, {len(received)} received")
    assert set(received.values()) == {1}
    assert states["sent"] + states["unknown"] == MAILS
    assert states["sent"] <= len(received) <= MAILS
    assert states["unknown"] <= KILLS


def _check_alerts(database: Database) -> None:
    with database.read() as tx:
        per_case = tx.session.execute(
            select(Alert.case_id, func.count(), func.count(Alert.rung.distinct())).group_by(Alert.case_id)
        ).all()
        addressed = tx.session.execute(select(Delivery.alert_id, func.count()).group_by(Delivery.alert_id)).all()
    assert [tuple(counts) for _, *counts in per_case] == [(RUNGS, RUNGS)] * (CASES + REPORTS)
    assert [count for _, count in addressed] == [1] * MAILS


def _progress(database: Database, smtp_server) -> int:
    """How many mails arrived; before the first of them, whether anything was raised."""
    return len(smtp_server.messages) or min(_alerts(database), 1)


def _alerts(database: Database) -> int:
    with database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(Alert)) or 0


def _states(database: Database) -> Counter[str]:
    with database.read() as tx:
        states = Counter(list(tx.session.scalars(select(Delivery.state))))
        states["pending"] += tx.session.scalar(select(func.count()).where(~Alert.mailed_out)) or 0
    return +states


def _open_states(database: Database) -> Counter[str]:
    return Counter({state: n for state, n in _states(database).items() if state not in ("sent", "unknown", "failed")})


def _wait_until(reached, began: float) -> None:
    while not reached():
        if time.monotonic() - began > GIVE_UP_SECONDS:
            pytest.fail("the workers did not get there in time")
        time.sleep(0.01)
