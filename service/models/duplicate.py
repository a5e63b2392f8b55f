"""What people decided about two records that might be of one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key


class DuplicateDecision(Base):
    """Who said of two members that they are one person (`merged`: `member_id` went up in `other_id`) or two, and why.

    Written once: a trigger sees to it. A member goes up in another only once.
    """

    __tablename__ = "duplicate_decisions"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    other_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("decision IN ('merged', 'distinct')", name="decision"),
        CheckConstraint("member_id <> other_id", name="two_records"),
        Index(
            "uq_duplicate_decisions_merged", "member_id", unique=True,
            sqlite_where=text("decision = 'merged'"), postgresql_where=text("decision = 'merged'"),
        ),
        Index("ix_duplicate_decisions_member_id", "member_id", "other_id"),
        Index("ix_duplicate_decisions_other_id", "other_id", "member_id"),
    )  # fmt: skip
