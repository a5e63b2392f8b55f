"""Reading alerts: what an organization was told, what a case gave rise to, and what reached nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, literal, select, text, tuple_, union_all

from service.db import Transaction
from service.models import Alert, Case, CaseClock, Delivery, Letter, Notice, Organization, User
from service.permissions import CASE_READERS, Actor, visible_cases
from workflows.vocabulary import Rung

COUNT_LIMIT = 100
RUNNING = text("case_clocks.running")
"""As the partial indexes have it: SQLite would not know `running = 1` for the same."""
_OPEN = text("cases.is_open")


@dataclass(frozen=True)
class Step:
    """A rung as the clocks' table knows it: the column of its day, and who hears of it, the one it is meant for first.

    The day is emptied once that one has been told, so what has been raised is never met again.
    """

    rung: Rung
    day: SQLColumnExpression[date | None]
    recipients: tuple[SQLColumnExpression[int | None], ...]

    @property
    def meant_for(self) -> SQLColumnExpression[int | None]:
        """Whoever must hear of it; the others are told as well."""
        return self.recipients[0]


LADDER = (
    Step(Rung.REMINDER, CaseClock.reminder_on, (CaseClock.holder_id, CaseClock.responsible_id)),
    Step(Rung.OVERDUE, CaseClock.overdue_on, (CaseClock.holder_id, CaseClock.responsible_id, CaseClock.opener_id)),
    Step(Rung.ESCALATED, CaseClock.escalated_on, (CaseClock.superior_id,)),
    Step(Rung.CONFERENCE, CaseClock.conference_on, (CaseClock.conference_id,)),
)


@dataclass(frozen=True)
class AlertRow:
    """An alert with its key, `{case, clock, turn, rung, recipient}`, and what a list shows beside it."""

    id: int
    case: str
    workflow: str
    state: str
    clock: str
    turn: int
    rung: str
    recipient: str
    recipient_name: str
    due_on: date
    raised_at: datetime


@dataclass(frozen=True)
class Unheard:
    """A rung that is due and has nobody to hear of it, up to the root."""

    case: str
    clock: str
    rung: str
    due_on: date


@dataclass(frozen=True)
class UnsureDelivery:
    """A mail of which nobody knows whether it arrived, or that was given up: it is shown, and never sent again."""

    id: int
    case: str
    state: str
    user: str
    settled_at: datetime | None
    last_error: str | None


@dataclass(frozen=True)
class ExpiredLetter:
    """A case whose letter is past its date, at the version in which it was seen."""

    case: str
    version: int
    due_on: date
    case_id: int


def alerts_for(tx: Transaction, actor: Actor, cursor: int | None = None, limit: int = 50) -> list[AlertRow]:
    """What the organizations were told at which the actor holds a post, newest first; `cursor` is the last id seen."""
    query = _own(actor)
    if cursor is not None:
        query = query.where(Alert.id < cursor)
    return _rows(tx, query.order_by(Alert.id.desc()).limit(limit))


def count_alerts_for(tx: Transaction, actor: Actor) -> int:
    """How many there are; the count stops at 100."""
    query = _own(actor).with_only_columns(Alert.id).limit(COUNT_LIMIT)
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def alerts_of_case(tx: Transaction, case: Case) -> list[AlertRow]:
    """Every alert of a case, oldest first, for its timeline."""
    return _rows(tx, _with_names().where(Alert.case_id == case.id).order_by(Alert.id))


def unheard(tx: Transaction, limit: int = COUNT_LIMIT) -> list[Unheard]:
    """Running clocks that are due on a rung for which there is no recipient."""
    due = (
        select(CaseClock.case_id, CaseClock.name, CaseClock.due_on, literal(step.rung.value).label("rung"))
        .where(RUNNING, step.day <= tx.today, step.meant_for.is_(None))
        .limit(limit)
        for step in LADDER
    )
    found = union_all(*(select(rung.subquery()) for rung in due)).subquery()
    query = select(Case.number, found.c.name, found.c.rung, found.c.due_on).join(Case, Case.id == found.c.case_id)
    return [Unheard(*row) for row in tx.session.execute(query.order_by(found.c.due_on, Case.id).limit(limit))]


def unknown_deliveries(tx: Transaction, limit: int = COUNT_LIMIT) -> list[UnsureDelivery]:
    """Mails whose fate is unknown, and those given up, newest first."""
    query = (
        select(Delivery.id, Case.number, Delivery.state, User.display_name, Delivery.settled_at, Delivery.last_error)
        .outerjoin(Alert, Alert.id == Delivery.alert_id)
        .outerjoin(Notice, Notice.id == Delivery.notice_id)
        .join(Case, Case.id == func.coalesce(Alert.case_id, Notice.case_id))
        .join(User, User.id == Delivery.user_id)
        .where(Delivery.state.in_(("unknown", "failed")))
        .order_by(Delivery.id.desc())
        .limit(limit)
    )
    return [UnsureDelivery(*row) for row in tx.session.execute(query)]


def expired_letters(
    tx: Transaction, today: date, after: ExpiredLetter | None = None, limit: int = COUNT_LIMIT
) -> list[ExpiredLetter]:
    """Cases whose letter in the member's hands is past its date; `after` is the last one seen."""
    query = (
        select(Case.number, Case.version, Case.due_on, Case.id)
        .join(Letter, Letter.id == Case.letter_id)
        .where(_OPEN, Case.due_on < today, Case.state == "in_transit", Letter.expires_on < today)
    )
    if after is not None:
        query = query.where(tuple_(Case.due_on, Case.id) > (after.due_on, after.case_id))
    found = tx.session.execute(query.order_by(Case.due_on, Case.id).limit(limit))
    return [ExpiredLetter(number, version, due_on or today, key) for number, version, due_on, key in found]


def _own(actor: Actor) -> Select[Any]:
    own = {post.organization_id for post in actor.posts if post.role in CASE_READERS}
    return _with_names().where(Alert.recipient_id.in_(own), visible_cases(actor))


def _with_names() -> Select[Any]:
    return (
        select(Alert)
        .add_columns(Case.number, Case.workflow, Case.state, Organization)
        .join(Case, Case.id == Alert.case_id)
        .join(Organization, Organization.id == Alert.recipient_id)
    )


def _rows(tx: Transaction, query: Select[Any]) -> list[AlertRow]:
    return [
        AlertRow(
            id=alert.id,
            case=number,
            workflow=workflow,
            state=state,
            clock=alert.clock,
            turn=alert.turn,
            rung=alert.rung,
            recipient=recipient.code,
            recipient_name=recipient.title,
            due_on=alert.due_on,
            raised_at=alert.raised_at,
        )
        for alert, number, workflow, state, recipient in tx.session.execute(query)
    ]
