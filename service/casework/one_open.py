"""Beside which open case of the same person another one may not be."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Transaction
from service.errors import DuplicateOpenCase
from service.models import Case, Organization
from workflows import NEWEST


def open_already(tx: Transaction, case: Case, receiving_id: int) -> DuplicateOpenCase | None:
    """The refusal that names the open case beside which this one may not be, towards this receiving unit."""
    same = (
        select(Case.number, Case.state, Organization.name)
        .outerjoin(Organization, Organization.id == Case.holder_id)
        .where(Case.member_id == case.member_id, Case.workflow == case.workflow, Case.is_open, Case.id != case.id)
    )
    if NEWEST[case.workflow].definition.one_each:
        same = same.where(Case.receiving_id == receiving_id)
    row = tx.session.execute(same).first()
    if row is None:
        return None
    return DuplicateOpenCase(number=row[0], state=row[1], holder=row[2])
