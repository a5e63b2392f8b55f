"""A year of a district: nothing is said twice, nothing lies still, and its figures are those of its history."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from service.calendar_seed import PublishedDay
from service.casework.calendar import load_calendar
from service.clock import start_of
from service.permissions import THE_OPERATOR
from service.queries import alerts, health
from service.queries.audit import verify
from service.queries.ledgers import LEDGERS, LedgerFilter, count_ledger
from service.queries.member_classes import BELONG_HERE, figures_of
from tests.year.ladder import climbed_by, raised
from tests.year.life import Year
from tests.year.recount import ON_THE_WAY, UNRECEIPTED, recount
from workflows.dates import days_of_quarter

PUBLISHED_ON = date(2026, 12, 10)
HOLIDAYS = [date(2027, 2, 5) + timedelta(days=number) for number in range(7)]
FAR_MORE, OUTSIDE = 1_000_000, "D-external"
UNITS = {
    "community": ("D-community", "D-branch"), "branch": ("D-branch",),
    "second_community": ("D-second_community", "D-second_branch"), "second_branch": ("D-second_branch",),
    "village": ("D-village_branch",), "employer": ("D-employer_branch",),
}  # fmt: skip
"""Each unit, and where those belong who belong at or below it."""

QUARTERS, REPORTING = 3, ("community", "second_community", "village")
"""The quarters that end early enough in the year for every report to have been handed in."""


def live(driver, set_now, members, seed=1):
    """The year after all its days, and all that was due to be said in it; every case is looked at each night."""
    year, due = Year(driver, Random(seed), set_now, members), set()
    for today in year.days():
        if today == PUBLISHED_ON:
            publish_the_days_of_the_next_year(driver)
        due |= look_at_all(driver, today)
    return year, due


def publish_the_days_of_the_next_year(driver):
    days = [PublishedDay(day, is_working=False, name="假日") for day in HOLIDAYS]
    driver.database.transact(lambda tx: load_calendar(tx, THE_OPERATOR, days, "通知"))


def look_at_all(driver, today):
    """No case lies still, and what has fallen due was said, or the operator is told that nobody is there to hear it."""
    with driver.database.read() as tx:
        assert health.cases_that_lie_still(tx) == []
        due = set(climbed_by(tx, today))
        silent = due - {tuple(row[:4]) for row in raised(tx)}
        told = {(row.clock, row.rung) for row in alerts.unheard(tx)}
    assert {(name, rung) for _case, name, _turn, rung in silent} == told
    return due - silent


def nothing_was_said_twice_or_for_no_reason(driver, due):
    with driver.database.read() as tx:
        said = Counter(tuple(row) for row in raised(tx))
    assert set(said.values()) == {1}
    assert {key[:4] for key in said} == due


def the_ledgers_are_those_of_the_history(tx, year, told):
    department, transfers, away = (
        year.district.actors["department"],
        told.of("transfer"),
        told.of("mobile_registration"),
    )
    assert {name: count_ledger(tx, department, LedgerFilter(name), FAR_MORE) for name in LEDGERS} == {
        "transfer_out": sum(case.papers for case in transfers),
        "transfer_in": sum(case.accepted and case.to != OUTSIDE for case in transfers),
        "in_transit": sum(case.state in ON_THE_WAY for case in transfers),
        "unreceipted": sum(case.state in UNRECEIPTED for case in transfers),
        "outflow": len(away),
        "inflow": sum(case.came for case in away),
    }


def the_members_are_where_the_history_has_them(tx, year, told):
    belong = told.members_at(year.began, tx.now)
    for name, codes in UNITS.items():
        figures = figures_of(tx, getattr(year.district, name)).summed
        assert sum(figures[kind] for kind in BELONG_HERE) == sum(belong[code] for code in codes)
    newcomers = {member for _at, member, _unit in told.placed} - year.began.keys()
    assert sum(belong.values()) == len(year.began) + len(newcomers)


def the_reports_are_those_of_the_history(year, told):
    """A quarter begins with the members with whom the one before ended, and the moves lead from one to the other."""
    assert len(told.reports) >= QUARTERS * len(REPORTING)
    for report in told.reports.values():
        first, last = days_of_quarter(report.quarter)
        begun, ended = (counted(year, told, report.unit, day) for day in (first, last + timedelta(days=1)))
        figures = report.figures
        assert (figures["opening"], figures["closing"]) == (begun if first > year.first_day else 0, ended)
        came = figures["in_by_transfer"] + figures["in_otherwise"]
        gone = figures["out_by_transfer"] + figures["out_otherwise"]
        assert figures["opening"] + came - gone == figures["closing"]


def counted(year, told, unit, day):
    belong = told.members_at(year.began, start_of(day))
    return sum(belong[code] for code in UNITS[unit.removeprefix("D-")])


@pytest.mark.timeout(1800)  # with `--members 2000`
def test_a_year_says_everything_once_leaves_nothing_lying_and_adds_up(sqlite_driver, set_now, pytestconfig):
    year, due = live(sqlite_driver, set_now, pytestconfig.getoption("members"))
    nothing_was_said_twice_or_for_no_reason(sqlite_driver, due)
    with sqlite_driver.database.read() as tx:
        told = recount(tx)
        the_ledgers_are_those_of_the_history(tx, year, told)
        the_members_are_where_the_history_has_them(tx, year, told)
        the_reports_are_those_of_the_history(year, told)
        assert health.members_nobody_answers_for(tx) == []
        assert verify(tx).findings == ()
    assert year.met.total() > len(year.began), "a year in which little happens says little"
