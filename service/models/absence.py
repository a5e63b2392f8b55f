"""代办: somebody is away for some days, and another acts meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Key
from service.models.user import User


class Absence(Base):
    """Both days are included. One that ended early keeps its days and bears the moment of its end."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=user_id, lazy="raise")
    substitute: Mapped[User] = relationship(foreign_keys=substitute_id, lazy="raise")

    __table_args__ = (
        CheckConstraint("substitute_id <> user_id", name="another_person"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        Index("ix_absences_user_id", "user_id", "last_day"),
        Index("ix_absences_substitute_id", "substitute_id", "last_day"),
        Index("ix_absences_last_day", "last_day"),
    )
