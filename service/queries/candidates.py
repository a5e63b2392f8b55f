"""Whom a case can be opened about: members of one's own subtree by what is typed, and anybody by number and name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, Member
from service.permissions import Actor, visible_members
from service.queries.members import members_page
from service.queries.subjects import Person, person_by_id_number, person_where

FOUND_AT_MOST = 12


def members_found(tx: Transaction, actor: Actor, q: str) -> Sequence[Member]:
    """The first members of one's subtree that fit what was typed."""
    return members_page(tx, actor, q=q, limit=FOUND_AT_MOST) if q.strip() else ()


def member_chosen(tx: Transaction, actor: Actor, member_id: str) -> Person | None:
    """A member of one's subtree, with both units."""
    return person_where(tx, (Member.id == member_id) & visible_members(actor))


def person_named(tx: Transaction, id_number: str, name: str) -> Person | None:
    """Anybody, if number and name are both exact."""
    return person_by_id_number(tx, id_number, name) if id_number and name else None


def open_transfer_of(tx: Transaction, member: Member) -> Case | None:
    """The transfer that is under way already; a second one would be refused."""
    query = select(Case).where(Case.member_id == member.id, Case.workflow == "transfer", Case.is_open)
    return tx.session.scalar(query)
