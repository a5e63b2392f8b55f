from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from service.calendar_seed import published_days, published_years
from service.installation import put_setting
from service.models import CalendarDay, CalendarYear
from service.working_days import WorkingDays
from workflows.vocabulary import Limit

DAYS = WorkingDays(1, {entry.day: entry.is_working for entry in published_days()}, frozenset(published_years()))
dates = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-26", True),  # Sunday, makes up for the Spring Festival
        ("2025-01-27", True),
        ("2025-01-28", False),  # 除夕
        ("2025-02-04", False),
        ("2025-02-05", True),
        ("2025-02-08", True),  # Saturday, makes up
        ("2025-02-09", False),
        ("2025-09-28", True),  # Sunday, makes up for the National Day
        ("2025-09-30", True),
        ("2025-10-01", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),  # Saturday, makes up
        ("2026-01-01", False),
        ("2026-01-04", True),  # Sunday, makes up for New Year
        ("2026-02-14", True),  # Saturday, makes up for the Spring Festival
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday, makes up
        ("2027-01-01", True),  # no notice yet: a Friday like any other
        ("2027-01-02", False),
    ],
)
def test_offices_work_as_the_notices_say(day, works):
    assert DAYS.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2025-01-27", 0, "2025-01-27"),  # the day of entry is day 0
        ("2025-01-24", 1, "2025-01-26"),
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-01-27", 10, "2025-02-17"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-10-01", 1, "2025-10-09"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 6, "2026-02-28"),
        ("2026-11-24", 10, "2026-12-08"),
        ("2026-12-30", 1, "2026-12-31"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(start, number, end):
    assert DAYS.add(date.fromisoformat(start), number) == (date.fromisoformat(end), False)


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [("2026-12-31", 1, "2027-01-01"), ("2026-12-28", 10, "2027-01-11"), ("2027-03-05", 1, "2027-03-08")],
)
def test_a_date_counted_into_an_unpublished_year_is_provisional(start, number, end):
    assert DAYS.add(date.fromisoformat(start), number) == (date.fromisoformat(end), True)


def test_a_date_before_a_published_year_that_follows_an_unpublished_one_is_provisional():
    patchy = WorkingDays(1, {}, frozenset({2026, 2028}))
    assert patchy.add(date(2026, 12, 31), 300)[1]


@pytest.mark.parametrize(
    ("end", "number", "start"),
    [("2025-02-05", 1, "2025-01-27"), ("2025-02-05", 2, "2025-01-26"), ("2026-11-24", 3, "2026-11-19")],
)
def test_working_days_are_counted_backwards_too(end, number, start):
    assert DAYS.before(date.fromisoformat(end), number) == date.fromisoformat(start)


def test_a_negative_number_of_working_days_is_refused():
    with pytest.raises(ValueError, match="-1"):
        DAYS.add(date(2026, 1, 5), -1)


@given(start=dates, number=st.integers(1, 60))
def test_the_nth_working_day_is_a_working_day_with_n_of_them_up_to_it(start, number):
    end, _ = DAYS.add(start, number)
    assert DAYS.is_working(end)
    assert DAYS.between(start, end) == number


@given(start=dates, number=st.integers(1, 60))
def test_counting_back_from_a_working_day_undoes_counting_on(start, number):
    end, _ = DAYS.add(start, number)
    assert DAYS.add(DAYS.before(end, number), number)[0] == end


def test_between_leaves_out_the_start_and_takes_in_the_end():
    assert DAYS.between(date(2025, 9, 30), date(2025, 10, 9)) == 1
    assert DAYS.between(date(2026, 11, 23), date(2026, 11, 23)) == 0
    assert DAYS.between(date(2026, 11, 24), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (Limit(10, "working_days"), (date(2026, 2, 11), False)),
        (Limit(90, "days"), (date(2026, 4, 28), False)),
        (Limit(1, "months"), (date(2026, 2, 28), False)),
        (Limit(3, "months"), (date(2026, 4, 28), False)),
        (Limit(5, "years"), (date(2031, 1, 28), False)),
    ],
)
def test_a_limit_has_its_last_day(limit, due):
    assert DAYS.due(date(2026, 1, 28), limit) == due


def test_months_end_with_the_month():
    assert DAYS.due(date(2026, 1, 31), Limit(1, "months")) == (date(2026, 2, 28), False)
    assert DAYS.due(date(2024, 2, 29), Limit(1, "years")) == (date(2025, 2, 28), False)


def test_a_new_installation_has_the_published_calendar(database):
    with database.read() as tx:
        days = tx.working_days()
        assert (days.version, days.published) == (1, frozenset(published_years()))
        assert all(days.is_working(day) == DAYS.is_working(day) for day in _every_day_of(2025, 2026, 2027))


def test_the_calendar_is_read_anew_when_its_version_changes(database):
    with database.read() as tx:
        before = tx.working_days()
        assert tx.working_days() is before
    with database.write() as tx:
        tx.session.add_all([CalendarYear(year=2027), CalendarDay(day=date(2027, 1, 1), is_working=False)])
        put_setting(tx, "calendar_version", 2)
    with database.read() as tx:
        assert tx.working_days().add(date(2026, 12, 31), 1) == (date(2027, 1, 4), False)
    assert before.add(date(2026, 12, 31), 1) == (date(2027, 1, 1), True)


def test_without_any_calendar_offices_work_from_monday_to_friday(database):
    with database.write() as tx:
        tx.session.execute(delete(CalendarDay))
        tx.session.execute(delete(CalendarYear))
        put_setting(tx, "calendar_version", 0)
    with database.read() as tx:
        assert WorkingDays.current_version(tx.session) == 0
        assert tx.working_days().add(date(2026, 9, 30), 1) == (date(2026, 10, 1), True)


def _every_day_of(*years):
    first = date(years[0], 1, 1)
    return (first + timedelta(days=number) for number in range((date(years[-1] + 1, 1, 1) - first).days))
