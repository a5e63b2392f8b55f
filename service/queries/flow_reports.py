"""Which units have to report a quarter, and have not been asked to yet."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from service import clock
from service.db import Transaction
from service.models import Case, CaseParty, MemberRelation, Organization
from service.models.case import REPORTS
from service.queries.organizations import exists_on
from workflows.dates import days_of_quarter, next_day
from workflows.roles import STREET_KINDS

REPORTING_KINDS = ("community", "village")


def units_to_report(tx: Transaction, quarter: str) -> list[Organization]:
    """Communities and villages with a street above them that had something in their registers, by code.

    Left out is who has the report already, and what is switched off at the unit or at one above it.
    """
    asked = exists().where(REPORTS, Case.receiving_id == Organization.id, Case.quarter == quarter)
    missing = _reporting().where(exists_on(tx.today), ~asked, _had_something(quarter)).order_by(Organization.code)
    streets, silent = _streets_and_silent(tx)
    return [unit for unit in tx.session.scalars(missing) if _reports(unit, silent) and _has_one(unit, streets)]


def units_without_street(tx: Transaction) -> list[str]:
    """Names of communities and villages that report to nobody."""
    streets, silent = _streets_and_silent(tx)
    units = tx.session.scalars(_reporting().where(exists_on(tx.today)).order_by(Organization.code))
    return [unit.name for unit in units if _reports(unit, silent) and not _has_one(unit, streets)]


def _reporting() -> Select[Organization]:
    return select(Organization).where(Organization.kind.in_(REPORTING_KINDS))


def _has_one(unit: Organization, streets: set[int]) -> bool:
    return not streets.isdisjoint(unit.ancestor_ids)


def _reports(unit: Organization, silent: set[int]) -> bool:
    return silent.isdisjoint((unit.id, *unit.ancestor_ids))


def _streets_and_silent(tx: Transaction) -> tuple[set[int], set[int]]:
    """The keys of units that may stand as a street, and of those at which reports are switched off."""
    query = select(Organization.id, Organization.kind, Organization.reports_flow)
    found = tx.session.execute(query.where(or_(Organization.kind.in_(STREET_KINDS), ~Organization.reports_flow))).all()
    return {key for key, kind, _on in found if kind in STREET_KINDS}, {key for key, _kind, on in found if not on}


def _had_something(quarter: str) -> ColumnElement[bool]:
    """A member who is still there, or a part in somebody's case, during the quarter: there or at a unit below."""
    first, last = days_of_quarter(quarter)
    ends, below = clock.start_of(next_day(last)), aliased(Organization)
    upper = func.substr(Organization.path, 1, func.length(Organization.path) - 1).concat("0")
    here = select(below.id).where(below.path.between(Organization.path, upper)).correlate(Organization)
    held = here.join(MemberRelation, MemberRelation.organization_id == below.id).where(
        MemberRelation.relation == "affiliation", MemberRelation.until.is_(None), MemberRelation.since < ends
    )
    taken_part = here.join(CaseParty, CaseParty.organization_id == below.id).join(Case, Case.id == CaseParty.case_id)
    lasted = or_(Case.is_open, Case.closed_on >= first)
    taken_part = taken_part.where(Case.member_id.is_not(None), Case.opened_at < ends, lasted)
    return or_(held.exists(), taken_part.exists())
