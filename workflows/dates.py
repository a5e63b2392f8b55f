"""Calendar arithmetic that needs no calendar of holidays."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months, clamped to the month's end (31 January + 1 month = 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day_before(today: date, months: int) -> date:
    """The last day from which so many whole months are over today: `add_months` the other way round."""
    day = add_months(today, -months)
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=last) if next_day(today).day == 1 else day


def last_day_of(written: str) -> date:
    """The last day of a date as exact as it was written: YYYY-MM-DD, YYYY-MM or YYYY."""
    year, *rest = (int(part) for part in written.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def quarter_end(day: date) -> date:
    """The last day of the quarter that holds `day`."""
    month = (day.month + 2) // 3 * 3
    return date(day.year, month, calendar.monthrange(day.year, month)[1])


def quarter_of(day: date) -> str:
    """The quarter that holds `day`, as YYYY-Qn."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def last_quarter(day: date) -> str:
    """The quarter that ended last before `day`, as YYYY-Qn."""
    return quarter_of(days_of_quarter(quarter_of(day))[0] - timedelta(days=1))


def quarters_before(quarter: str, number: int) -> list[str]:
    """The quarter and those before it, so many in all."""
    first = days_of_quarter(quarter)[0]
    return [quarter_of(add_months(first, -3 * back)) for back in range(number)]


def days_of_quarter(quarter: str) -> tuple[date, date]:
    """The first and the last day of a quarter, YYYY-Qn."""
    first = date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)
    return first, quarter_end(first)


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
