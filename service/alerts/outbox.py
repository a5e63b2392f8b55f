"""Who is to get a mail: one delivery per alert or notice and person, made in the application's own tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, select, text, union, update
from sqlalchemy.dialects import postgresql, sqlite

from service import clock
from service.db import Database, Transaction
from service.models import Alert, Delivery, Notice, Post, User
from service.permissions import CASE_WORKERS
from service.queries.absences import substitutions

BATCH = 200
TOO_OLD = timedelta(days=7)
"""Older news is not mailed, or the day on which mail is switched on would send a year's worth of it."""


def make_deliveries(database: Database, now: datetime) -> int:
    """How many were made, for every alert not yet mailed out and every notice that has left."""
    return sum(_all(database, partial(batch, now=now)) for batch in (_about_alerts, _about_notices))


def _all(database: Database, batch: Callable[[Transaction], tuple[int, int]]) -> int:
    made = 0
    while True:
        seen, new = database.transact(batch)
        made += new
        if seen < BATCH:
            return made


# What waits is named as the partial indexes have it: SQLite would not know `mailed_out = 0` for the same.


def _about_alerts(tx: Transaction, now: datetime) -> tuple[int, int]:
    waiting = select(Alert.id).where(text("NOT alerts.mailed_out")).order_by(Alert.id)
    return _batch(tx, waiting, Alert, Alert.raised_at > now - TOO_OLD, now)


def _about_notices(tx: Transaction, now: datetime) -> tuple[int, int]:
    waiting = select(Notice.id).where(text("NOT notices.mailed_out"), Notice.due_at <= now).order_by(Notice.due_at)
    return _batch(tx, waiting, Notice, Notice.due_at > now - TOO_OLD, now)


def _batch(
    tx: Transaction,
    waiting: Select[int],
    about: type[Alert] | type[Notice],
    is_news: ColumnElement[bool],
    now: datetime,
) -> tuple[int, int]:
    """How many were looked at, and how many deliveries that made."""
    keys = tx.session.scalars(waiting.limit(BATCH).with_for_update(skip_locked=True, key_share=True)).all()
    if not keys:
        return 0, 0
    made = tx.session.scalars(_insert(tx, about, and_(about.id.in_(keys), is_news), now)).all()
    tx.session.execute(
        update(about).where(about.id.in_(keys)).values(mailed_out=True).execution_options(synchronize_session=False)
    )
    return len(keys), len(made)


def _insert(tx: Transaction, about: type[Alert] | type[Notice], which: ColumnElement[bool], now: datetime) -> Any:
    """For everybody active who works at the recipient's desk and has an address, and who stands in for them today."""
    values = (about.id, User.id, literal("mail"), literal("pending"), literal(0))
    at_the_desk = select(*values, literal(now, Delivery.available_at.type)).join(
        Post, Post.organization_id == about.recipient_id
    )
    away = substitutions(clock.day_of(now))
    who = (
        at_the_desk.join(User, User.id == Post.user_id),
        at_the_desk.join(away, away.c.user_id == Post.user_id).join(User, User.id == away.c.substitute_id),
    )
    works = and_(which, User.is_active, User.email != "", Post.role.in_(sorted(CASE_WORKERS)))
    people = union(*(found.where(works) for found in who))
    columns: Sequence[str] = (
        "alert_id" if about is Alert else "notice_id", "user_id", "channel", "state", "attempts", "available_at"
    )  # fmt: skip
    dialect = sqlite if tx.database.is_sqlite else postgresql
    return dialect.insert(Delivery).from_select(columns, people).on_conflict_do_nothing().returning(Delivery.id)
