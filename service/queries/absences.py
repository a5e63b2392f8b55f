"""Who is away, and who acts meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from service.db import Transaction
from service.models import Absence, Organization, Post, User
from service.permissions import CASE_WORKERS
from service.queries.organizations import is_below

KEPT = 50
_BOTH = (joinedload(Absence.user), joinedload(Absence.substitute))


@dataclass(frozen=True)
class AbsencesOf:
    """A person with the days away, those for whom the person acts, and who could act."""

    user: User
    away: Sequence[Absence]
    standing_in: Sequence[Absence]
    colleagues: Sequence[User]


def read_absences(tx: Transaction, user: User) -> AbsencesOf:
    """All there is to say of a person."""
    return AbsencesOf(user, absences_of(tx, user), stood_in_by(tx, user), colleagues_of(tx, user))


def stands_in(user_id: InstrumentedAttribute[int], day: date) -> ColumnElement[bool]:
    """Whether the person acts for anybody on a day."""
    return select(Absence.id).where(Absence.substitute_id == user_id, _covers(Absence, day)).exists()


def posts_stood_in_for(tx: Transaction, user_id: int) -> Sequence[Any]:
    """Posts with their organizations and holders for whom the person acts today, over others who are away too.

    Sign-ins and settings are not handed over, nor is looking on: only posts that work on cases are.
    """
    away = substitutions(tx.today)
    query = (
        select(Post, Organization, User)
        .join(Organization, Organization.id == Post.organization_id)
        .join(User, User.id == Post.user_id)
        .where(Post.user_id.in_(select(away.c.user_id).where(away.c.substitute_id == user_id)))
        .where(User.is_active, Post.user_id != user_id, Post.role.in_(sorted(CASE_WORKERS)))
    )
    return tx.session.execute(query.order_by(Post.id)).all()


def substitutions(day: date) -> CTE:
    """Who is away on a day, and who acts for them: whoever they named, and whoever those named who are away too."""
    away = select(Absence.user_id, Absence.substitute_id).where(_covers(Absence, day)).cte("away", recursive=True)
    further = aliased(Absence)
    onward = select(away.c.user_id, further.substitute_id).join(away, further.user_id == away.c.substitute_id)
    return away.union(onward.where(_covers(further, day)))


def absences_of(tx: Transaction, user: User) -> Sequence[Absence]:
    """The person's own, the newest first."""
    query = select(Absence).where(Absence.user_id == user.id).options(*_BOTH)
    return tx.session.scalars(query.order_by(Absence.last_day.desc(), Absence.id.desc()).limit(KEPT)).all()


def stood_in_by(tx: Transaction, user: User) -> Sequence[Absence]:
    """Those for whom the person acts now or later, the next first."""
    query = select(Absence).where(Absence.substitute_id == user.id, Absence.last_day >= tx.today)
    open_ones = query.where(Absence.ended_at.is_(None)).options(*_BOTH)
    return tx.session.scalars(open_ones.order_by(Absence.first_day, Absence.id).limit(KEPT)).all()


def absence_with_id(tx: Transaction, key: int) -> Absence | None:
    """With both people."""
    return tx.session.scalar(select(Absence).where(Absence.id == key).options(*_BOTH))


def overlapping(tx: Transaction, user_id: int, first_day: date, last_day: date) -> Sequence[Absence]:
    """The person's absences that share a day with these, ended ones left out."""
    query = select(Absence).where(Absence.user_id == user_id, Absence.ended_at.is_(None))
    return tx.session.scalars(query.where(Absence.first_day <= last_day, Absence.last_day >= first_day)).all()


def colleagues_of(tx: Transaction, user: User) -> Sequence[User]:
    """Who may act for the person: whoever works on cases at or below the unit above each of the person's posts."""
    reach = _reach(tx, user)
    if not reach:
        return ()
    query = select(User).where(User.id != user.id, User.is_active, *(_works_below(path) for path in reach))
    return tx.session.scalars(query.order_by(User.display_name, User.id).limit(4 * KEPT)).all()


def is_colleague(tx: Transaction, user: User, other: User) -> bool:
    """Whether `other` is one of them."""
    reach = _reach(tx, user)
    query = select(User.id).where(User.id == other.id, *(_works_below(path) for path in reach))
    return bool(reach) and tx.session.scalar(query) is not None


def people_named(tx: Transaction, ids: set[int]) -> dict[int, str]:
    """Names by key."""
    if not ids:
        return {}
    return dict(tx.session.execute(select(User.id, User.display_name).where(User.id.in_(ids))).all())


def _covers(absence: type[Absence], day: date) -> ColumnElement[bool]:
    return and_(absence.ended_at.is_(None), absence.first_day <= day, absence.last_day >= day)


def _reach(tx: Transaction, user: User) -> list[str]:
    """The subtree of the unit above each post that works on cases."""
    paths = tx.session.scalars(
        select(Organization.path)
        .join(Post, Post.organization_id == Organization.id)
        .where(Post.user_id == user.id, Post.role.in_(sorted(CASE_WORKERS)))
        .distinct()
    )
    return sorted({f"{path.rstrip('/').rpartition('/')[0]}/" for path in paths})


def _works_below(path: str) -> ColumnElement[bool]:
    held = select(Post.id).join(Organization, Organization.id == Post.organization_id)
    return held.where(Post.user_id == User.id, Post.role.in_(sorted(CASE_WORKERS)), is_below(path)).exists()
