"""Somebody who is followed up, and the figures of a unit, as programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service import clock
from service.casework.facts import settled_by
from service.permissions import Actor
from service.presentation.case import CaseView, case_view
from service.queries.signals.raised import RaisedSignal
from service.queries.stuck import Figures, Stuck
from workflows.signals import SIGNALS

_MONTHS_SHOWN = 12


@dataclass(frozen=True)
class SignalView:
    """What has been the matter since when, by which rule."""

    name: str
    label: str
    rule: str
    since: Any
    ended_on: Any
    case: str | None


@dataclass(frozen=True)
class FollowUpView:
    """The case, for how long, the last contact, what shows a place, and what it rests on."""

    case: CaseView
    category: str
    days: int
    last_contact: Mapping[str, str] | None
    next_on: str | None
    settled_by: str | None
    signals: Sequence[SignalView]


@dataclass(frozen=True)
class SummaryView:
    """What there is now, and the months before of the same unit."""

    open: int
    by_category: Mapping[str, int]
    by_state: Mapping[str, int]
    oldest_on: Any
    months: Sequence[Any]
    quarters: Sequence[Any]


def follow_up_view(one: Stuck, actor: Actor, now: datetime) -> FollowUpView:
    """As it is now."""
    case, kept = one.case, one.case.particulars
    return FollowUpView(
        case=case_view(case, actor, now),
        category=case.kind,
        days=(clock.day_of(now) - clock.day_of(case.opened_at)).days,
        last_contact=kept.get("last_contact"),
        next_on=kept.get("next_on"),
        settled_by=settled_by(case) or None,
        signals=[_signal(signal) for signal in one.signals],
    )


def summary_view(figures: Figures) -> SummaryView:
    """A unit is only ever beside its own past."""
    months = figures.months[-_MONTHS_SHOWN:]
    return SummaryView(figures.open, figures.categories, figures.states, figures.oldest_on, months, figures.quarters)


def _signal(signal: RaisedSignal) -> SignalView:
    described = SIGNALS[signal.name]
    return SignalView(signal.name, described.label, described.rule, signal.since, signal.ended_on, signal.case)
