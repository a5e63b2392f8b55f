"""What rosters that are handed in and checked have in common: the file, the work on it, and what its columns are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

_Json = JSON().with_variant(JSONB(), "postgresql")


class HandedIn:
    """`chosen` says for columns, by their place, what they are read as; `columns` is what was found.

    `problem` says why the last piece of work could not go on. `questions_sealed` is what the check asks back about
    names of units, and what was answered.
    """

    __tablename__: str

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    job_id: Mapped[str | None] = mapped_column(ForeignKey("jobs.id"))
    chosen: Mapped[dict[str, str]] = mapped_column(_Json)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(_Json)
    problem: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    questions_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="checking")

    @property
    def can_be_read_again(self) -> bool:
        """Whether other columns may be chosen: it is not carried out yet, and the file is kept."""
        return self.state in ("checked", "failed") and self.file_id is not None
