"""Reading sign-ins, and turning a credential into an actor in one statement."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from service.db import Transaction
from service.models import ApiToken, Organization, Post, SignIn, User
from service.permissions import Actor, PostHeld, visible_users
from workflows.roles import Role

IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)


@dataclass(frozen=True)
class Session:
    """A session that lasts: who acts, and when it was last noted that they were there."""

    actor: Actor
    sign_in_id: int
    seen_at: datetime


def hash_of_token(token: str) -> str:
    """What is kept of a token; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def actor_of_token(tx: Transaction, token: str) -> Actor | None:
    """Who acts with an API token; None for an unknown or revoked one and for a disabled user."""
    query = _with_posts(select(User).join(ApiToken, ApiToken.user_id == User.id))
    rows = tx.session.execute(
        query.where(ApiToken.token_hash == hash_of_token(token), ApiToken.revoked_at.is_(None), User.is_active)
    ).all()
    return _actor(rows) if rows else None


def actor_of_user(tx: Transaction, user_id: int) -> Actor | None:
    """Somebody with the posts they hold now; None for a disabled user."""
    rows = tx.session.execute(_with_posts(select(User)).where(User.id == user_id, User.is_active)).all()
    return _actor(rows) if rows else None


def session_of_token(tx: Transaction, token: str) -> Session | None:
    """The session of a cookie; None once it has ended, idled for 30 minutes or lasted 12 hours."""
    query = _with_posts(select(User).join(SignIn, SignIn.user_id == User.id)).add_columns(SignIn.id, SignIn.seen_at)
    rows = tx.session.execute(
        query.where(
            SignIn.token_hash == hash_of_token(token),
            SignIn.ended_at.is_(None),
            SignIn.seen_at > tx.now - IDLE,
            SignIn.started_at > tx.now - LONGEST_SESSION,
            User.is_active,
        )
    ).all()
    return Session(_actor(rows), rows[0][3], rows[0][4]) if rows else None


def user_with_name(tx: Transaction, actor: Actor, name: str, *, lock: bool = False) -> User | None:
    """A user the actor may see."""
    query = select(User).where(User.name == name, visible_users(actor))
    return tx.session.scalar(query.with_for_update(of=User, key_share=True) if lock else query)


def user_with_posts(tx: Transaction, actor: Actor, name: str) -> User | None:
    """A user the actor may see, with posts and their organizations."""
    query = select(User).where(User.name == name, visible_users(actor))
    with_posts = query.options(selectinload(User.posts).options(joinedload(Post.organization)))
    return tx.session.scalar(with_posts.execution_options(populate_existing=True))


def users_page(tx: Transaction, actor: Actor, *, after: str = "", limit: int = 50) -> Sequence[User]:
    """The next users the actor may see, by name, with posts and their organizations."""
    query = (
        select(User)
        .where(User.name > after, visible_users(actor))
        .options(selectinload(User.posts).options(joinedload(Post.organization)))
        .order_by(User.name)
        .limit(limit)
    )
    return tx.session.scalars(query).all()


def tokens_of(tx: Transaction, actor: Actor) -> Sequence[ApiToken]:
    """One's own tokens that still speak, the newest first."""
    query = select(ApiToken).where(ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None))
    return tx.session.scalars(query.order_by(ApiToken.id.desc())).all()


def _with_posts(query: Select[Any]) -> Select[Any]:
    return (
        query.outerjoin(Post, Post.user_id == User.id)
        .outerjoin(Organization, Organization.id == Post.organization_id)
        .add_columns(Post, Organization)
        .order_by(Post.id)
    )


def _actor(rows: Sequence[Any]) -> Actor:
    user: User = rows[0][0]
    posts = tuple(post_held(row[1], row[2]) for row in rows if row[1] is not None)
    return Actor(user.id, user.display_name, posts, must_change_password=user.must_change_password)


def post_held(post: Post, organization: Organization) -> PostHeld:
    """A post as an actor carries it."""
    return PostHeld(
        role=Role(post.role),
        organization_id=organization.id,
        code=organization.code,
        title=organization.title,
        kind=organization.kind,
        path=organization.path,
    )
