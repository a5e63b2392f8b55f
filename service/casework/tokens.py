"""Bearer tokens for scripts. Each acts as its user, and is shown once."""

from __future__ import annotations

import secrets

from service.casework.users import clean_name
from service.db import Transaction
from service.errors import NotFound
from service.models import ApiToken, User
from service.permissions import Actor
from service.queries.users import hash_of_token, user_with_name

PREFIX = "td_"
"""So that a scanner of source code finds one that was left there."""
_TOKEN_BYTES = 32
_LABEL_LENGTH = 60


def create_token(tx: Transaction, actor: Actor, *, name: str | None = None, label: str = "") -> tuple[ApiToken, str]:
    """A token for oneself; the command line makes one for any user by `name`. The second value is shown once."""
    token = PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    row = ApiToken(
        token_hash=hash_of_token(token),
        user_id=_owner(tx, actor, name),
        label=label[:_LABEL_LENGTH],
        created_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()  # the answer names the key
    return row, token


def revoke_token(tx: Transaction, actor: Actor, token_id: int) -> None:
    """From now on it speaks for nobody. Raises NotFound for another's."""
    row = tx.session.get(ApiToken, token_id)
    if row is None or not (actor.is_operator or row.user_id == actor.user_id):
        raise NotFound(token=token_id)
    row.revoked_at = row.revoked_at or tx.now


def _owner(tx: Transaction, actor: Actor, name: str | None) -> int:
    if name is None and actor.user_id is not None:
        return actor.user_id
    user: User | None = user_with_name(tx, actor, clean_name(name or "")) if actor.is_operator else None
    if user is None:
        raise NotFound(name=name)
    return user.id
