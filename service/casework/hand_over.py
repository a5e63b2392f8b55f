"""转交: name the person of the unit who handles a case, inside the unit whose turn it is."""

from __future__ import annotations

from collections.abc import Container

from sqlalchemy import select

from service.casework.record import Entry, record
from service.casework.speak import case_of_mine
from service.db import Transaction
from service.errors import NotYourTurn, ValidationFailed
from service.models import Case, CaseParty, Post, User
from service.permissions import Actor
from workflows.roles import roles_for
from workflows.vocabulary import Party, Refusal


def hand_over(tx: Transaction, actor: Actor, number: str, user_name: str, comment: str = "") -> Case:
    """The case with another handler (经办人). It raises no version: whose turn it is has not changed."""
    case, post = case_of_mine(tx, actor, number)
    holder = next((row for row in case.parties if row.party == case.holder_party), None)
    if holder is None or holder.desk_id != post.organization_id:
        raise NotYourTurn(number=number, holder=holder.organization.title if holder else None)
    handler = _colleague(tx, case, holder, user_name)
    private = {"comment": comment.strip()} if comment.strip() else {}
    details = {"handler": handler.id}
    record(tx, case, Entry("hand_over", case.state, case.state, actor, post, details=details, private=private))
    case.handler_id = handler.id
    tx.session.flush()
    return case


def colleagues(tx: Transaction, row: CaseParty, tracking: Container[str] = ()) -> list[User]:
    """The active people of a desk who may act for its party."""
    roles = roles_for(Party(row.party), row.organization.kind, tracked=row.party in tracking)
    query = (
        select(User)
        .join(Post, Post.user_id == User.id)
        .where(Post.organization_id == row.desk_id, Post.role.in_(sorted(roles)), User.is_active)
        .order_by(User.display_name)
        .distinct()
    )
    return list(tx.session.scalars(query))


def _colleague(tx: Transaction, case: Case, row: CaseParty, name: str) -> User:
    found = next((user for user in colleagues(tx, row, case.trackers) if user.name == name), None)
    if found is None:
        raise ValidationFailed([Refusal("unknown_user", {"name": name}, "handler")])
    return found
