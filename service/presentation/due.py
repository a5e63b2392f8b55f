"""How late: a deadline in words and working days, with its date; and days and times as pages write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from service import clock
from service.working_days import WorkingDays

SOON = 3
"""So many working days before the end a deadline turns amber."""

_WEEKDAYS = (_l("一"), _l("二"), _l("三"), _l("四"), _l("五"), _l("六"), _l("日"))


@dataclass(frozen=True)
class Due:
    """A chip: tone, icon, words, and the date under it."""

    tone: str
    icon: str
    words: str
    date_line: str


def due_of(due_on: date | None, today: date, calendar: WorkingDays, *, provisional: bool = False) -> Due | None:
    """The chip of a deadline; None without one."""
    if due_on is None:
        return None
    line = day_before(due_on, today)
    if provisional:
        line = _("%(line)s，次年放假安排未公布，暂按周一至周五算", line=line)
    if today > due_on:
        return Due("late", "alert", _late_words(calendar.between(due_on, today)), _("应于 %(day)s", day=line))
    if today == due_on:
        return Due("soon", "clock", _("今天到期"), line)
    left = calendar.between(today, due_on)
    if left > SOON:
        return Due("ok", "leaf", _working_days_left(left), line)
    words = _working_days_left(left) if left else _days_left((due_on - today).days)
    return Due("soon", "clock", words, line)


def soon_until(today: date, calendar: WorkingDays) -> date:
    """The last day on which a deadline is still called soon."""
    return calendar.add(today, SOON + 1)[0] - timedelta(days=1)


def day_label(day: date, today: date) -> str:
    """11-20（五）; the year goes before where it is another than today's."""
    text = f"{day:%m-%d}" if day.year == today.year else day.isoformat()
    return _("%(date)s（%(weekday)s）", date=text, weekday=_WEEKDAYS[day.weekday()])


def day_before(day: date, today: date) -> str:
    """11-20（五）前."""
    return _("%(day)s前", day=day_label(day, today))


def short_day(day: date | datetime | None, today: date) -> str:
    """11-20, or nothing; the year goes before where it is another than today's."""
    if day is None:
        return ""
    plain = clock.day_of(day) if isinstance(day, datetime) else day
    return f"{plain:%m-%d}" if plain.year == today.year else plain.isoformat()


def moment_label(instant: datetime, now: datetime) -> str:
    """今天 09:00, 昨天 15:42, 11-18 16:20."""
    local, today = instant.astimezone(clock.SHANGHAI), clock.day_of(now)
    time = f"{local:%H:%M}"
    if local.date() == today:
        return _("今天 %(time)s", time=time)
    if local.date() == today - timedelta(days=1):
        return _("昨天 %(time)s", time=time)
    return f"{short_day(local.date(), today)} {time}"


def today_label(today: date) -> str:
    """11 月 24 日 星期二."""
    return _(
        "%(month)s 月 %(day)s 日 星期%(weekday)s",
        month=today.month, day=today.day, weekday=_WEEKDAYS[today.weekday()],
    )  # fmt: skip


def working_days_label(number: int) -> str:
    """5 个工作日."""
    return ngettext("%(num)s 个工作日", "%(num)s 个工作日", number)


def _late_words(days: int) -> str:
    return ngettext("超期 %(num)s 个工作日", "超期 %(num)s 个工作日", days) if days else _("已超期")


def _working_days_left(days: int) -> str:
    return ngettext("剩 %(num)s 个工作日", "剩 %(num)s 个工作日", days)


def _days_left(days: int) -> str:
    return ngettext("剩 %(num)s 天", "剩 %(num)s 天", days)
