"""Letters that nobody brought lapse at the end of their last day, whenever that is noticed."""

import threading

import pytest
from structlog.testing import capture_logs

from service import clock
from service.alerts import lapse
from service.alerts.lapse import lapse_letters
from service.casework.perform_action import perform_action
from service.permissions import THE_CLOCK
from service.queries.alerts import expired_letters
from service.queries.history import lines_of

# Inside a district a letter is good for ten days: issued on 24 November, its last day is 4 December 2026.


def test_a_letter_is_good_through_the_whole_of_its_last_day(driver, database, set_now):
    number = driver.drive_to("in_transit")
    set_now("2026-12-04T23:59:59+08:00")
    assert lapse_letters(database, clock.now()) == 0
    assert driver.case(number).state == "in_transit"
    set_now("2026-12-05T00:00:00+08:00")
    assert lapse_letters(database, clock.now()) == 1
    assert driver.case(number).state == "lapsed"


def test_a_lapse_noticed_late_counts_from_the_first_minute_of_the_day_after(driver, database, set_now):
    number = driver.drive_to("in_transit")
    set_now("2026-12-20T15:30:00+08:00")
    lapse_letters(database, clock.now())
    case = driver.case(number)
    assert case.entered_at == clock.start_of(clock.day_of(case.entered_at))
    assert clock.day_of(case.entered_at).isoformat() == "2026-12-05"
    assert case.due_on.isoformat() == "2026-12-12"


def test_a_letter_lapses_once_however_often_one_looks(driver, database, set_now):
    number = driver.drive_to("in_transit")
    set_now("2026-12-06T09:00:00+08:00")
    assert [lapse_letters(database, clock.now()) for _ in range(3)] == [1, 0, 0]
    with database.read() as tx:
        lines = [line for line in lines_of(tx, driver.case(number)) if line["action"] == "lapse"]
    assert [(line["actor"], line["party"]) for line in lines] == [(None, "clock")]


def test_a_letter_reported_in_before_does_not_lapse(driver, database, set_now):
    number = driver.drive_to("street_review")
    set_now("2026-12-20T09:00:00+08:00")
    assert lapse_letters(database, clock.now()) == 0
    assert driver.case(number).state == "street_review"


def test_whoever_reports_in_between_look_and_lapse_wins(driver, database, set_now, monkeypatch):
    number = driver.drive_to("in_transit")
    set_now("2026-12-05T08:00:00+08:00")

    def look_and_be_late(*args, **kwargs):
        found = expired_letters(*args, **kwargs)
        driver.act(number, "second_street", "report_in", letter_number="THE LETTER", received_on="2026-12-04")
        return found

    monkeypatch.setattr(lapse, "expired_letters", look_and_be_late)
    with capture_logs() as logged:
        assert lapse_letters(database, clock.now()) == 0
    assert driver.case(number).state == "street_review"
    assert [line["log_level"] for line in logged] == ["info"]


def test_one_case_that_fails_stops_no_other_and_is_logged(driver, database, set_now, monkeypatch):
    bad, good = driver.drive_to("in_transit"), driver.drive_to("in_transit")
    set_now("2026-12-05T08:00:00+08:00")

    def fail_for_one(tx, actor, number, *args, **kwargs):
        if number == bad:
            raise OSError("a fault of this test")
        return perform_action(tx, actor, number, *args, **kwargs)

    monkeypatch.setattr(lapse, "perform_action", fail_for_one)
    monkeypatch.setattr(lapse, "BATCH", 1)
    with capture_logs() as logged:
        assert lapse_letters(database, clock.now()) == 1
    assert [driver.case(number).state for number in (bad, good)] == ["in_transit", "lapsed"]
    assert [(line["log_level"], line["action"], line["case"]) for line in logged] == [("error", "lapse", bad)]


@pytest.mark.postgres
def test_two_workers_lapse_each_letter_once(postgres_driver, set_now):
    numbers = [postgres_driver.drive_to("in_transit") for _ in range(6)]
    set_now("2026-12-05T00:00:00+08:00")
    lapsed: list[int] = []
    workers = [
        threading.Thread(target=lambda: lapsed.append(lapse_letters(postgres_driver.database, clock.now())))
        for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(lapsed) == len(numbers)
    assert {driver_case.version for driver_case in map(postgres_driver.case, numbers)} == {4}


def test_the_clock_can_do_nothing_else(driver, database):
    number = driver.drive_to("in_transit")
    with pytest.raises(Exception, match="not_your_turn"):
        database.transact(lambda tx: perform_action(tx, THE_CLOCK, number, "withdraw", {}, expected_version=3))
