"""What the list of sign-ins shows: those whose name begins as typed, and when each was last here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from service.db import Transaction
from service.models import Post, SignIn, User
from service.permissions import Actor, visible_users


def found_users(tx: Transaction, actor: Actor, q: str, *, after: str = "", limit: int = 50) -> Sequence[User]:
    """The next users the actor may see, by name, with posts and their organizations."""
    query = select(User).where(User.name > after, visible_users(actor))
    if q:
        typed = (User.name.startswith(q.casefold(), autoescape=True), User.display_name.startswith(q, autoescape=True))
        query = query.where(or_(*typed))
    query = query.options(selectinload(User.posts).options(joinedload(Post.organization)))
    return tx.session.scalars(query.order_by(User.name).limit(limit)).all()


def last_seen(tx: Transaction, users: Iterable[User]) -> dict[int, datetime]:
    """When each of these users was last noted to be here."""
    query = select(SignIn.user_id, func.max(SignIn.seen_at)).where(SignIn.user_id.in_([user.id for user in users]))
    return {row[0]: row[1] for row in tx.session.execute(query.group_by(SignIn.user_id))}
