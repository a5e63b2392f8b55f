"""A batch: cases opened from one roster, and the rows of the roster, each until it is accounted for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Key
from service.models.handed_in import HandedIn
from service.models.organization import Organization

KINDS = ("graduates", "retirees", "dissolved_unit", "resettled")
STATES = ("checking", "checked", "opening", "opened", "failed")
ROW_STATES = ("expected", "opened", "struck")
VERDICTS = ("accept", "ask", "reject")


def _one_of(column: str, names: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(name) for name in names)})", name=column)


class Batch(HandedIn, Base):
    """`receiving_id` is where rows go that name no unit; `words_sealed` is why they go there where the rules would
    propose another unit."""

    __tablename__ = "batches"

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    receiving_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime | None]

    organization: Mapped[Organization] = relationship(lazy="raise", foreign_keys=[organization_id])
    receiving: Mapped[Organization | None] = relationship(lazy="raise", foreign_keys=[receiving_id])

    __table_args__ = (
        _one_of("kind", KINDS),
        _one_of("state", STATES),
        Index("ix_batches_created_at", "created_at", "id"),
        Index("ix_batches_file_id", "file_id"),
    )


class BatchRow(Base):
    """A person of the roster. Expected until there is a case or somebody strikes the row out, saying why.

    `values_sealed` is what the row says in its normal form, `findings_sealed` what there is to say about it,
    `words_sealed` why it was struck out.
    """

    __tablename__ = "batch_rows"

    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(10), default="expected")
    verdict: Mapped[str] = mapped_column(String(10))
    values_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    findings_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    struck_at: Mapped[datetime | None]

    __table_args__ = (
        _one_of("state", ROW_STATES),
        _one_of("verdict", VERDICTS),
        CheckConstraint("(state = 'opened') = (case_id IS NOT NULL)", name="case"),
        CheckConstraint("(state = 'struck') = (words_sealed IS NOT NULL)", name="words"),
        Index("ix_batch_rows_state", "batch_id", "state", "verdict", "row"),
        Index("ix_batch_rows_case_id", "case_id", unique=True),
    )


class BatchStrike(Base):
    """A person struck out of a batch, or put back: who did it, and in `words_sealed` whose row it was and why.

    Written once: a trigger sees to it. The row itself goes with the roster when that is read anew.
    """

    __tablename__ = "batch_strikes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id"))
    row: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        _one_of("kind", ("struck", "restored")),
        Index("ix_batch_strikes_batch_id", "batch_id", "row", "id"),
    )
