"""Dates are kept exactly as precise as they were written."""

import pytest

from service.forms.dates import read_month, read_partial


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1998-07-01", "1998-07-01"), ("1998-07", "1998-07"), ("1998", "1998"),
        ("1998.07", "1998-07"), ("1998年7月", "1998-07"), ("1998年7月1日", "1998-07-01"), ("19980701", "1998-07-01"),
        ("199807", "1998-07"), ("1998/7", "1998-07"), ("1998年", "1998"), ("１９９８．０７", "1998-07"),
        ("1998 年 7 月", "1998-07"), ("1998-07-01 00:00:00", "1998-07-01"),
        ("1998.13", None), ("1998-02-29", None), ("2000-02-29", "2000-02-29"), ("1998-00", None), ("1998-07-00", None),
        ("0798", None), ("1898-07", None), ("98.07", None), ("七月", None), ("", None), ("1998-07-01 10:30", None),
        ("1998-07/", None), ("19980732", None),
    ],
)  # fmt: skip
def test_a_date_keeps_its_precision(written, kept):
    assert read_partial(written) == kept


@pytest.mark.parametrize(("written", "kept"), [("2026.11", "2026-11"), ("2026-11-24", "2026-11"), ("2026", None)])
def test_a_month_is_read_from_a_month_or_a_day(written, kept):
    assert read_month(written) == kept
