"""What the pages about organizations show beside them: whether there is anything below, and who works there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from service.db import Transaction
from service.models import Organization, Post, User
from service.queries.organizations import exists_on

PEOPLE_SHOWN = 50


@dataclass(frozen=True)
class Person:
    """Somebody with a post."""

    name: str
    role: str
    organization: str


def counts_below(tx: Transaction, units: Iterable[Organization]) -> dict[int, int]:
    """How many organizations of today lie directly below each of these."""
    query = (
        select(Organization.parent_id, func.count())
        .where(Organization.parent_id.in_([unit.id for unit in units]), exists_on(tx.today))
        .group_by(Organization.parent_id)
    )
    return {parent: count for parent, count in tx.session.execute(query) if parent is not None}


def people_of(tx: Transaction, unit: Organization) -> Sequence[Person]:
    """Who acts for an organization: its own people, or those of the desks that stand in while it has none."""
    desks = {unit.id, unit.branch_desk_id, unit.committee_desk_id, unit.department_desk_id} - {None}
    query = (
        select(User.display_name, Post.role, Organization)
        .join(Post, Post.user_id == User.id)
        .join(Organization, Organization.id == Post.organization_id)
        .where(Post.organization_id.in_(desks), User.is_active)
        .order_by(Organization.path.desc(), User.display_name)
        .limit(PEOPLE_SHOWN)
    )
    return [Person(name, role, found.title) for name, role, found in tx.session.execute(query)]
