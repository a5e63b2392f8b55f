"""Reading follow-ups: the open one of a person."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Transaction
from service.models import Case
from service.queries.cases import case_with_all


def open_follow_up_of(tx: Transaction, member_id: str) -> Case | None:
    """The one that is open, if there is one: as it is, not locked."""
    query = select(Case).where(Case.member_id == member_id, Case.workflow == "follow_up", Case.is_open)
    return tx.session.scalars(query).one_or_none()


def lock_open_follow_up_of(tx: Transaction, member_id: str) -> Case | None:
    """The same, complete and locked until the transaction ends."""
    query = case_with_all(select(Case)).where(Case.member_id == member_id, Case.workflow == "follow_up", Case.is_open)
    return tx.session.scalars(query.with_for_update(of=Case)).unique().one_or_none()
