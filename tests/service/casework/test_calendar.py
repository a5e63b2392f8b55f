"""A year's list arrives: what was counted without it moves, and nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.calendar_seed import PublishedDay
from service.casework.calendar import load_calendar
from service.errors import NotPermitted, ValidationFailed
from service.models import CaseClock, CaseParty
from service.permissions import THE_OPERATOR

HOLIDAYS = [date(2027, 1, 1) + timedelta(days=number) for number in range(7)]
LIST = [PublishedDay(day, is_working=False, name="元旦") for day in HOLIDAYS]


def load(driver, days=LIST, actor=THE_OPERATOR):
    return driver.database.transact(lambda tx: load_calendar(tx, actor, days, "通知"))


def clock_of(driver, number):
    with driver.database.read() as tx:
        return tx.session.scalars(
            select(CaseClock).where(CaseClock.running, CaseClock.case_id == driver.case(number).id)
        ).one()


def test_a_provisional_limit_moves_with_all_its_rungs(driver, set_now):
    set_now("2026-12-30T09:00:00+08:00")
    number = driver.drive_to("outflow_review")
    before = clock_of(driver, number)
    assert (before.due_on, before.provisional) == (date(2027, 1, 6), True)
    assert load(driver).moved == 1
    after, case = clock_of(driver, number), driver.case(number)
    assert (after.due_on, after.provisional) == (date(2027, 1, 13), False)
    assert (after.reminder_on, after.overdue_on) == (date(2027, 1, 11), date(2027, 1, 14))
    assert (case.due_on, case.due_provisional) == (after.due_on, False)
    with driver.database.read() as tx:
        days = set(tx.session.scalars(select(CaseParty.sort_on).where(CaseParty.case_id == case.id)))
    assert days == {after.due_on}


def test_a_limit_that_was_certain_stays(driver, set_now):
    number = driver.drive_to("outflow_review")
    before = clock_of(driver, number)
    assert load(driver).moved == 0
    assert clock_of(driver, number).due_on == before.due_on


def test_a_rung_that_was_climbed_is_not_climbed_again(driver, set_now):
    set_now("2026-12-30T09:00:00+08:00")
    number = driver.drive_to("outflow_review")
    with driver.database.write() as tx:
        row = tx.session.scalars(select(CaseClock).where(CaseClock.running)).one()
        row.reminder_on = None
    load(driver)
    assert clock_of(driver, number).reminder_on is None


def test_the_version_of_an_open_page_stays_valid(driver, set_now):
    set_now("2026-12-30T09:00:00+08:00")
    number = driver.drive_to("outflow_review")
    version = driver.case(number).version
    load(driver)
    assert driver.case(number).version == version
    driver.act(number, "street", "issue_letter")


def test_new_limits_are_counted_by_the_new_list(driver, set_now):
    load(driver)
    set_now("2026-12-30T09:00:00+08:00")
    found = clock_of(driver, driver.drive_to("outflow_review"))
    assert (found.due_on, found.provisional) == (date(2027, 1, 13), False)


def test_a_corrected_list_takes_the_place_of_the_first(driver, set_now):
    load(driver)
    load(driver, [PublishedDay(day + timedelta(days=31), is_working=False, name="") for day in HOLIDAYS])
    with driver.database.read() as tx:
        assert tx.working_days().is_working(date(2027, 1, 4))
        assert not tx.working_days().is_working(date(2027, 2, 4))


def test_a_few_days_are_no_list(sqlite_driver):
    with pytest.raises(ValidationFailed):
        load(sqlite_driver, LIST[:3])


def test_only_administrators_load_a_list(sqlite_driver):
    with pytest.raises(NotPermitted):
        load(sqlite_driver, actor=sqlite_driver.actor("street"))
    assert load(sqlite_driver, actor=sqlite_driver.actor("province")).years == (2027,)
