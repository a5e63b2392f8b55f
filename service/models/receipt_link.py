"""A link by which a unit outside the platform confirms, once and without signing in, that the receipt is signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key

_OPEN = text("used_at IS NULL AND revoked_at IS NULL")


class ReceiptLink(Base):
    """`code_hash` is a keyed hash: whoever reads the table opens nothing. `organization_id` made it and is told.

    A case has at most one that is neither used nor revoked.
    """

    __tablename__ = "receipt_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name="one_end"),
        Index("ix_receipt_links_code_hash", "code_hash", unique=True),
        Index("ix_receipt_links_case_id", "case_id", "id"),
        Index("uq_receipt_links_open", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
