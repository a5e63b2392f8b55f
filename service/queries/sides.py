"""Which cases have a party of theirs below a unit."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, select

from service.models import Case, CaseParty, Organization
from service.permissions import CASE_READERS, Actor
from workflows.vocabulary import Party


def party_below(actor: Actor, parties: Iterable[Party], unit: Organization | None) -> ColumnElement[bool]:
    """One of these parties lies at or below the unit, or one of the actor's own, and has the case to read."""
    paths = [unit.path] if unit else actor.paths(CASE_READERS)
    if not paths:
        return false()
    below = or_(*(and_(Organization.path >= path, Organization.path < path[:-1] + "0") for path in paths))
    found = select(CaseParty.case_id).join(Organization, Organization.id == CaseParty.organization_id)
    return found.where(
        CaseParty.case_id == Case.id, CaseParty.may_read, CaseParty.party.in_(list(parties)), below
    ).exists()
