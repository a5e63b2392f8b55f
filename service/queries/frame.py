"""The few numbers that every page shows: what waits for me, what I have not read, and what banners need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, cast, exists, func, select, text

from service.db import Transaction
from service.models import Alert, CalendarYear, CaseParty, Notice, Setting
from service.permissions import CASE_READERS, Actor

COUNT_LIMIT = 100


@dataclass(frozen=True)
class Seen:
    """The last notice and the last alert that somebody has looked at."""

    notice: int = 0
    alert: int = 0


@dataclass(frozen=True)
class FrameCounts:
    """`unread` counts notices and alerts together; counts stop at 100."""

    mine: int
    unread: int
    kind: str
    next_year_known: bool


def frame_counts(tx: Transaction, actor: Actor, seen: Seen) -> FrameCounts:
    """All of it in one statement."""
    own = sorted({post.organization_id for post in actor.posts if post.role in CASE_READERS})
    post = actor.post
    desk = post.organization_id if post is not None and post.role in CASE_READERS else None
    mine = select(CaseParty.case_id).where(CaseParty.desk_id == desk, text("case_parties.in_mine"))
    notices = select(Notice.id).where(Notice.recipient_id.in_(own), Notice.id > seen.notice, Notice.due_at <= tx.now)
    alerts = select(Alert.id).where(Alert.recipient_id.in_(own), Alert.id > seen.alert)
    row = tx.session.execute(
        select(
            _count(mine),
            _count(notices),
            _count(alerts),
            select(cast(Setting.value, String)).where(Setting.name == "kind").scalar_subquery(),
            exists().where(CalendarYear.year == tx.today.year + 1),
        )
    ).one()
    return FrameCounts(row[0], min(row[1] + row[2], COUNT_LIMIT), str(row[3]).strip('"'), bool(row[4]))


def newest(tx: Transaction, actor: Actor) -> Seen:
    """The last notice and the last alert there are for the actor's organizations."""
    own = sorted({post.organization_id for post in actor.posts if post.role in CASE_READERS})
    notice = select(func.max(Notice.id)).where(Notice.recipient_id.in_(own), Notice.due_at <= tx.now)
    alert = select(func.max(Alert.id)).where(Alert.recipient_id.in_(own))
    row = tx.session.execute(select(notice.scalar_subquery(), alert.scalar_subquery())).one()
    return Seen(row[0] or 0, row[1] or 0)


def _count(query: Select[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(query.limit(COUNT_LIMIT).subquery()).scalar_subquery()
