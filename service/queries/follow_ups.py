"""Reading follow-ups: the open one of a person, and those whose reasons have all ended."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, Signal
from service.models.case import OPEN_FOLLOW_UPS
from service.queries.cases import case_with_all


def open_follow_up_of(tx: Transaction, member_id: str) -> Case | None:
    """The one that is open, if there is one: as it is, not locked."""
    query = select(Case).where(Case.member_id == member_id, Case.workflow == "follow_up", Case.is_open)
    return tx.session.scalars(query).one_or_none()


def lock_open_follow_up_of(tx: Transaction, member_id: str) -> Case | None:
    """The same, complete and locked until the transaction ends."""
    query = case_with_all(select(Case)).where(Case.member_id == member_id, Case.workflow == "follow_up", Case.is_open)
    return tx.session.scalars(query.with_for_update(of=Case)).unique().one_or_none()


def members_without_reason(tx: Transaction) -> Sequence[str]:
    """Members followed up on signals none of which lasts, with no transfer under way, and nothing proposed yet."""
    transfer, resting = aliased(Case), Signal.follow_up_id == Case.id
    under_way = exists().where(transfer.member_id == Case.member_id, transfer.workflow == "transfer", transfer.is_open)
    query = select(Case.member_id).where(OPEN_FOLLOW_UPS, Case.particulars["settlement"].as_string().is_(None))
    query = query.where(exists().where(resting), ~exists().where(resting, Signal.ended_on.is_(None)), ~under_way)
    return [key for key in tx.session.scalars(query.order_by(Case.id)) if key is not None]
