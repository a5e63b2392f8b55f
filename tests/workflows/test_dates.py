"""Calendar months are clamped to the month's end; quarters end when they do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.dates import add_months, next_day, quarter_end


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 12, 24), 1, date(2027, 1, 24)),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 11, 24), 14, date(2028, 1, 24)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_by_the_calendar_and_clamped_to_its_end(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_a_month_further_is_never_earlier_and_never_skips_a_month(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 9, 30)),
        (date(2026, 11, 24), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_the_quarter_that_ends_after_it(day, end):
    assert quarter_end(day) == end


def test_the_day_after_the_last_of_december_is_in_the_next_year():
    assert next_day(date(2026, 12, 31)) == date(2027, 1, 1)
