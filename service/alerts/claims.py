"""What a delivery goes through, each step one short transaction: claimed by one worker, submitted, and settled.

pending → claimed → submitting → sent, failed or unknown. The token says whose it is: a worker that lost its lease
changes nothing any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select, update

from service.db import Transaction
from service.models import Delivery

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
_LONGEST_PAUSE = timedelta(days=1)
_REASON_LENGTH = 200


class Outcome(Enum):
    """What is known of an attempt. UNKNOWN is never tried again: the mail may have arrived."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Claim:
    """Deliveries that are one worker's for now, each with the attempts that failed before."""

    token: str
    attempts: Mapping[int, int]


def take_back_leases(tx: Transaction) -> int:
    """Deliveries of workers that are gone: what was not begun is to do again, what was begun is unknown."""
    over = Delivery.lease_until < tx.now
    free = {"state": "pending", "attempt_token": None, "lease_until": None}
    _change(tx, (Delivery.state == "claimed", over), free)
    unsure = {"state": "unknown", "settled_at": tx.now, "last_error": "the worker was gone before the server answered"}
    return _change(tx, (Delivery.state == "submitting", over), unsure)


def claim(tx: Transaction, available: datetime, limit: int) -> Claim:
    """Take up to `limit` deliveries that may be tried at this instant, the longest waiting first."""
    token = secrets.token_hex(16)
    waiting = (
        select(Delivery.id)
        .where(Delivery.state == "pending", Delivery.available_at <= available)
        .order_by(Delivery.available_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("waiting")  # read once: inside the condition it might be run, and lock, more than once
    )
    taken = tx.session.execute(
        update(Delivery)
        .where(Delivery.id.in_(select(waiting.c.id)), Delivery.state == "pending")
        .values(state="claimed", attempt_token=token, lease_until=tx.now + LEASE)
        .returning(Delivery.id, Delivery.attempts)
        .execution_options(synchronize_session=False)
    )
    return Claim(token, dict(sorted((key, attempts) for key, attempts in taken)))


def begin_submission(tx: Transaction, delivery_id: int, token: str) -> bool:
    """To be committed before any data is sent. False when the lease was lost: then nothing may be sent."""
    mine = (Delivery.id == delivery_id, Delivery.attempt_token == token, Delivery.state == "claimed")
    return _change(tx, mine, {"state": "submitting", "lease_until": tx.now + LEASE}) == 1


def settle(tx: Transaction, delivery_id: int, taken: Claim, outcome: Outcome, reason: str = "") -> bool:
    """Write down what became of it. False when it is no longer this worker's."""
    mine = (
        Delivery.id == delivery_id,
        Delivery.attempt_token == taken.token,
        Delivery.state.in_(("claimed", "submitting")),
    )
    values = _values_of(outcome, taken.attempts[delivery_id] + 1, tx.now)
    return _change(tx, mine, {**values, "lease_until": None, "last_error": reason[:_REASON_LENGTH] or None}) == 1


def release(tx: Transaction, token: str) -> None:
    """Give back what was claimed and not begun, as if nobody had taken it."""
    free = {"state": "pending", "attempt_token": None, "lease_until": None}
    _change(tx, (Delivery.attempt_token == token, Delivery.state == "claimed"), free)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: a minute, then four times as long each time, a day at most."""
    minutes: int = 4 ** (attempts - 1)
    return min(timedelta(minutes=minutes), _LONGEST_PAUSE)


def _values_of(outcome: Outcome, attempts: int, now: datetime) -> dict[str, Any]:
    if outcome is Outcome.REFUSED and attempts < ATTEMPTS:
        later = now + pause_after(attempts)
        return {"state": "pending", "attempts": attempts, "attempt_token": None, "available_at": later}
    states = {Outcome.SENT: "sent", Outcome.UNKNOWN: "unknown"}
    return {"state": states.get(outcome, "failed"), "attempts": attempts, "settled_at": now}


def _change(tx: Transaction, where: tuple[Any, ...], values: Mapping[str, Any]) -> int:
    statement = update(Delivery).where(*where).values(values).execution_options(synchronize_session=False)
    return len(tx.session.scalars(statement.returning(Delivery.id)).all())
