"""That one case follows from another, or settles it: said on both, once and for all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base

if TYPE_CHECKING:
    from service.models.case import Case

OPPOSITE = {
    "follows": "followed_by",
    "followed_by": "follows",
    "settles": "settled_by",
    "settled_by": "settles",
}


class CaseLink(Base):
    """What a case is to another, as the case says it; the other one has a row of its own that says the opposite.

    Written once: a trigger sees to it.
    """

    __tablename__ = "case_links"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime]

    other: Mapped[Case] = relationship(lazy="raise", viewonly=True, foreign_keys=[other_id])

    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in OPPOSITE)})", name="kind"),
        CheckConstraint("case_id <> other_id", name="two_cases"),
        {"sqlite_with_rowid": False},
    )
