"""Signing in and out. A guess costs the same work and gets the same answer whether or not the name exists."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from service.casework import passwords
from service.casework.users import clean_name
from service.db import Database, Transaction
from service.errors import Unauthenticated
from service.models import SignIn, User
from service.permissions import Actor
from service.queries.users import hash_of_token, session_of_token

FAILURES_WITHOUT_DELAY = 5
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
_NOTED_EVERY = timedelta(minutes=1)
_DOUBLINGS = 5
_TOKEN_BYTES = 32


def sign_in(database: Database, name: str, password: str) -> str:
    """The token of a new session. Raises Unauthenticated for an unknown name, a wrong password and during a delay.

    It takes the database, not a transaction: the costly comparison runs between two short ones, not under a lock.
    """
    clean = clean_name(name)
    with database.read() as tx:
        kept = tx.session.scalar(select(User.password_hash).where(User.name == clean))
    fits = passwords.fits(password, kept)
    token = database.transact(lambda tx: _settle(tx, clean, kept if fits else None))
    if token is None:
        raise Unauthenticated(reason="sign_in_failed")
    return token


def sign_out(tx: Transaction, token: str) -> None:
    """End the session of a cookie."""
    ended = update(SignIn).where(SignIn.token_hash == hash_of_token(token), SignIn.ended_at.is_(None))
    tx.session.execute(ended.values(ended_at=tx.now).execution_options(synchronize_session=False))


def actor_of_session(database: Database, token: str) -> Actor | None:
    """Who acts with a session's cookie: one statement, and once a minute a second one that notes the visit."""
    with database.read() as tx:
        session = session_of_token(tx, token)
        due = session is not None and tx.now - session.seen_at >= _NOTED_EVERY
    if session is None:
        return None
    if due:
        database.transact(lambda tx: _note_visit(tx, session.sign_in_id))
    return session.actor


def _settle(tx: Transaction, name: str, proven: str | None) -> str | None:
    """Open the session, or count the failure; `proven` is the hash that the password fitted."""
    user = tx.session.scalar(select(User).where(User.name == name).with_for_update(key_share=True))
    if user is None or not user.is_active or (user.locked_until is not None and user.locked_until > tx.now):
        return None
    if proven is None or proven != user.password_hash:
        user.failed_sign_ins += 1
        user.locked_until = _delayed_until(tx, user.failed_sign_ins)
        return None
    user.failed_sign_ins, user.locked_until = 0, None
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    tx.session.add(SignIn(token_hash=hash_of_token(token), user_id=user.id, started_at=tx.now, seen_at=tx.now))
    return token


def _delayed_until(tx: Transaction, failures: int) -> datetime | None:
    if failures < FAILURES_WITHOUT_DELAY:
        return None
    doublings = min(failures - FAILURES_WITHOUT_DELAY, _DOUBLINGS)
    delay: timedelta = FIRST_DELAY * 2**doublings
    return tx.now + min(delay, LONGEST_DELAY)


def _note_visit(tx: Transaction, sign_in_id: int) -> None:
    noted = update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=tx.now)
    tx.session.execute(noted.execution_options(synchronize_session=False))
