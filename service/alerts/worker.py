"""The worker: lapse letters, compute signals, ask for reports, raise what is due, mail about it, forget; and again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from service.alerts.lapse import lapse_letters
from service.alerts.mail import deliver
from service.alerts.outbox import make_deliveries
from service.alerts.reports import ask_once_a_day
from service.alerts.signals import signal_once_a_day
from service.alerts.sweep import raise_alerts
from service.casework.files import forget_files
from service.casework.idempotency import forget_old
from service.config import Config
from service.db import Database

log = structlog.get_logger()

PAUSE_SECONDS = 10.0


@dataclass(frozen=True)
class Pass:
    """What one pass did. `failed` names the parts that did not come to their end; the others ran all the same."""

    lapsed: int = 0
    signalled: int = 0
    asked: int = 0
    raised: int = 0
    addressed: int = 0
    sent: int = 0
    failed: tuple[str, ...] = ()


def run_once(database: Database, config: Config, now: datetime, stop: threading.Event | None = None) -> Pass:
    """One pass. Any number of workers may do this at once, and be stopped at any moment."""
    parts: dict[str, Callable[[], int]] = {
        "lapsed": lambda: lapse_letters(database, now),
        "signalled": lambda: signal_once_a_day(database, now),
        "asked": lambda: ask_once_a_day(database, now),
        "raised": lambda: raise_alerts(database, now),
        "addressed": lambda: make_deliveries(database, now) if config.smtp_url else 0,
        "sent": lambda: deliver(database, config, now, stop),
        "forgotten": lambda: _forget(database, now),
    }
    done: dict[str, int] = {}
    failed: list[str] = []
    for name, part in parts.items():
        try:
            done[name] = part()
        except Exception:
            log.exception("part of a pass failed", action=name)
            failed.append(name)
    done.pop("forgotten", None)
    return Pass(**done, failed=tuple(failed))


def run(stop: threading.Event, database: Database, config: Config, pause: float = PAUSE_SECONDS) -> None:
    """Pass after pass until told to stop."""
    log.info("worker started", action="worker", mail=bool(config.smtp_url))
    while not stop.is_set():
        done = run_once(database, config, database.now(), stop)
        if done != Pass():
            log.info("pass done", action="worker", **vars(done))
        stop.wait(pause)
    log.info("worker stopped", action="worker")


def _forget(database: Database, now: datetime) -> int:
    database.transact(lambda tx: forget_old(tx, now))
    database.transact(forget_files)
    return 0
