"""Signals from the cases of a member: letters nobody brings, no branch after acceptance, refusals by several units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, text

from service import clock
from service.db import Transaction
from service.models import Case, CaseClock, HistoryLine, Letter, Member, MemberRelation
from service.queries.signals.ground import Found, kept_here
from workflows.dates import add_months, next_day
from workflows.signals import LETTER_DAYS, REFUSALS

_LOOKED_BACK_MONTHS = 24
_OPEN = text("cases.is_open")
"""As the partial index has it."""


def letter_lapsing(tx: Transaction) -> Iterator[Found]:
    """A letter in the member's hands has a week left, or has lapsed or been lost."""
    soon = and_(Case.state == "in_transit", Letter.expires_on <= tx.today + timedelta(days=LETTER_DAYS))
    # Whatever is in one of these states falls due within the week, so that the index of due days finds it.
    query = (
        select(Member.id, Case.id, Letter.expires_on, Letter.issued_on)
        .join(Letter, Letter.id == Case.letter_id)
        .join(Member, Member.id == Case.member_id)
        .where(_OPEN, Case.due_on <= tx.today + timedelta(days=LETTER_DAYS), Case.workflow == "transfer")
        .where(or_(soon, Case.state == "lapsed"), kept_here())
    )
    for member_id, case_id, expires_on, issued_on in tx.session.execute(query):
        yield Found(member_id, max(issued_on, expires_on - timedelta(days=LETTER_DAYS)), case_id)


def unplaced(tx: Transaction) -> Iterator[Found]:
    """Accepted, and the time for a placement is over."""
    yield from _overdue(tx, "transfer", "placement")


def certificate_unpresented(tx: Transaction) -> Iterator[Found]:
    """A certificate was issued, and nobody arrived with it in time."""
    yield from _overdue(tx, "mobile_registration", "certificate_issued")


def inspection_overdue(tx: Transaction) -> Iterator[Found]:
    """A certificate was not inspected within the year."""
    query = (
        select(Member.id, Case.id, CaseClock.due_on)
        .join(CaseClock, CaseClock.case_id == Case.id)
        .join(Member, Member.id == Case.member_id)
        .where(_OPEN, Case.due_on < tx.today, Case.workflow == "mobile_registration", kept_here())
        .where(CaseClock.running, CaseClock.name == "inspection", CaseClock.due_on < tx.today)
    )
    for member_id, case_id, due_on in tx.session.execute(query):
        yield Found(member_id, next_day(due_on), case_id)


def no_unit_accepts(tx: Transaction) -> Iterator[Found]:
    """Two different units have refused the member or sent the papers back, since the relation last moved."""
    turned_down = defaultdict[str, dict[int | None, Found]](dict)
    for member_id, unit_id, at, case_id in _turned_down(tx):
        units = turned_down[member_id]
        if len(units) < REFUSALS and unit_id not in units:
            units[unit_id] = Found(member_id, clock.day_of(at), case_id)
    yield from (list(units.values())[-1] for units in turned_down.values() if len(units) == REFUSALS)


def _turned_down(tx: Transaction) -> Iterator[tuple[str, int | None, datetime, int]]:
    receiving = HistoryLine.from_state.in_(("street_review", "file_check"))
    held = and_(
        MemberRelation.member_id == Case.member_id,
        MemberRelation.relation == "affiliation",
        MemberRelation.until.is_(None),
    )
    query = (
        select(Member.id, HistoryLine.organization_id, HistoryLine.at, Case.id)
        .join(Case, Case.id == HistoryLine.case_id)
        .join(Member, Member.id == Case.member_id)
        .outerjoin(MemberRelation, held)
        .where(HistoryLine.at >= clock.start_of(add_months(tx.today, -_LOOKED_BACK_MONTHS)))
        .where(HistoryLine.action.in_(("refuse", "send_back")), receiving, Case.workflow == "transfer", kept_here())
        .where(or_(MemberRelation.id.is_(None), HistoryLine.at >= MemberRelation.since))
        .order_by(HistoryLine.at, HistoryLine.case_id, HistoryLine.seq)
    )
    for row in tx.session.execute(query):
        yield row[0], row[1], row[2], row[3]


def _overdue(tx: Transaction, workflow: str, state: str) -> Iterator[Found]:
    query = (
        select(Member.id, Case.id, Case.due_on)
        .join(Member, Member.id == Case.member_id)
        .where(_OPEN, Case.due_on < tx.today, Case.workflow == workflow, Case.state == state, kept_here())
    )
    for member_id, case_id, due_on in tx.session.execute(query):
        yield Found(member_id, next_day(due_on) if due_on else None, case_id)
