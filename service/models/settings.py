"""Rows that belong to the installation: its kind, its calendar, answers kept for repeated requests, looks at data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key


class Setting(Base):
    """A named value of the installation, such as `kind` = production, test or demo."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))  # plain JSON takes no CAST there


class CalendarDay(Base):
    """A day whose rhythm differs from Monday to Friday: a holiday, or a make-up working day."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40), default="")


class CalendarYear(Base):
    """A year whose list of holidays is published and loaded; dates in other years are provisional."""

    __tablename__ = "calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(120), default="")


class IdempotencyKey(Base):
    """The answer to a request that must not be carried out twice, written with its effect and kept 7 days."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    etag: Mapped[str | None] = mapped_column(String(60))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)


class AccessLine(Base):
    """Who looked at a person's full ID number or phone, or took a list out of the house, and why.

    An export says which list (`what`), how it was filtered (`selection`) and how many rows it had. Written once.
    """

    __tablename__ = "access_lines"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    what: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))
    selection: Mapped[str | None] = mapped_column(String(400))
    row_count: Mapped[int | None]
