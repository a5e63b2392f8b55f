"""When the rules suggest a transfer of somebody who is away."""

from datetime import date, timedelta

import pytest

from workflows.dates import add_months, last_day_before
from workflows.proposals import transfer_from

LEFT, SINCE = date(2026, 8, 31), date(2026, 9, 10)


@pytest.mark.parametrize(
    ("state", "host_since", "fixed", "day"),
    [
        ("attached", SINCE, False, date(2027, 3, 10)),
        ("attached", None, True, date(2027, 2, 28)),
        ("found_inflow", None, True, date(2027, 2, 28)),
        ("found_inflow", None, False, None),
        ("certificate_issued", SINCE, True, None),
        ("leaving", SINCE, True, None),
        ("closed", SINCE, True, None),
    ],
)
def test_six_months_at_one_place_count_from_the_arrival_or_from_a_fixed_place(state, host_since, fixed, day):
    assert transfer_from(state, left_on=LEFT, host_since=host_since, fixed_place=fixed) == day


def test_the_last_day_from_which_six_months_are_over_is_found_on_every_day_of_two_years():
    today = date(2027, 1, 1)
    while today < date(2029, 1, 1):
        last = last_day_before(today, 6)
        assert add_months(last, 6) <= today < add_months(last + timedelta(days=1), 6), today
        today += timedelta(days=1)
