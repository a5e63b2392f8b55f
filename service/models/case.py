"""A case: where it lies, whose turn it is, and the organizations that are party to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, and_, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from service.models.base import Base, Key
from service.models.case_link import CaseLink
from service.models.letter import Letter
from service.models.member import Member, MemberRelation
from service.models.organization import Organization
from service.models.user import User
from workflows import workflow_of
from workflows.transfer.states import ON_THE_WAY
from workflows.vocabulary import Party

_OPEN_CASE = text("is_open")
IN_TRANSIT = text(f"state IN ({', '.join(map(repr, ON_THE_WAY))}) AND workflow = 'transfer'")
UNRECEIPTED = text("state IN ('receipt_due', 'receipt_check') AND workflow = 'transfer'")
"""The receipt has not come back yet, or is not yet checked off (未回执)."""
REGISTRATIONS = text("workflow = 'dual_management'")
"""Of members who belong to one side and take part on two."""
FOLLOW_UPS = text("workflow = 'follow_up'")
OPEN_FOLLOW_UPS = text("is_open AND workflow = 'follow_up'")
"""Of people without a confirmed place."""
MOBILE = text("workflow = 'mobile_registration'")
OPEN_MOBILE = text("is_open AND workflow = 'mobile_registration'")
"""One per member and host; while none is known, `receiving_id` is the home unit."""
REPORTS = text("workflow = 'flow_report'")
"""About a unit and a quarter instead of a member; `receiving_id` is that unit, whoever is its successor."""
_ACCEPTED = text("accepted_on IS NOT NULL")


def _held_now(relation: str) -> Any:
    """The organization that holds this relation with the case's member today."""
    return relationship(
        Organization,
        secondary=MemberRelation.__table__,
        primaryjoin=lambda: and_(
            Case.member_id == foreign(MemberRelation.member_id),
            MemberRelation.relation == relation,
            MemberRelation.until.is_(None),
        ),
        secondaryjoin=lambda: foreign(MemberRelation.organization_id) == Organization.id,
        viewonly=True,
        uselist=False,
        lazy="raise",
    )


class AboutUnit(TypeError):
    """Somebody asked for the member of a case that is about a unit."""


