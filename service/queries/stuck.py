"""未落实组织关系: who is followed up, the longest first, by reason; and a subtree's figures beside its own past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select

from service import clock
from service.db import Transaction
from service.models import Case, Organization
from service.models.case import FOLLOW_UPS, OPEN_FOLLOW_UPS
from service.permissions import Actor, visible_cases
from service.queries.lists import cases_by_id
from service.queries.sides import party_below
from service.queries.signals.raised import RaisedSignal, signals_of
from workflows.dates import add_months
from workflows.vocabulary import Party

LOST = ("unreachable", "reported_up")
MONTHS = 12


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


def figures_of(tx: Transaction, actor: Actor, unit: Organization | None = None, months: int = MONTHS) -> Figures:
    """What there is now, and the last months of the same subtree."""
    now = _open(actor, unit).with_only_columns(Case.kind, Case.state, func.count(), func.min(Case.opened_at))
    rows = tx.session.execute(now.group_by(Case.kind, Case.state)).all()
    categories, states = Counter[str](), Counter[str]()
    for kind, state, count, _ in rows:
        categories[kind] += count
        states[state] += count
    oldest = min((opened_at for *_, opened_at in rows), default=None)
    past = _months(tx, actor, unit, months)
    return Figures(categories, states, clock.day_of(oldest) if oldest else None, past)


def _open(actor: Actor, unit: Organization | None) -> Select[int]:
    return select(Case.id).where(OPEN_FOLLOW_UPS, *_seen(actor, unit))


def _seen(actor: Actor, unit: Organization | None) -> Iterable[ColumnElement[bool]]:
    """A unit looks at whom it keeps, with all below it; whom it was only asked about is another's."""
    return visible_cases(actor), party_below(actor, (Party.KEEPER,), unit)


def _months(tx: Transaction, actor: Actor, unit: Organization | None, months: int) -> list[Month]:
    first = add_months(tx.today.replace(day=1), 1 - months)
    names = [f"{add_months(first, number):%Y-%m}" for number in range(months)]
    since = or_(Case.opened_at >= clock.start_of(first), Case.closed_on >= first)
    query = select(Case.opened_at, Case.closed_on, Case.state).where(FOLLOW_UPS, since, *_seen(actor, unit))
    opened, settled = Counter[str](), Counter[str]()
    for opened_at, closed_on, state in tx.session.execute(query):
        opened[_month(opened_at)] += 1
        settled[f"{closed_on:%Y-%m}" if closed_on and state == "settled" else ""] += 1
    return [Month(name, opened[name], settled[name]) for name in names]


def _month(at: datetime) -> str:
    return f"{clock.day_of(at):%Y-%m}"
