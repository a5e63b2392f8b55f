"""The ledgers (台账): letters sent out, members taken in, those on the way, receipts still out, and who is away.

Each is read in the order of an index of its own, from where the page before ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import ColumnElement, Select, TextClause, func, literal, select, tuple_

from service import clock
from service.db import Transaction
from service.models import Case, Letter, Organization
from service.models.case import IN_TRANSIT, MOBILE, UNRECEIPTED
from service.models.letter import OUR_OWN
from service.permissions import Actor, visible_cases
from service.queries.ledger_steps import Step, steps_of
from service.queries.lists import Place, cases_by_id
from service.queries.names_of_day import names_on
from service.queries.sides import party_below
from workflows.dates import next_day
from workflows.vocabulary import Party

Ledger: TypeAlias = Literal["transfer_out", "transfer_in", "in_transit", "unreceipted", "outflow", "inflow"]

LEDGERS: tuple[Ledger, ...] = get_args(Ledger)
_SENDING, _RECEIVING = (Party.OUTFLOW, Party.OUTFLOW_COMMITTEE), (Party.STREET, Party.RECEIVING)
_SIDES: Mapping[Ledger, tuple[Party, ...]] = {
    "transfer_out": _SENDING,
    "transfer_in": _RECEIVING,
    "in_transit": _SENDING + _RECEIVING,
    "unreceipted": _SENDING + _RECEIVING,
    "outflow": (Party.HOME,),
    "inflow": (Party.HOST,),
}
AWAY: tuple[Ledger, ...] = ("outflow", "inflow")
"""Registers of members who are away, and of those who have come: in the order in which they were written down."""
_NO_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class LedgerFilter:
    """Which ledger, of which days (both included), and of which unit with all below it; open where nothing is said.

    The day is that of issue for what went out and what is on the way, of acceptance for what came in and for receipts,
    of the registration for members who are away.
    """

    ledger: Ledger
    since: date | None = None
    until: date | None = None
    unit: Organization | None = None


@dataclass(frozen=True)
class LedgerRow:
    """A line of a ledger: the case, the letter it is about, and the steps whose days it names.

    `names` are those that its parties had on the day of the line.
    """

    case: Case
    letter: Letter | None
    steps: Mapping[str, Step]
    names: Mapping[str, str] = field(default_factory=dict)


def ledger_page(
    tx: Transaction, actor: Actor, wanted: LedgerFilter, *, after: Place | None = None, limit: int = 50
) -> tuple[list[LedgerRow], Place | None]:
    """The next lines that the actor may read, and where to go on; None at the end."""
    query, day_and_key = _keys(actor, wanted), _order(wanted.ledger)
    if wanted.ledger in AWAY:  # in the order of the keys, whatever the day
        query = query.where(Case.id > after[1]) if after is not None else query
        query = query.order_by(Case.id)
    else:
        query = query.where(tuple_(*day_and_key) > after) if after is not None else query
        query = query.order_by(*day_and_key)
    found = tx.session.execute(query.limit(limit + 1)).all()
    places = [(day, key) for day, key, _case, _letter in found]
    return _rows(tx, wanted.ledger, found[:limit]), places[limit - 1] if len(places) > limit else None


def count_ledger(tx: Transaction, actor: Actor, wanted: LedgerFilter, limit: int) -> int:
    """How many lines there are; the count stops at `limit`."""
    counted = select(func.count()).select_from(_keys(actor, wanted).limit(limit).subquery())
    return tx.session.scalar(counted) or 0


def _order(ledger: Ledger) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if ledger in AWAY:
        return literal(_NO_DAY), Case.id.expression
    if ledger == "transfer_out":
        return Letter.issued_on.expression, Letter.id.expression
    return (Case.accepted_on if ledger == "transfer_in" else Case.due_on).expression, Case.id.expression


def _keys(actor: Actor, wanted: LedgerFilter) -> Select[Any]:
    day, key = _order(wanted.ledger)
    base = {
        "transfer_out": lambda: select(day, key, Case.id, Letter.id).join(Case, Case.id == Letter.case_id),
        "transfer_in": lambda: select(day, key, Case.id, Case.letter_id),
    }.get(wanted.ledger, lambda: select(day, key, Case.id, Case.letter_id))()
    belongs: Mapping[Ledger, ColumnElement[bool] | TextClause] = {
        "transfer_out": OUR_OWN,
        "transfer_in": Case.accepted_on.is_not(None),
        "in_transit": IN_TRANSIT,
        "unreceipted": UNRECEIPTED,
        **dict.fromkeys(AWAY, MOBILE),
    }
    side = party_below(actor, _SIDES[wanted.ledger], wanted.unit)
    return base.where(belongs[wanted.ledger], *_within(wanted), visible_cases(actor), side)


def _within(wanted: LedgerFilter) -> list[ColumnElement[bool]]:
    """The days; a letter on its way is looked up, the few that are."""
    if wanted.ledger in AWAY:
        since = [Case.opened_at >= clock.start_of(wanted.since)] if wanted.since else []
        return since + ([Case.opened_at < clock.start_of(next_day(wanted.until))] if wanted.until else [])
    days: dict[Ledger, ColumnElement[Any]] = {
        "transfer_out": Letter.issued_on.expression,
        "in_transit": select(Letter.issued_on).where(Letter.id == Case.letter_id).scalar_subquery(),
    }
    day = days.get(wanted.ledger, Case.accepted_on.expression)
    conditions = [day >= wanted.since] if wanted.since else []
    return conditions + ([day <= wanted.until] if wanted.until else [])


def _rows(tx: Transaction, ledger: Ledger, found: Sequence[Any]) -> list[LedgerRow]:
    """As many statements, however many lines there are."""
    cases = cases_by_id(tx, list({row[2] for row in found}))
    own = {case.letter_id for case in cases.values()}
    others = [row[3] for row in found if row[3] is not None and row[3] not in own]
    letters = {case.letter.id: case.letter for case in cases.values() if case.letter is not None}
    letters |= {letter.id: letter for letter in tx.session.scalars(select(Letter).where(Letter.id.in_(others)))}
    steps = steps_of(tx, list(cases.values()))
    lines = [(cases[row[2]], letters.get(row[3])) for row in found]
    names = names_on(tx, [(case, _day_of(ledger, case, letter)) for case, letter in lines])
    return [LedgerRow(case, letter, steps[case.id], once) for (case, letter), once in zip(lines, names, strict=True)]


def _day_of(ledger: Ledger, case: Case, letter: Letter | None) -> date:
    """The day of a line, as the filter has it."""
    if ledger in AWAY:
        return clock.day_of(case.opened_at)
    day = letter.issued_on if letter and ledger in ("transfer_out", "in_transit") else case.accepted_on
    return day or clock.day_of(case.opened_at)
