"""A link by which a unit outside the platform confirms, once and without signing in, that the receipt is signed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key


class ReceiptLink(Base):
    """The newest of a case; one that is revoked is gone, and the history tells of all.

    `code_hash` is a keyed hash: whoever reads the table opens nothing.
    """

    __tablename__ = "receipt_links"

    case_id: Mapped[int] = mapped_column(Key, ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    code_hash: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_receipt_links_code_hash", "code_hash", unique=True),)
