"""The audit trail of a case: lines nobody can change, and the words of people encrypted beside them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base


class HistoryLine(Base):
    """`body` is the canonical JSON that the hash covers; the other columns repeat parts of it for queries."""

    __tablename__ = "history_lines"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(30))
    from_state: Mapped[str] = mapped_column(String(30))
    to_state: Mapped[str] = mapped_column(String(30))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    body: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        CheckConstraint("seq > 0", name="seq"),
        Index("ix_history_lines_at", "at"),
        # A hidden row number would be a second key by which INSERT OR REPLACE could take a line's place.
        {"sqlite_with_rowid": False},
    )


class HistoryText(Base):
    """The private fields of a line (free text, names, phones) as one encrypted JSON object.

    The line hashes a keyed commitment of it, so erasing the text later leaves the chain whole.
    """

    __tablename__ = "history_texts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
