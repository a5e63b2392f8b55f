"""Several sweepers at once, each with connections of its own."""

import threading
from collections import Counter

import pytest

from service import clock
from service.alerts.outbox import make_deliveries
from service.alerts.sweep import raise_alerts
from service.casework.undo import undo
from service.db import Database
from tests.service.alerts.conftest import give_addresses

SWEEPERS = 4
CASES = 25


@pytest.mark.parametrize("cases_in_a_batch", [3, 200])
def test_four_sweepers_at_once_raise_each_alert_once(driver, config, look, set_now, monkeypatch, cases_in_a_batch):
    monkeypatch.setattr("service.alerts.sweep.BATCH", cases_in_a_batch)
    numbers = [driver.open().number for _ in range(CASES)]
    versions = [driver.case(number).version for number in numbers]
    give_addresses(driver.database, "branch", "street", "department")
    set_now("2027-01-31T00:00:00+08:00")
    raised = _at_once(lambda database: raise_alerts(database, clock.now()), config, driver.database)
    # Sweepers pass over cases that another one holds; the next pass finds what was passed over.
    raised.append(raise_alerts(driver.database, clock.now()))
    alerts = look.alerts()
    assert sum(raised) == len(alerts) == CASES * 4
    assert set(Counter(alerts).values()) == {1}
    assert {(alert.rung, alert.to) for alert in alerts} == {
        ("reminder", "branch"), ("overdue", "branch"), ("escalated", "street"), ("conference", "department"),
    }  # fmt: skip
    assert [driver.case(number).version for number in numbers] == versions
    made = _at_once(lambda database: make_deliveries(database, clock.now()), config, driver.database)
    about_alerts = [delivery.alert_id for delivery in look.deliveries() if delivery.alert_id]
    assert len(about_alerts) == len(set(about_alerts)) == len(alerts)
    assert sum(made) == len(look.deliveries())


def test_a_step_taken_back_repeats_no_alert(driver, database, look, sweep_on, set_now):
    number = driver.drive_to("outflow_review")
    sweep_on("2026-12-02")
    driver.act(number, "street", "release")
    version = driver.case(number).version
    database.transact(lambda tx: undo(tx, driver.actor("street"), number, expected_version=version))
    assert driver.case(number).state == "outflow_review"
    assert sweep_on("2026-12-02") == set()
    assert sweep_on("2026-12-05") == {("escalated", "department")}


def _at_once(work, config, database) -> list[int]:
    """The work in four threads that begin together; what each one did."""
    start, done = threading.Barrier(SWEEPERS), []

    def run() -> None:
        own = Database(config.database_url, database.vault)
        start.wait(30)
        try:
            done.append(work(own))
        finally:
            own.close()

    threads = [threading.Thread(target=run) for _ in range(SWEEPERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == SWEEPERS
    return done
