"""The same request twice is one step: the answer is kept with the effect, and given again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exc, insert, select

from service.db import Database, Transaction
from service.errors import DeskError, IdempotencyInProgress, IdempotencyKeyReused
from service.models import IdempotencyKey

KEPT_FOR = timedelta(days=7)
_LOCK_TIMEOUT = "55P03"


@dataclass(frozen=True)
class Answer:
    """What the client gets: byte for byte the same, however often it asks."""

    status: int
    body: bytes
    etag: str | None = None
    is_replay: bool = False


@dataclass(frozen=True)
class Request:
    """Who asks, under which key, for what. The fingerprint covers method, path and body."""

    user_id: int
    key: str
    fingerprint: str

    @classmethod
    def of(cls, user_id: int, key: str, *parts: str) -> Request:
        """A request whose fingerprint covers these parts."""
        return cls(user_id, key, hashlib.sha256("\x00".join(parts).encode()).hexdigest())


def answer_once(database: Database, request: Request, verb: Callable[[Transaction], Answer]) -> Answer:
    """Carry out a verb and keep its answer; when the key has been used, give the kept answer instead.

    The key is written last, in the step's own transaction: a repeated request either fails its step (the first one
    changed the case) or meets the key, and both lead to the kept answer.
    """
    try:
        return database.transact(lambda tx: _keep(tx, request, verb(tx)))
    except exc.IntegrityError as error:
        return _recall(database, request, error)
    except exc.OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_TIMEOUT or "database is locked" in str(error.orig):
            return _recall(database, request, IdempotencyInProgress())
        raise
    except DeskError as refusal:
        return _recall(database, request, refusal)


def forget_old(tx: Transaction, now: datetime) -> None:
    """Drop answers older than they are promised to be kept."""
    tx.session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT_FOR))


def _keep(tx: Transaction, request: Request, answer: Answer) -> Answer:
    tx.session.execute(
        insert(IdempotencyKey).values(
            user_id=request.user_id,
            key=request.key,
            fingerprint=request.fingerprint,
            status=answer.status,
            etag=answer.etag,
            body=answer.body,
            created_at=tx.now,
        )
    )
    return answer


def answered_before(database: Database, request: Request) -> Answer | None:
    """The kept answer of this request, if it has one. Raises IdempotencyKeyReused for another request's key."""
    with database.read() as tx:
        kept = tx.session.scalars(
            select(IdempotencyKey).where(IdempotencyKey.user_id == request.user_id, IdempotencyKey.key == request.key)
        ).one_or_none()
    if kept is None:
        return None
    if kept.fingerprint != request.fingerprint:
        raise IdempotencyKeyReused
    return Answer(kept.status, kept.body, kept.etag, is_replay=True)


def _recall(database: Database, request: Request, otherwise: Exception) -> Answer:
    kept = answered_before(database, request)
    if kept is None:
        raise otherwise
    return kept
