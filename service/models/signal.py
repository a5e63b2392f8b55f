"""A signal: since when something has been the matter with a member, and the follow-up it opened or joined."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key

_LASTING = text("ended_on IS NULL")


class Signal(Base):
    """`name` is that of `workflows.signals`. `case_id` is the case whose facts it rests on, where there is one.

    The same thing is said once: a signal that has ended and whose facts come back lasts again.
    """

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    name: Mapped[str] = mapped_column(String(24))
    since: Mapped[date]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    raised_at: Mapped[datetime]
    ended_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("member_id", "name", "since"),
        Index("uq_signals_lasting", "member_id", "name", unique=True, sqlite_where=_LASTING, postgresql_where=_LASTING),
        Index("ix_signals_lasting", "name", "member_id", sqlite_where=_LASTING, postgresql_where=_LASTING),
        Index("ix_signals_follow_up_id", "follow_up_id", "id"),
    )
