"""A file that somebody handed in, or that a job made: name and content encrypted, in the database like all else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base

PURPOSES = ("upload", "result", "attachment")


class StoredFile(Base):
    """`id` is 32 random hexadecimal digits, `size` in bytes; `commitment` tells equal contents to whoever has the keys.

    `owner_id` is empty where nobody had signed in; `seq` is the line of the case's history that tells of an attachment.
    An upload of a case is the photo of a receipt that was refused, kept while its link can be used.
    Past `expires_at` the worker forgets the file.
    """

    __tablename__ = "stored_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(64))
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    seq: Mapped[int | None]

    __table_args__ = (
        CheckConstraint(f"purpose IN ({', '.join(repr(name) for name in PURPOSES)})", name="purpose"),
        CheckConstraint("purpose <> 'attachment' OR case_id IS NOT NULL", name="place"),
        Index("ix_stored_files_case_id", "case_id", "seq", unique=True),
        Index("ix_stored_files_expires_at", "expires_at"),
    )
