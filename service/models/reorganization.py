"""What became of organizations: each change as a row that is never rewritten, and what a unit was called before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key

CHANGE_KINDS = ("rename", "move", "recode", "merge", "split", "dissolve")


class OrganizationChange(Base):
    """A change of the tree: the day from which it holds, why, and by which document.

    `other_id` is the successor of a merge, the new unit of a split, the new parent of a move. `details` holds the
    names and codes of the day before and after, and how many members, cases and posts were touched.
    """

    __tablename__ = "organization_changes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(12))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    effective_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300), default="")
    document_number: Mapped[str] = mapped_column(String(80), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("organization_changes.id"), unique=True)

    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in CHANGE_KINDS)})", name="kind"),
        Index("ix_organization_changes_organization_id", "organization_id", "id"),
        Index("ix_organization_changes_other_id", "other_id", "id"),
    )


class FormerName(Base):
    """A name or a code under which a unit was known until a day; whoever looks for it finds the unit."""

    __tablename__ = "former_names"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    name: Mapped[str] = mapped_column(String(120))
    is_code: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date]

    __table_args__ = (
        Index("ix_former_names_name", "name"),
        Index("ix_former_names_organization_id", "organization_id", "id"),
    )
