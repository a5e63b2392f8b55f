"""Reading sign-ins, and turning a credential into an actor in one statement."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from service.db import Transaction
from service.models import ApiToken, Organization, Post, SignIn, User
from service.permissions import Absent, Actor, PostHeld, visible_users
from service.queries.absences import posts_stood_in_for, stands_in
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
    query = _with_posts(select(User).join(ApiToken, ApiToken.user_id == User.id), tx.today)
    rows = tx.session.execute(
        query.where(ApiToken.token_hash == hash_of_token(token), ApiToken.revoked_at.is_(None), User.is_active)
    ).all()
    return _actor(tx, rows) if rows else None


def actor_of_user(tx: Transaction, user_id: int) -> Actor | None:
    """Somebody with the posts they hold now; None for a disabled user."""
    rows = tx.session.execute(_with_posts(select(User), tx.today).where(User.id == user_id, User.is_active)).all()
    return _actor(tx, rows) if rows else None


def session_of_token(tx: Transaction, token: str) -> Session | None:
    """The session of a cookie; None once it has ended, idled for 30 minutes or lasted 12 hours."""
    query = _with_posts(select(User).join(SignIn, SignIn.user_id == User.id), tx.today)
    query = query.add_columns(SignIn.id, SignIn.seen_at)
    rows = tx.session.execute(
        query.where(
            SignIn.token_hash == hash_of_token(token),
            SignIn.ended_at.is_(None),
            SignIn.seen_at > tx.now - IDLE,
            SignIn.started_at > tx.now - LONGEST_SESSION,
            User.is_active,
        )
    ).all()
    return Session(_actor(tx, rows), rows[0][4], rows[0][5]) if rows else None


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


def _with_posts(query: Select[Any], day: date) -> Select[Any]:
    return (
        query.outerjoin(Post, Post.user_id == User.id)
        .outerjoin(Organization, Organization.id == Post.organization_id)
        .add_columns(Post, Organization, stands_in(User.id, day))
        .order_by(Post.id)
    )


def _actor(tx: Transaction, rows: Sequence[Any]) -> Actor:
    """With the posts of those who are away; they are looked up only where the first look found somebody."""
    user: User = rows[0][0]
    posts = [post_held(row[1], row[2]) for row in rows if row[1] is not None]
    if rows[0][3]:
        away = posts_stood_in_for(tx, user.id)
        posts += [post_held(post, unit, Absent(holder.id, holder.display_name)) for post, unit, holder in away]
    return Actor(user.id, user.display_name, tuple(posts), must_change_password=user.must_change_password)


def post_held(post: Post, organization: Organization, in_place_of: Absent | None = None) -> PostHeld:
    """A post as an actor carries it."""
    return PostHeld(
        role=Role(post.role),
        organization_id=organization.id,
        code=organization.code,
        title=organization.title,
        kind=organization.kind,
        path=organization.path,
        in_place_of=in_place_of,
    )
