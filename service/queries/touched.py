"""What a change of an organization touches: its members, its people's posts, its open cases and the units below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, distinct, func, select

from service.db import Transaction
from service.models import Case, CaseParty, Letter, Member, MemberRelation, Organization, Post, User
from service.permissions import Actor, visible_cases, visible_members
from service.queries.organizations import exists_on, is_below

SHOWN = 20
"""So many are listed by name; whoever wants all of them opens the list itself."""
CHOOSABLE = 300
"""So many members can be ticked on one page."""


@dataclass(frozen=True)
class TouchedCase:
    """An open case, in which roles the unit stands in it, and the letter in force. `sides` are the keys by party."""

    id: int
    number: str
    workflow: str
    kind: str
    state: str
    member_id: str | None
    name: str
    letter: str | None
    sides: dict[str, int]
    visible: bool


@dataclass(frozen=True)
class TouchedPost:
    """A post of a person at the unit; `doubled` where the person holds it at the other unit already."""

    id: int
    name: str
    role: str
    doubled: bool


def members_held(tx: Transaction, unit_id: int) -> int:
    """How many members belong to the unit or are answered for by it."""
    held = MemberRelation.organization_id == unit_id, MemberRelation.until.is_(None)
    return tx.session.scalar(select(func.count(distinct(MemberRelation.member_id))).where(*held)) or 0


def has_affiliated(tx: Transaction, unit_id: int) -> bool:
    """Whether anybody belongs to the unit. A street that answers for those on their way has no members of its own."""
    held = MemberRelation.organization_id == unit_id, MemberRelation.until.is_(None)
    query = select(MemberRelation.id).where(MemberRelation.relation == "affiliation", *held)
    return tx.session.scalar(query.limit(1)) is not None


def members_below(tx: Transaction, path: str) -> int:
    """How many members belong to units at or below a path."""
    query = (
        select(func.count(distinct(MemberRelation.member_id)))
        .join(Organization, Organization.id == MemberRelation.organization_id)
        .where(MemberRelation.until.is_(None), is_below(path))
    )
    return tx.session.scalar(query) or 0


def figures_below(tx: Transaction, unit: Organization) -> dict[str, int]:
    """How many members, posts, open cases, letters in force and other units there are at or below a unit."""
    here = select(Organization.id).where(is_below(unit.path)).scalar_subquery()
    parties = select(CaseParty.case_id).where(CaseParty.organization_id.in_(here))
    cases = select(Case.id).where(Case.is_open, Case.id.in_(parties))
    letters = select(Letter.id).join(Case, Case.letter_id == Letter.id).where(Letter.status == "valid")
    found = {
        "posts": select(Post.id).where(Post.organization_id.in_(here)),
        "cases": cases,
        "letters": letters.where(Case.id.in_(cases)),
    }
    counts = {
        name: tx.session.scalar(select(func.count()).select_from(query.subquery())) for name, query in found.items()
    }
    return {
        "members": members_below(tx, unit.path),
        **{name: count or 0 for name, count in counts.items()},
        "units": count_below(tx, unit),
    }


def members_of(tx: Transaction, actor: Actor, unit_id: int, limit: int | None = SHOWN) -> list[tuple[str, str]]:
    """Keys and names of the members that the unit holds and the actor may read, by name."""
    held = select(MemberRelation.member_id)
    held = held.where(MemberRelation.organization_id == unit_id, MemberRelation.until.is_(None))
    query = select(Member.id, Member.name).where(Member.id.in_(held), visible_members(actor))
    return [(key, name) for key, name in tx.session.execute(query.order_by(Member.name, Member.id).limit(limit))]


def held_among(tx: Transaction, actor: Actor, unit_id: int, wanted: Collection[str]) -> set[str]:
    """Which of these members the unit holds, of those that the actor may read."""
    held = select(MemberRelation.member_id)
    held = held.where(MemberRelation.organization_id == unit_id, MemberRelation.until.is_(None))
    query = select(Member.id).where(Member.id.in_(list(wanted)), Member.id.in_(held), visible_members(actor))
    return set(tx.session.scalars(query))


def open_cases_of(
    tx: Transaction, actor: Actor, unit_id: int, members: Collection[str] | None = None
) -> list[TouchedCase]:
    """The open cases in which the unit is a party, by key; only those of some members where they are given."""
    about = CaseParty.organization_id == unit_id
    query = select(CaseParty.case_id).join(Case, Case.id == CaseParty.case_id).where(about, Case.is_open)
    if members is not None:
        query = query.where(Case.member_id.in_(list(members)))
    return _described(tx, actor, Case.id.in_(query))


def first_cases_below(tx: Transaction, actor: Actor, path: str) -> tuple[int, list[TouchedCase]]:
    """How many open cases have a party at or below a path, and the first of them."""
    party = select(CaseParty.case_id).join(Organization, Organization.id == CaseParty.organization_id)
    ids = select(Case.id).where(Case.is_open, Case.id.in_(party.where(is_below(path))))
    count = tx.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    first = list(tx.session.scalars(ids.where(visible_cases(actor)).order_by(Case.id).limit(SHOWN)))
    return count, _described(tx, actor, Case.id.in_(first)) if first else []


def registrations_at(tx: Transaction, unit_id: int, members: Iterable[str | None]) -> set[str | None]:
    """Which of these members have an open dual management that this unit receives."""
    query = select(Case.member_id).where(
        Case.workflow == "dual_management",
        Case.is_open,
        Case.receiving_id == unit_id,
        Case.member_id.in_(list(members)),
    )
    return set(tx.session.scalars(query))


def posts_at(tx: Transaction, unit_id: int, other_id: int | None = None) -> list[TouchedPost]:
    """The posts at a unit, and whether their holders have the same at the other one."""
    query = (
        select(Post.id, User.id, User.display_name, Post.role)
        .join(User, User.id == Post.user_id)
        .where(Post.organization_id == unit_id)
        .order_by(User.display_name, Post.id)
    )
    rows = tx.session.execute(query).all()
    same = select(Post.user_id, Post.role).where(
        Post.organization_id == other_id, Post.user_id.in_([user_id for _, user_id, _, _ in rows])
    )
    held = {(user_id, role) for user_id, role in tx.session.execute(same)} if rows and other_id else set()
    return [TouchedPost(key, name, role, (user_id, role) in held) for key, user_id, name, role in rows]


def units_below(tx: Transaction, unit: Organization) -> Sequence[Organization]:
    """The units of today directly below one, by code."""
    query = select(Organization).where(Organization.parent_id == unit.id, exists_on(tx.today))
    return tx.session.scalars(query.order_by(Organization.code)).all()


def count_below(tx: Transaction, unit: Organization) -> int:
    """How many units of today lie anywhere below one."""
    query = select(func.count()).select_from(Organization)
    return tx.session.scalar(query.where(is_below(unit.path), Organization.id != unit.id, exists_on(tx.today))) or 0


def _described(tx: Transaction, actor: Actor, wanted: ColumnElement[bool]) -> list[TouchedCase]:
    name = func.coalesce(Member.name, Organization.name)
    query = (
        select(Case.id, Case.number, Case.workflow, Case.kind, Case.state, Case.member_id, name, Letter.number)
        .outerjoin(Member, Member.id == Case.member_id)
        .outerjoin(Case.unit)
        .outerjoin(Letter, (Letter.id == Case.letter_id) & (Letter.status == "valid"))
        .where(wanted)
        .order_by(Case.id)
    )
    rows = tx.session.execute(query).all()
    sides = _sides(tx, wanted)
    shown = set(tx.session.scalars(select(Case.id).where(wanted, visible_cases(actor))))
    return [
        TouchedCase(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], sides[row[0]], row[0] in shown)
        for row in rows
    ]


def _sides(tx: Transaction, wanted: ColumnElement[bool]) -> dict[int, dict[str, int]]:
    query = select(CaseParty.case_id, CaseParty.party, CaseParty.organization_id)
    found: dict[int, dict[str, int]] = {}
    for case_id, party, organization_id in tx.session.execute(
        query.join(Case, Case.id == CaseParty.case_id).where(wanted)
    ):
        found.setdefault(case_id, {})[party] = organization_id
    return found
