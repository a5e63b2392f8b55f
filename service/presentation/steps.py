"""How far a case has come, in the few words people use: the strip of its page, the bars of a list's row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from service import clock
from service.casework.facts import facts_of
from service.models import Case
from service.presentation.due import SOON, short_day
from service.working_days import WorkingDays
from workflows import workflow_of
from workflows.vocabulary import REMINDER_ONLY, Limit, Party


@dataclass(frozen=True)
class StripStep:
    """One ball of the strip: done, current or future."""

    number: int
    label: str
    status: str
    organization_label: str = ""
    small: str = ""
    small_tone: str = ""


@dataclass
class Stay:
    """The days a case lay in the states of one step."""

    first: date
    last: date | None = None


def pips(case: Case) -> list[str]:
    """A bar for every step: done, current or todo."""
    names = [name for name, _label, _party in _steps(case)]
    here = _position(case, names)
    return ["done" if at < here else "current" if at == here else "todo" for at in range(len(names))]


def step_strip(case: Case, lines: Sequence[Mapping[str, Any]], today: date, calendar: WorkingDays) -> list[StripStep]:
    """The steps, with who takes each, when it was done and how many working days it took, or has taken so far."""
    stays = _stays(case, lines)
    steps = [step for step in _steps(case) if step[0] in stays or not _is_past(case, step[0])]
    here = _position(case, [step[0] for step in steps])
    units = {row.party: row.organization.short_name or row.organization.name for row in case.parties}
    takers = _takers(case, today)
    strip = []
    for at, (name, label, party) in enumerate(steps):
        status = "done" if at < here else "current" if at == here else "future"
        small, tone = _small(case, status, name, stays.get(name), (today, calendar))
        strip.append(StripStep(at + 1, _(label), status, units.get(takers.get(name) or party, ""), small, tone))
    return strip


def _takers(case: Case, today: date) -> dict[str, Party | None]:
    """Who takes those steps that are not the same party's in every case: either side proposes, the other agrees."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    first = {state.step: state for state in reversed(list(workflow.states.values()))}
    open_ended = [state for state in first.values() if state.step and callable(state.holder)]
    facts = facts_of(case, today) if open_ended else None
    return {state.step: workflow.holder(state.name, facts) for state in open_ended if facts}


def _steps(case: Case) -> list[tuple[str, str, Party]]:
    """The definition's steps; a release inside the system knows neither letter nor receipt."""
    skipped = ("letter", "receipt") if case.particulars.get("online") else ()
    return [
        step for step in workflow_of(case.workflow, case.workflow_version).definition.steps if step[0] not in skipped
    ]


def _position(case: Case, names: Sequence[str]) -> int:
    """Which of these the case has reached: one past the end when it is finished, -1 when it was broken off."""
    state = workflow_of(case.workflow, case.workflow_version).states[case.state]
    if state.step in names:
        return names.index(state.step)
    return len(names) if state.responsible is not None or case.state in ("ended", "filed") else -1


def _is_past(case: Case, name: str) -> bool:
    names = [step[0] for step in _steps(case)]
    return names.index(name) < _position(case, names)


def _stays(case: Case, lines: Sequence[Mapping[str, Any]]) -> dict[str, Stay]:
    """When each step was first begun and last left."""
    states = workflow_of(case.workflow, case.workflow_version).states
    stays: dict[str, Stay] = {}
    for line in lines:
        day = clock.day_of(line["at"])
        left = states[line["from_state"]].step if line["from_state"] in states else ""
        entered = states[line["to_state"]].step
        if left in stays and left != entered:
            stays[left].last = day
        if entered:
            stays.setdefault(entered, Stay(day))
    return stays


def _small(case: Case, status: str, name: str, stay: Stay | None, times: tuple[date, WorkingDays]) -> tuple[str, str]:
    if status == "future":
        limit = _limit_of(case, name)
        return limit_label(limit) if limit else "", ""
    if stay is None:
        return "", ""
    return (_when_done(stay, times), "") if status == "done" else _so_far(case, name, stay, times)


def _when_done(stay: Stay, times: tuple[date, WorkingDays]) -> str:
    today, calendar = times
    if stay.last is None:
        return short_day(stay.first, today)
    days = calendar.between(stay.first, stay.last)
    if not days:
        return _("%(date)s，当天", date=short_day(stay.last, today))
    return _("%(date)s，用 %(days)s 天", date=short_day(stay.last, today), days=days)


def _so_far(case: Case, name: str, stay: Stay, times: tuple[date, WorkingDays]) -> tuple[str, str]:
    """已 4 天，限 2 天: both in the unit of the limit."""
    today, calendar = times
    entered = max(stay.first, clock.day_of(case.entered_at))
    limit = _limit_of(case, name, case.state)
    in_days = limit is not None and limit.unit == "days"
    days = (today - entered).days if in_days else calendar.between(entered, today)
    words = _("已 %(days)s 天", days=days)
    if limit is not None:
        words = _("%(used)s，限 %(limit)s", used=words, limit=_short_length(limit))
    if case.due_on is None:
        return words, ""
    if case.due_on < today:
        return words, "late"
    return words, "soon" if calendar.between(today, case.due_on) <= SOON else ""


def _limit_of(case: Case, name: str, state_name: str | None = None) -> Limit | None:
    """The limit of the step's main state, or of the state the case is in; what is only reminded of is no limit."""
    states = workflow_of(case.workflow, case.workflow_version).states.values()
    state = next((state for state in states if state.step == name and state_name in (None, state.name)), None)
    clocks = state.clocks if state else ()
    return next((wound.limit for wound in clocks if wound.limit and wound.rungs != REMINDER_ONLY), None)


def _short_length(limit: Limit) -> str:
    """As above, but days are days: the strip has little room, and says how many have gone beside."""
    if limit.unit == "working_days":
        return ngettext("%(num)s 天", "%(num)s 天", limit.length)
    return length_label(limit)


def limit_label(limit: Limit) -> str:
    """限 5 个工作日."""
    return _("限 %(length)s", length=length_label(limit))


def length_label(limit: Limit) -> str:
    """5 个工作日, 15 天, 1 个月, 1 年."""
    match limit.unit:
        case "working_days":
            return ngettext("%(num)s 个工作日", "%(num)s 个工作日", limit.length)
        case "days":
            return ngettext("%(num)s 天", "%(num)s 天", limit.length)
        case "months":
            return ngettext("%(num)s 个月", "%(num)s 个月", limit.length)
        case "years":
            return ngettext("%(num)s 年", "%(num)s 年", limit.length)