class Case(Base):
    """About a member, or about a unit and a quarter: the workflow says which, and the database holds it to that.

    `particulars` holds the facts that guards need and no person's words; `turns` counts each clock's turns.

    `history_count` and `history_head` close the hash chain of the history. `undo` says what the last step can be
    taken back to, while it can.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    workflow: Mapped[str] = mapped_column(String(30))
    workflow_version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30), default="")
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    quarter: Mapped[str | None] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(30))
    is_open: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    opened_by_party: Mapped[str] = mapped_column(String(20))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    entered_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    holder_party: Mapped[str | None] = mapped_column(String(20))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    receiving_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    route: Mapped[str] = mapped_column(String(20), default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id", use_alter=True))
    particulars: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    turns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    history_count: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")

    person: Mapped[Member | None] = relationship(lazy="raise")
    unit: Mapped[Organization | None] = relationship(
        primaryjoin=lambda: and_(Case.receiving_id == foreign(Organization.id), Case.quarter.is_not(None)),
        viewonly=True,
        uselist=False,
        lazy="raise",
    )
    letter: Mapped[Letter | None] = relationship(lazy="raise", foreign_keys=[letter_id])
    handler: Mapped[User | None] = relationship(lazy="raise")
    parties: Mapped[list[CaseParty]] = relationship(lazy="raise", viewonly=True, order_by="CaseParty.party")
    links: Mapped[list[CaseLink]] = relationship(
        lazy="raise", viewonly=True, foreign_keys=[CaseLink.case_id], order_by="CaseLink.at, CaseLink.other_id"
    )
    affiliation: Mapped[Organization | None] = _held_now("affiliation")
    responsible: Mapped[Organization | None] = _held_now("responsibility")

    @property
    def member(self) -> Member:
        """The member whom the case is about. Raises AboutUnit where it is about a unit."""
        if self.person is None:
            raise AboutUnit(self.number)
        return self.person

    @property
    def subject_name(self) -> str:
        """The member's name, or that of the unit as it is called today."""
        return self.person.name if self.person else self.unit.name if self.unit else ""

    @property
    def trackers(self) -> tuple[Party, ...]:
        """The parties for which tracking staff act in this case."""
        return workflow_of(self.workflow, self.workflow_version).definition.trackers

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
    __table_args__ = (
        CheckConstraint("version > 0 AND history_count >= 0", name="counts"),
        CheckConstraint("(workflow = 'flow_report') = (member_id IS NULL)", name="member"),
        CheckConstraint("(workflow = 'flow_report') = (quarter IS NOT NULL)", name="quarter"),
        # No COMMIT of a case whose last line is not there.
        ForeignKeyConstraint(
            ["id", "history_count"], ["history_lines.case_id", "history_lines.seq"],
            use_alter=True, deferrable=True, initially="DEFERRED",
        ),
        Index(
            "uq_cases_one_open_transfer", "member_id", unique=True,
            sqlite_where=text("is_open AND workflow = 'transfer'"),
            postgresql_where=text("is_open AND workflow = 'transfer'"),
        ),
        Index(
            "uq_cases_one_open_registration", "member_id", "receiving_id", unique=True,
            sqlite_where=text("is_open AND workflow = 'dual_management'"),
            postgresql_where=text("is_open AND workflow = 'dual_management'"),
        ),
        Index(
            "uq_cases_one_open_mobile", "member_id", "receiving_id", unique=True,
            sqlite_where=OPEN_MOBILE, postgresql_where=OPEN_MOBILE,
        ),
        Index(
            "uq_cases_one_open_follow_up", "member_id", unique=True,
            sqlite_where=OPEN_FOLLOW_UPS, postgresql_where=OPEN_FOLLOW_UPS,
        ),
        Index("ix_cases_open_mobile", "due_on", "id", sqlite_where=OPEN_MOBILE, postgresql_where=OPEN_MOBILE),
        Index("ix_cases_mobile", "id", sqlite_where=MOBILE, postgresql_where=MOBILE),
        Index(
            "uq_cases_one_report", "receiving_id", "quarter", unique=True,
            sqlite_where=REPORTS, postgresql_where=REPORTS,
        ),
        Index("ix_cases_member_id", "member_id", "id"),
        Index("ix_cases_due_on", "due_on", "id", sqlite_where=_OPEN_CASE, postgresql_where=_OPEN_CASE),
        Index("ix_cases_accepted_on", "accepted_on", "id", sqlite_where=_ACCEPTED, postgresql_where=_ACCEPTED),
        Index("ix_cases_in_transit", "due_on", "id", sqlite_where=IN_TRANSIT, postgresql_where=IN_TRANSIT),
        Index(
            "ix_cases_registrations", "workflow", "id",
            sqlite_where=REGISTRATIONS, postgresql_where=REGISTRATIONS,
        ),
        Index("ix_cases_follow_ups", "workflow", "id", sqlite_where=FOLLOW_UPS, postgresql_where=FOLLOW_UPS),
        Index(
            "ix_cases_open_follow_ups", "workflow", "id",
            sqlite_where=OPEN_FOLLOW_UPS, postgresql_where=OPEN_FOLLOW_UPS,
        ),
        Index("ix_cases_unreceipted", "due_on", "id", sqlite_where=UNRECEIPTED, postgresql_where=UNRECEIPTED),
    )  # fmt: skip


class CaseParty(Base):
    """An organization in its role, and the boxes of the worklist in which its desk finds the case.

    `desk_id` is the organization whose people act for this party: itself, the one above while it has nobody,
    or the recording party of an external unit. `sort_on` sorts the worklist: the case's due day, or the far
    future. Only one row of a desk carries the boxes, so that a case is listed once.
    """

    __tablename__ = "case_parties"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    party: Mapped[str] = mapped_column(String(20), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    may_read: Mapped[bool] = mapped_column(default=True)
    has_acted: Mapped[bool] = mapped_column(default=False)
    sort_on: Mapped[date]
    in_mine: Mapped[bool] = mapped_column(default=False)
    in_waiting: Mapped[bool] = mapped_column(default=False)
    in_opened: Mapped[bool] = mapped_column(default=False)
    in_done: Mapped[bool] = mapped_column(default=False)
    in_copied: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization] = relationship(lazy="raise", foreign_keys=[organization_id])

    __table_args__ = (
        *(
            Index(
                f"ix_case_parties_{box}", "desk_id", "sort_on", "case_id",
                sqlite_where=text(f"in_{box}"), postgresql_where=text(f"in_{box}"),
            )
            for box in ("mine", "waiting", "opened", "done", "copied")
        ),
        Index("ix_case_parties_organization_id", "organization_id", "case_id"),
    )  # fmt: skip
