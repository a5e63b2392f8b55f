"""未落实组织关系: who is followed up, the longest first, by reason; and a subtree's figures beside its own past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, Select, func, or_, select

from service import clock
from service.db import Transaction
from service.models import Case, Organization
from service.models.case import FOLLOW_UPS, OPEN_FOLLOW_UPS
from service.permissions import Actor, visible_cases
from service.queries.lists import cases_by_id
from service.queries.sides import party_below
from service.queries.signals.raised import RaisedSignal, signals_of
from workflows.dates import add_months, days_of_quarter, quarter_of
from workflows.vocabulary import Party

LOST = ("unreachable", "reported_up")
_MONTHS_BEFORE = 12
"""So far back from the beginning of this quarter."""


@dataclass(frozen=True)
class StuckFilter:
    """For which reasons, in which states, and kept by whom at or below a unit; nothing named is everything."""

    categories: Sequence[str] = ()
    states: Sequence[str] = ()
    unit: Organization | None = None


@dataclass(frozen=True)
class Stuck:
    """Somebody who is followed up, and what the follow-up rests on."""

    case: Case
    signals: Sequence[RaisedSignal]


@dataclass(frozen=True)
class Month:
    """What became of follow-ups in one month."""

    month: str
    opened: int
    settled: int
    ended: int
    """Settled or closed otherwise."""


@dataclass(frozen=True)
class Quarter:
    """The same in a quarter, and how many were open at its end; in this one, now."""

    quarter: str
    opened: int
    settled: int
    open: int


@dataclass(frozen=True)
class Figures:
    """How many there are now, by category and by state, since when the oldest, and the months before."""

    categories: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    oldest_on: date | None = None
    months: Sequence[Month] = ()

    @property
    def open(self) -> int:
        """All of them."""
        return sum(self.categories.values())

    @property
    def quarters(self) -> list[Quarter]:
        """From the earliest to this one, counted back from what is open now."""
        found, still_open = list[Quarter](), self.open
        for name, months in reversed([(name, list(rows)) for name, rows in groupby(self.months, _quarter)]):
            opened, settled, ended = (sum(numbers) for numbers in zip(*map(_numbers, months), strict=True))
            found.insert(0, Quarter(name, opened, settled, still_open))
            still_open += ended - opened
        return found


def stuck_page(
    tx: Transaction, actor: Actor, wanted: StuckFilter, *, after: int = 0, limit: int = 50
) -> tuple[list[Stuck], int | None]:
    """The next ones, the longest followed up first, and where to go on; None at the end."""
    query = _open(actor, wanted.unit).where(Case.id > after).order_by(Case.id).limit(limit + 1)
    for column, names in ((Case.kind, wanted.categories), (Case.state, wanted.states)):
        query = query.where(column.in_(names)) if names else query
    keys = list(tx.session.scalars(query))
    shown = keys[:limit]
    return stuck_of(tx, shown), shown[-1] if len(keys) > limit else None


def stuck_of(tx: Transaction, keys: Sequence[int]) -> list[Stuck]:
    """These cases, complete, with what they rest on."""
    cases = cases_by_id(tx, keys)
    signals = signals_of(tx, keys) if keys else {}
    return [Stuck(cases[key], signals.get(key, ())) for key in keys if key in cases]


def figures_of(tx: Transaction, actor: Actor, unit: Organization | None = None) -> Figures:
    """What there is now, and the months of this quarter and of the year before it, of the same subtree."""
    now = _open(actor, unit).with_only_columns(Case.kind, Case.state, func.count(), func.min(Case.opened_at))
    rows = tx.session.execute(now.group_by(Case.kind, Case.state)).all()
    categories, states = Counter[str](), Counter[str]()
    for kind, state, count, _ in rows:
        categories[kind] += count
        states[state] += count
    oldest = min((opened_at for *_, opened_at in rows), default=None)
    return Figures(categories, states, clock.day_of(oldest) if oldest else None, _months(tx, actor, unit))


def _open(actor: Actor, unit: Organization | None) -> Select[int]:
    return select(Case.id).where(OPEN_FOLLOW_UPS, *_seen(actor, unit))


def _seen(actor: Actor, unit: Organization | None) -> Iterable[ColumnElement[bool]]:
    """A unit looks at whom it keeps, with all below it; whom it was only asked about is another's."""
    return visible_cases(actor), party_below(actor, (Party.KEEPER,), unit)


def _months(tx: Transaction, actor: Actor, unit: Organization | None) -> list[Month]:
    first = add_months(days_of_quarter(quarter_of(tx.today))[0], -_MONTHS_BEFORE)
    since = or_(Case.opened_at >= clock.start_of(first), Case.closed_on >= first)
    query = select(Case.opened_at, Case.closed_on, Case.state).where(FOLLOW_UPS, since, *_seen(actor, unit))
    opened, settled, ended = Counter[str](), Counter[str](), Counter[str]()
    for opened_at, closed_on, state in tx.session.execute(query):
        opened[_month(clock.day_of(opened_at))] += 1
        if closed_on is not None:
            ended[_month(closed_on)] += 1
            settled[_month(closed_on)] += state == "settled"
    return [Month(name, opened[name], settled[name], ended[name]) for name in _names(first, tx.today)]


def _names(first: date, last: date) -> Iterator[str]:
    while first <= last:
        yield _month(first)
        first = add_months(first, 1)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _quarter(month: Month) -> str:
    return quarter_of(date.fromisoformat(f"{month.month}-01"))


def _numbers(month: Month) -> tuple[int, int, int]:
    return month.opened, month.settled, month.ended
