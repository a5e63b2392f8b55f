"""A roster that was handed in: its file, how its columns are read, and what became of each row."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base
from service.models.handed_in import HandedIn

STATES = ("checking", "checked", "applying", "applied", "undoing", "undone", "failed")
ACTIONS = (
    "accept", "ask", "reject", "created", "updated", "unchanged", "asked", "rejected", "undone", "kept",
)  # fmt: skip
UNDO_WITHIN = timedelta(hours=24)
_Json = JSON().with_variant(JSONB(), "postgresql")


class RosterImport(HandedIn, Base):
    """`counts` says how many rows met which end."""

    __tablename__ = "imports"

    counts: Mapped[dict[str, int]] = mapped_column(_Json)
    applied_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(name) for name in STATES)})", name="state"),
        Index("ix_imports_user_id", "user_id", "created_at", "id"),
        Index("ix_imports_file_id", "file_id"),
    )

    @property
    def can_be_applied(self) -> bool:
        """Whether it may be carried out, if there is anything to carry out."""
        return self.state == "checked" and self.file_id is not None

    @property
    def undo_until(self) -> datetime | None:
        """Until when it may be taken back; None where there is nothing to take back."""
        return self.applied_at + UNDO_WITHIN if self.state == "applied" and self.applied_at else None


class ImportRow(Base):
    """A row with something to say, or one that changed a person; `before_sealed` is what the record said until then."""

    __tablename__ = "import_rows"

    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(String(10))
    findings_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    member_version: Mapped[int | None]
    before_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint(f"action IN ({', '.join(repr(name) for name in ACTIONS)})", name="action"),
        Index("ix_import_rows_action", "import_id", "action", "row"),
        Index("ix_import_rows_member_id", "member_id"),
    )
