"""Who asks: a browser by its session's cookie, a program by its bearer token. Both become the same kind of actor."""

from __future__ import annotations

from typing import cast

import flask_login
from flask import Flask, Request, current_app, request, session
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect

from service.casework.sign_ins import actor_of_session, sign_out
from service.db import Database
from service.errors import NotPermitted, Unauthenticated
from service.permissions import Actor
from service.queries.users import actor_of_token

API = "/api/"
_POST, _DATABASE = "post", "transfer_desk_database"

csrf = CSRFProtect()


class Visitor(UserMixin):
    """A signed-in person as the library for sessions wants it; `token` is what proves who they are."""

    def __init__(self, actor: Actor, token: str) -> None:
        self.actor, self.token = actor, token

    def get_id(self) -> str:
        """What the signed cookie holds."""
        return self.token


def init_app(app: Flask, database: Database, *, secure: bool) -> None:
    """Cookies that scripts cannot read and other sites cannot send, and what turns credentials into an actor."""
    app.extensions[_DATABASE] = database
    app.config.update(
        SECRET_KEY=database.vault.secret_key,
        SESSION_COOKIE_NAME="__Host-transfer_desk" if secure else "transfer_desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        SESSION_PROTECTION=None,  # it would sign people out when their address changes
        REMEMBER_COOKIE_NAME="transfer_desk_never",  # a session ends; nothing brings it back
        WTF_CSRF_TIME_LIMIT=None,  # the session's own end is enough
    )
    manager = LoginManager()
    manager.user_loader(_by_session)
    manager.request_loader(_by_token)
    manager.init_app(app)
    csrf.init_app(app)


def current_database() -> Database:
    """The database of this application."""
    return cast(Database, current_app.extensions[_DATABASE])


def signed_in_actor() -> Actor | None:
    """Whoever asks, with all posts; None when nobody has signed in."""
    visitor = flask_login.current_user._get_current_object()  # noqa: SLF001 - the proxy's own way to what it stands for
    return visitor.actor if isinstance(visitor, Visitor) else None


def current_actor(at: str | None = None) -> Actor:
    """Whoever asks, speaking for the organization `at`, or on pages for the one chosen in the frame.

    Raises Unauthenticated, and NotPermitted for an organization at which the person holds no post.
    """
    actor = signed_in_actor()
    if actor is None:
        raise Unauthenticated
    if at is not None:
        return actor.at(at)
    chosen = "" if request.path.startswith(API) else session.get(_POST, "")
    return actor.at(chosen) if any(post.code == chosen for post in actor.posts) else actor


def choose_post(code: str) -> None:
    """From now on the pages of this session speak for the organization with this code."""
    actor = signed_in_actor()
    if actor is None or not any(post.code == code for post in actor.posts):
        raise NotPermitted(organization=code)
    session[_POST] = code


def begin_session(token: str) -> Actor:
    """Take a new session's token into the cookie. What an earlier session left there goes."""
    actor = actor_of_session(current_database(), token)
    if actor is None:
        raise Unauthenticated
    session.clear()
    flask_login.login_user(Visitor(actor, token))
    return actor


def end_session() -> None:
    """Sign out: the token speaks for nobody any more, and the cookie is emptied."""
    visitor = flask_login.current_user._get_current_object()  # noqa: SLF001 - as above
    if isinstance(visitor, Visitor):
        current_database().transact(lambda tx: sign_out(tx, visitor.token))
    flask_login.logout_user()
    session.clear()


def _by_session(token: str) -> Visitor | None:
    """A cookie opens pages only: what a browser sends by itself must not reach the API."""
    if request.path.startswith(API):
        return None
    actor = actor_of_session(current_database(), token)
    return None if actor is None else Visitor(actor, token)


def _by_token(asking: Request) -> Visitor | None:
    """A bearer token opens the API only."""
    given = asking.authorization
    if not asking.path.startswith(API) or given is None or given.type != "bearer" or not given.token:
        return None
    with current_database().read() as tx:
        actor = actor_of_token(tx, given.token)
    return None if actor is None else Visitor(actor, given.token)
