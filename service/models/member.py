"""A Party member, with what identifies the person encrypted, and the two dated facts about where the member is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Key
from service.models.organization import Organization
from workflows.vocabulary import MemberFacts

RELATIONS = ("affiliation", "responsibility")


class Member(Base):
    """`id` is 32 random hexadecimal digits: it binds the ciphertexts to the row and tells a stranger nothing.

    Dates and months are text, kept as exactly as they were written: YYYY-MM-DD, YYYY-MM or YYYY. `household_here` and
    `lives_here` are about the place of the unit to which the member belongs: two yes or no, no addresses.
    """

    __tablename__ = "members"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_initials: Mapped[str] = mapped_column(String(30), default="")
    sex: Mapped[str | None] = mapped_column(String(10))
    ethnic_group: Mapped[str | None] = mapped_column(String(20))
    birth_date: Mapped[str | None] = mapped_column(String(10))
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_index: Mapped[str | None] = mapped_column(String(32), unique=True)
    id_last4_index: Mapped[str | None] = mapped_column(String(32))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[str | None] = mapped_column(String(32))
    member_status: Mapped[str] = mapped_column(String(15), default="full")
    joined_on: Mapped[str | None] = mapped_column(String(10))
    converted_on: Mapped[str | None] = mapped_column(String(10))
    probation_ends_on: Mapped[str | None] = mapped_column(String(10))
    dues_paid_through: Mapped[str | None] = mapped_column(String(7))
    employer: Mapped[str | None] = mapped_column(String(120))
    residence: Mapped[str | None] = mapped_column(String(255))
    last_activity_on: Mapped[str | None] = mapped_column(String(10))
    graduated_on: Mapped[str | None] = mapped_column(String(10))
    discharged_on: Mapped[str | None] = mapped_column(String(10))
    residence_changed_on: Mapped[str | None] = mapped_column(String(10))
    work_changed_on: Mapped[str | None] = mapped_column(String(10))
    household_here: Mapped[bool | None]
    lives_here: Mapped[bool | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("member_status IN ('full', 'probationary')", name="member_status"),
        Index("ix_members_name", "name"),
        Index("ix_members_name_initials", "name_initials"),
        Index("ix_members_id_last4_index", "id_last4_index"),
        Index("ix_members_phone_index", "phone_index"),
    )

    def facts(self) -> MemberFacts:
        """What guards may know of the member."""
        return MemberFacts(
            status=self.member_status,
            has_contact=self.phone_sealed is not None,
            dues_paid_through=self.dues_paid_through,
            probation_ends_on=self.probation_ends_on,
            converted_on=self.converted_on,
            last_activity_on=self.last_activity_on,
        )


class MemberRelation(Base):
    """A dated fact: from when to when an organization held a member's affiliation or answered for the member.

    教育管理工作条例第二十五条: transferred out but not yet received, the original organization stays responsible;
    so responsibility moves at acceptance and affiliation at placement.
    """

    __tablename__ = "member_relations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    relation: Mapped[str] = mapped_column(String(15))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))

    organization: Mapped[Organization] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint(f"relation IN ({', '.join(repr(name) for name in RELATIONS)})", name="relation"),
        CheckConstraint("until IS NULL OR since <= until", name="order"),
        Index(
            "uq_member_relations_current", "member_id", "relation", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
        Index(
            "ix_member_relations_organization_id", "organization_id", "relation", "member_id",
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
        Index("ix_member_relations_member_id", "member_id", "since"),
    )  # fmt: skip
