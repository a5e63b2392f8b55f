"""Files beside a case, sealed, and the one-time pages on which a unit outside answers with its receipt."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key

_CURRENT = text("cancelled_at IS NULL")


class Attachment(Base):
    """A photo or a PDF. `seq` is the history line that tells of it; without a user, somebody outside sent it.

    `digest` is the SHA-256 of the content as it is kept, `size` its length in bytes.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (
        CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name="kind"),
        Index("ix_attachments_case_id", "case_id", "id"),
    )


class ReceiptLink(Base):
    """A page that opens once, to whoever has its code and the letter's number. Only the hash of the code is kept.

    A case has one that counts; making another cancels it.
    """

    __tablename__ = "receipt_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_on: Mapped[date]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))

    __table_args__ = (
        Index("uq_receipt_links_current", "case_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    )
