"""All registrations of a unit in one quarter: in force during it, each with what both sides wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select

from service import clock
from service.db import Transaction
from service.models import Case, Organization
from service.models.case import REGISTRATIONS
from service.permissions import Actor, visible_cases
from service.queries.lists import cases_by_id
from service.queries.registration_entries import RegistrationEntry, entries_of
from service.queries.sides import party_below
from workflows.dates import days_of_quarter, next_day
from workflows.dual_management import IN_FORCE
from workflows.vocabulary import Party

_SIDES = (Party.OUTFLOW, Party.RECEIVING)


@dataclass(frozen=True)
class RegistrationFilter:
    """Of which quarter, of which unit with all below it, and whether only those that nobody has reported yet."""

    quarter: str
    unit: Organization | None = None
    missing: bool = False


@dataclass(frozen=True)
class Registration:
    """A registration and what was written down for the quarter."""

    case: Case
    entries: Sequence[RegistrationEntry]

    def given_by(self, party: Party) -> bool:
        """Whether this side has given its feedback."""
        return any(entry.action == "give_feedback" and entry.party == party for entry in self.entries)


def registrations_page(
    tx: Transaction, actor: Actor, wanted: RegistrationFilter, *, after: int = 0, limit: int = 50
) -> tuple[list[Registration], int | None]:
    """The next ones that the actor may read, in the order they were opened, and where to go on; None at the end."""
    query = _keys(actor, wanted).where(Case.id > after).order_by(Case.id).limit(limit + 1)
    keys = list(tx.session.scalars(query))
    shown = keys[:limit]
    cases, entries = cases_by_id(tx, shown), entries_of(tx, shown, days_of_quarter(wanted.quarter)[0])
    found = [Registration(cases[key], _of_quarter(entries[key], wanted.quarter)) for key in shown]
    return found, shown[-1] if len(keys) > limit else None


def _of_quarter(entries: Iterable[RegistrationEntry], quarter: str) -> list[RegistrationEntry]:
    return [entry for entry in entries if entry.is_of(quarter)]


def _keys(actor: Actor, wanted: RegistrationFilter) -> Select[int]:
    first, last = days_of_quarter(wanted.quarter)
    began = Case.opened_at < clock.start_of(next_day(last)), Case.turns["feedback"].as_integer() > 0
    lasted = or_(Case.state.in_(IN_FORCE), and_(~Case.is_open, Case.closed_on >= first))
    side = party_below(actor, _SIDES, wanted.unit)
    return select(Case.id).where(REGISTRATIONS, *began, lasted, visible_cases(actor), side, *_unreported(wanted))


def _unreported(wanted: RegistrationFilter) -> list[ColumnElement[bool]]:
    """The last quarter reported stands on the case; those that have ended owe nothing."""
    if not wanted.missing:
        return []
    reported = Case.particulars["feedback_quarter"].as_string()
    return [Case.is_open.expression, or_(reported.is_(None), reported < wanted.quarter)]
