"""Long work that somebody asked for, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base

STATES = ("waiting", "running", "done", "failed")
_Json = JSON().with_variant(JSONB(), "postgresql")
OPEN = text("state IN ('waiting', 'running')")


class Job(Base):
    """`wanted` holds keys and choices only, never personal data; `done` of `total` steps are behind it.

    The token says whose it is: a worker that lost its lease writes nothing any more.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    post_code: Mapped[str | None] = mapped_column(String(40))
    wanted: Mapped[dict[str, Any]] = mapped_column(_Json)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempt_token: Mapped[str | None] = mapped_column(String(32))

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(name) for name in STATES)})", name="state"),
        Index("ix_jobs_open", "asked_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_jobs_file_id", "file_id"),
        Index("ix_jobs_user_id", "user_id", "asked_at", "id"),
    )
