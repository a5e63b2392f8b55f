"""An introduction letter: a number drawn once, and what became of the paper."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key
from workflows.vocabulary import LetterFacts

OUR_OWN = text("NOT issuer_external")
"""Drawn here, not typed from the paper of a unit outside."""


class Letter(Base):
    """`number` is the printed string, `normal_number` what typed numbers are compared with (workflows.guards).

    `first_issued_on` is the day of the first letter of the chain; `reissue_of_id` names the one it replaces. A
    `release` inside the system draws a number too (`kind` = online), without paper. `code` is what anybody may ask
    about the paper with; a letter that was never printed with one has none.
    """

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default="paper")
    number: Mapped[str] = mapped_column(String(60))
    normal_number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    valid_days: Mapped[int]
    expires_on: Mapped[date]
    first_issued_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), default="valid")
    issuer_external: Mapped[bool] = mapped_column(default=False)
    reissue_of_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    received_on: Mapped[date | None]
    seal_applied_at: Mapped[datetime | None]
    riding_seal_applied_at: Mapped[datetime | None]
    print_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    code: Mapped[str | None] = mapped_column(String(12))

    __table_args__ = (
        UniqueConstraint("issuer_id", "year", "normal_number"),
        CheckConstraint("kind IN ('paper', 'online')", name="kind"),
        CheckConstraint("status IN ('valid', 'lost', 'void')", name="status"),
        CheckConstraint("valid_days BETWEEN 0 AND 90", name="valid_days"),
        CheckConstraint("issued_on <= expires_on AND first_issued_on <= issued_on", name="dates"),
        Index("ix_letters_case_id", "case_id", "id"),
        Index("ix_letters_code", "code", unique=True),
        Index("ix_letters_issued_on", "issued_on", "id", sqlite_where=OUR_OWN, postgresql_where=OUR_OWN),
    )

    def facts(self) -> LetterFacts:
        """What guards may know of the letter."""
        return LetterFacts(
            number=self.number,
            issued_on=self.issued_on,
            expires_on=self.expires_on,
            first_issued_on=self.first_issued_on,
            status=self.status,  # type: ignore[arg-type]  # the database checks the three words
            issuer_external=self.issuer_external,
        )


class LetterSettings(Base):
    """How an issuer numbers and prints its letters, where it is not the usual way.

    `number_scheme` is the printed number with the marks that `workflows.letter_numbers` knows. The offsets, in tenths
    of a millimetre, move what is printed onto the officially printed form to the right and down.
    """

    __tablename__ = "letter_settings"

    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    number_scheme: Mapped[str] = mapped_column(String(40))
    number_digits: Mapped[int]
    script: Mapped[str] = mapped_column(String(7))
    offset_right: Mapped[int]
    offset_down: Mapped[int]

    __table_args__ = (
        CheckConstraint("script IN ('zh-Hans', 'zh-Hant')", name="script"),
        CheckConstraint("number_digits BETWEEN 1 AND 8", name="number_digits"),
        CheckConstraint("offset_right BETWEEN -300 AND 300 AND offset_down BETWEEN -300 AND 300", name="offsets"),
    )


class LetterCounter(Base):
    """The next letter number of an issuer in a year: a row, not a sequence, so that a rollback leaves no gap."""

    __tablename__ = "letter_counters"

    issuer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class CaseCounter(Base):
    """The last case number of a workflow's prefix in a year."""

    __tablename__ = "case_counters"

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]
