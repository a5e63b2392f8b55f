"""Beside which case of the same person, or the same unit, another one may not be."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from service.db import Transaction
from service.errors import DuplicateOpenCase
from service.models import Case, Organization
from workflows import NEWEST


def open_already(tx: Transaction, case: Case, receiving_id: int) -> DuplicateOpenCase | None:
    """The refusal that names the open case beside which this one may not be, towards this receiving unit."""
    other = (
        select(Case.number, Case.state, Organization.name)
        .outerjoin(Organization, Organization.id == Case.holder_id)
        .where(Case.workflow == case.workflow, Case.id != case.id)
    )
    row = tx.session.execute(other.where(*_same(case, receiving_id))).first()
    if row is None:
        return None
    return DuplicateOpenCase(number=row[0], state=row[1], holder=row[2])


def _same(case: Case, receiving_id: int) -> list[ColumnElement[bool]]:
    """A unit reports a quarter once; a member has one open case, or one towards every unit."""
    if case.quarter is not None:
        return [Case.receiving_id == receiving_id, Case.quarter == case.quarter]
    same = [Case.member_id == case.member_id, Case.is_open.expression]
    return [*same, Case.receiving_id == receiving_id] if NEWEST[case.workflow].definition.one_each else same
