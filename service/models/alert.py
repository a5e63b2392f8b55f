"""Clocks that run, alerts they raised, notices people sent, and the mail about both."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key


class CaseClock(Base):
    """A running deadline with the days of its rungs worked out, so that finding what is due is one statement.

    `slot` numbers the clocks of a state; a clock is overwritten by the next state's. A rung without a day is not
    climbed. The recipients are worked out at the step too: `holder_id` and `superior_id` are desks.
    """

    __tablename__ = "case_clocks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(30))
    turn: Mapped[int]
    running: Mapped[bool]
    started_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    reminder_on: Mapped[date | None]
    overdue_on: Mapped[date | None]
    escalated_on: Mapped[date | None]
    conference_on: Mapped[date | None]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    opener_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))

    __table_args__ = tuple(
        Index(f"ix_case_clocks_{rung}_on", f"{rung}_on", "case_id", sqlite_where=climbed, postgresql_where=climbed)
        for rung in ("reminder", "overdue", "escalated", "conference")
        for climbed in (text(f"running AND {rung}_on IS NOT NULL"),)
    )


class Alert(Base):
    """One alert per (case, clock, turn, rung, recipient): the row itself is what the application shows."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    clock: Mapped[str] = mapped_column(String(30))
    turn: Mapped[int]
    rung: Mapped[str] = mapped_column(String(12))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    due_on: Mapped[date]
    raised_at: Mapped[datetime]
    mailed_out: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("case_id", "clock", "turn", "rung", "recipient_id", name="uq_alerts_key"),
        CheckConstraint("rung IN ('reminder', 'overdue', 'escalated', 'conference')", name="rung"),
        Index("ix_alerts_recipient_id", "recipient_id", "id"),
        Index("ix_alerts_to_mail", "id", sqlite_where=text("NOT mailed_out"), postgresql_where=text("NOT mailed_out")),
    )


class Notice(Base):
    """A message inside the application about a step, a nudge or a comment; it leaves at `due_at`."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    due_at: Mapped[datetime]
    sent_on: Mapped[date]
    mailed_out: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("case_id", "seq", "recipient_id"),
        CheckConstraint("kind IN ('step', 'nudge', 'comment')", name="kind"),
        Index("ix_notices_recipient_id", "recipient_id", "id"),
        Index(
            "ix_notices_to_mail", "due_at", sqlite_where=text("NOT mailed_out"),
            postgresql_where=text("NOT mailed_out"),
        ),
        Index(
            "uq_notices_one_nudge_a_day", "case_id", "sender_id", "sent_on", "recipient_id", unique=True,
            sqlite_where=text("kind = 'nudge'"), postgresql_where=text("kind = 'nudge'"),
        ),
    )  # fmt: skip


class Delivery(Base):
    """One mail to one person about one alert or notice.

    pending → claimed → submitting → sent, failed or unknown. `submitting` is committed before the mail's data is
    sent, so a worker that dies in between leaves an *unknown*, which nobody sends again by itself.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    channel: Mapped[str] = mapped_column(String(10), default="mail")
    state: Mapped[str] = mapped_column(String(12), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    available_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempt_token: Mapped[str | None] = mapped_column(String(32))
    settled_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("(alert_id IS NULL) <> (notice_id IS NULL)", name="about_one_thing"),
        CheckConstraint("state IN ('pending', 'claimed', 'submitting', 'sent', 'failed', 'unknown')", name="state"),
        Index("uq_deliveries_alert", "alert_id", "channel", "user_id", unique=True),
        Index("uq_deliveries_notice", "notice_id", "channel", "user_id", unique=True),
        Index("ix_deliveries_state", "state", "available_at"),
    )
