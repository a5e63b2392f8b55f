"""Compute signals from the facts of the day: what is new opens or joins a follow-up, what has ended is said to have."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from service.alerts.clock_steps import clock_step
from service.alerts.daily import once_a_day
from service.casework.signals import end_signal, propose_place, raise_signal
from service.db import Database
from service.errors import DeskError
from service.queries.follow_ups import members_without_reason
from service.queries.signals import COMPUTED, Found
from service.queries.signals.raised import lasting

SWEPT_ON = "signals_swept_on"


def signal_once_a_day(database: Database, now: datetime) -> int:
    """Facts of days change at midnight."""
    return once_a_day(database, now, SWEPT_ON, lambda: raise_signals(database))


def raise_signals(database: Database) -> int:
    """How many were raised or ended. May run in any number of processes at once and be stopped at any moment."""
    changed = sum(_look(database, name) for name in COMPUTED)
    with database.read() as tx:
        settled = members_without_reason(tx)
    for member_id in settled:
        database.transact(partial(propose_place, member_id=member_id))
    return changed


def _look(database: Database, name: str) -> int:
    with database.read() as tx:
        found = {matter.member_id: matter for matter in COMPUTED[name](tx)}
        known = {member: (signal.id, signal.since) for member, signal in lasting(tx, name).items()}
    ended = [key for member, (key, since) in known.items() if not _lasts(found.get(member), since)]
    gone = sum(database.transact(partial(end_signal, signal_id=key)) for key in ended)
    new = [matter for member, matter in found.items() if member not in known or known[member][0] in ended]
    return gone + sum(_raise(database, name, matter) for matter in new)


def _lasts(found: Found | None, since: object) -> bool:
    return found is not None and found.since in (None, since)


def _raise(database: Database, name: str, found: Found) -> bool:
    return clock_step(
        database,
        lambda tx: raise_signal(tx, name, found),
        "signal not raised",
        DeskError,
        action="signal",
        signal=name,
    )
