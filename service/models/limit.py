"""Limits that a unit has set for its own subtree."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key


class LimitChange(Base):
    """Who set a limit for the subtree of an organization, when, and on what ground. The newest of a limit is in force.

    `moved` is how many open cases got another due day by it.
    `length` None gives the limit back to the organizations above, and at last to the definition. A change without a
    user was made from the command line. Written once: a trigger sees to it.
    """

    __tablename__ = "limit_changes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    workflow: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(40))
    length: Mapped[int | None]
    basis: Mapped[str] = mapped_column(String(200))
    moved: Mapped[int] = mapped_column(default=0, server_default="0")

    __table_args__ = (
        CheckConstraint("length IS NULL OR length > 0", name="length"),
        Index("ix_limit_changes_organization_id", "organization_id", "id"),
    )
