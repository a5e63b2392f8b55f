"""流动党员活动证: a number that is given once, and what became of the paper."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key

IN_FORCE = text("status = 'valid'")
STATUSES = ("valid", "lost", "void", "returned")


class Certificate(Base):
    """`number` is what is printed, `normal_number` what typed numbers are compared with (workflows.letter_numbers).

    It is good through `valid_until`, a year from `inspected_on`, which is the day of issue until somebody inspects it.
    `replaces_id` names the one in whose place it was issued. `issuer_id` is the committee whose seal it bears.
    """

    __tablename__ = "certificates"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    number: Mapped[str] = mapped_column(String(60))
    normal_number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    inspected_on: Mapped[date]
    valid_until: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), default="valid")
    ended_on: Mapped[date | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    photo_applied_at: Mapped[datetime | None]
    seal_applied_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("issuer_id", "normal_number"),
        CheckConstraint(f"status IN ({', '.join(repr(status) for status in STATUSES)})", name="status"),
        CheckConstraint("issued_on <= inspected_on AND inspected_on <= valid_until", name="dates"),
        CheckConstraint("(status = 'valid') = (ended_on IS NULL)", name="ended"),
        Index("uq_certificates_in_force", "case_id", unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
        Index("ix_certificates_case_id", "case_id", "id"),
        Index("ix_certificates_normal_number", "normal_number"),
    )
