"""Reading cases: one at a time under lock or not, and as lists by key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, and_, bindparam, cast, or_, select
from sqlalchemy.orm import aliased, joinedload

from service.db import Transaction
from service.models import Case, CaseLink, CaseParty, Organization, Setting

_OF_LINKED = (Case.number, Case.workflow, Case.workflow_version, Case.state, Case.version)
"""What a case shows, and its rules ask, of the cases it is linked to."""


@dataclass(frozen=True)
class LockedCase:
    """A case as a step finds it, with the organization a field names and the version of the calendar."""

    case: Case
    chosen: Organization | None
    calendar_version: int


def case_with_all(query: Select[Case]) -> Select[Case]:
    """A case with everything that rules, answers and pages look at, in one statement."""
    return query.options(
        joinedload(Case.parties).joinedload(CaseParty.organization),
        joinedload(Case.person),
        joinedload(Case.unit),
        joinedload(Case.letter),
        joinedload(Case.links).joinedload(CaseLink.other).load_only(*_OF_LINKED),
        joinedload(Case.handler),
        joinedload(Case.affiliation),
        joinedload(Case.responsible),
    )


def lock_case(tx: Transaction, number: str, chosen_code: str | None = None) -> LockedCase | None:
    """The case, locked until the transaction ends, and the organization with `chosen_code`."""
    row = tx.session.execute(_locking(), {"number": number, "chosen": chosen_code or ""}).unique().first()
    return None if row is None else LockedCase(row[0], row[1], row[2] or 0)


@cache
def _locking() -> Select[Case, Organization, int]:
    """Built once: putting it together takes longer than the database takes to answer."""
    chosen = aliased(Organization)
    calendar = select(cast(Setting.value, Integer)).where(Setting.name == "calendar_version").scalar_subquery()
    return (
        case_with_all(select(Case))
        .outerjoin(chosen, chosen.code == bindparam("chosen"))
        .add_columns(chosen, calendar)
        .where(Case.number == bindparam("number"))
        .with_for_update(of=Case)
    )


def case_by_number(tx: Transaction, number: str) -> Case | None:
    """The case as it is, not locked."""
    query = case_with_all(select(Case)).where(Case.number == number)
    return tx.session.scalars(query).unique().one_or_none()


@dataclass(frozen=True)
class Beside:
    """An open case of the same member that a placement has to do with."""

    workflow: str
    number: str
    version: int


def cases_beside(tx: Transaction, member_id: str) -> list[Beside]:
    """The member's active dual managements, and the follow-up that is open."""
    registered = and_(Case.workflow == "dual_management", Case.state == "active")
    followed = and_(Case.workflow == "follow_up", Case.is_open)
    query = select(Case.workflow, Case.number, Case.version).where(Case.member_id == member_id)
    return [Beside(*row) for row in tx.session.execute(query.where(or_(registered, followed)))]
