"""Reading notices: what people's steps, nudges and comments told an organization."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, HistoryLine, Notice, Organization
from service.permissions import CASE_READERS, Actor, visible_cases

COUNT_LIMIT = 100


@dataclass(frozen=True)
class NoticeRow:
    """A notice, and what a list shows beside it. `action` and the two states are those of the line it is about."""

    id: int
    case: str
    workflow: str
    seq: int
    kind: str
    action: str
    from_state: str
    to_state: str
    recipient: str
    recipient_name: str
    sender: str | None
    sender_name: str | None
    at: datetime


def notices_for(tx: Transaction, actor: Actor, cursor: int | None = None, limit: int = 50) -> list[NoticeRow]:
    """What the organizations were told at which the actor holds a post, newest first; `cursor` is the last id seen."""
    query = _own(tx, actor)
    if cursor is not None:
        query = query.where(Notice.id < cursor)
    return _rows(tx, query.order_by(Notice.id.desc()).limit(limit))


def count_notices_for(tx: Transaction, actor: Actor) -> int:
    """How many there are; the count stops at 100."""
    query = _own(tx, actor).with_only_columns(Notice.id).limit(COUNT_LIMIT)
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def notices_of_case(tx: Transaction, case: Case) -> list[NoticeRow]:
    """Every notice of a case that has left, oldest first."""
    return _rows(tx, _with_names(tx).where(Notice.case_id == case.id).order_by(Notice.id))


def nudged_since(tx: Transaction, case: Case, sender_id: int, day: date) -> datetime | None:
    """When this sender last nudged the case's holder, on or after a day."""
    return tx.session.scalar(
        select(func.max(Notice.due_at)).where(
            Notice.case_id == case.id, Notice.kind == "nudge", Notice.sender_id == sender_id, Notice.sent_on >= day
        )
    )


def _own(tx: Transaction, actor: Actor) -> Select[Any]:
    own = {post.organization_id for post in actor.posts if post.role in CASE_READERS}
    return _with_names(tx).where(Notice.recipient_id.in_(own), visible_cases(actor))


def _with_names(tx: Transaction) -> Select[Any]:
    """Those that have left: the notice of a step that can still be taken back is not there yet."""
    recipient, sender = aliased(Organization), aliased(Organization)
    return (
        select(Notice)
        .add_columns(Case.number, Case.workflow, HistoryLine, recipient, sender)
        .join(Case, Case.id == Notice.case_id)
        .join(HistoryLine, (HistoryLine.case_id == Notice.case_id) & (HistoryLine.seq == Notice.seq))
        .join(recipient, recipient.id == Notice.recipient_id)
        .outerjoin(sender, sender.id == Notice.sender_id)
        .where(Notice.due_at <= tx.now)
    )


def _rows(tx: Transaction, query: Select[Any]) -> list[NoticeRow]:
    return [
        NoticeRow(
            id=notice.id,
            case=number,
            workflow=workflow,
            seq=notice.seq,
            kind=notice.kind,
            action=line.action,
            from_state=line.from_state,
            to_state=line.to_state,
            recipient=recipient.code,
            recipient_name=recipient.title,
            sender=sender.code if sender else None,
            sender_name=sender.title if sender else None,
            at=notice.due_at,
        )
        for notice, number, workflow, line, recipient, sender in tx.session.execute(query)
    ]
