"""An organization of the tree, and what it may do."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text, true
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Key
from workflows.parties import UNITS_THEMSELVES
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Party, Unit

KINDS = (
    "province", "city", "department", "street_committee", "town_committee", "base_committee", "general_branch",
    "branch", "community", "village", "group", "talent_centre", "external",
)  # fmt: skip

OWN_SCHEME = "local"
"""Codes made here, until an official one is given."""

_UNCONFIRMED = text("NOT party_name_confirmed")


class Organization(Base):
    """One unit (组织). `path` lists the ids from the root to itself, each closed by a slash: "/1/4/17/".

    The three desks are the nearest organizations at or above it with an active person who may act as branch,
    committee or department, the superior desk is the nearest above it with an active officer; they are recomputed
    whenever posts, users or the tree change.
    """

    __tablename__ = "organizations"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    code_scheme: Mapped[str] = mapped_column(String(20), default=OWN_SCHEME)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str] = mapped_column(String(60), default="")
    party_name: Mapped[str | None] = mapped_column(String(120))
    party_name_confirmed: Mapped[bool] = mapped_column(default=False)
    initials: Mapped[str] = mapped_column(String(60), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    path: Mapped[str] = mapped_column(String(255).with_variant(String(255, collation="C"), "postgresql"))
    may_issue_letters: Mapped[bool] = mapped_column(default=False)
    reports_flow: Mapped[bool] = mapped_column(default=True, server_default=true())
    setup_mode: Mapped[str | None] = mapped_column(String(20))
    covers: Mapped[str | None] = mapped_column(String(255))
    address: Mapped[str | None] = mapped_column(String(255))
    phone: Mapped[str | None] = mapped_column(String(40))
    postcode: Mapped[str | None] = mapped_column(String(10))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    branch_desk_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    committee_desk_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    department_desk_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    superior_desk_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))

    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="validity"),
        Index("ix_organizations_path", "path", unique=True),
        Index("ix_organizations_parent_id", "parent_id", "code"),
        Index("ix_organizations_name", "name"),
        Index("ix_organizations_short_name", "short_name"),
        Index("ix_organizations_unconfirmed", "id", sqlite_where=_UNCONFIRMED, postgresql_where=_UNCONFIRMED),
    )

    @property
    def title(self) -> str:
        """The name to show: the Party name when it is confirmed, else the name on record."""
        return self.party_name if self.party_name and self.party_name_confirmed else self.name

    @property
    def external(self) -> bool:
        """Another province, the armed forces, a firm outside: no sign-ins."""
        return self.kind == "external"

    @property
    def has_gone_up(self) -> bool:
        """It was merged, and hangs below its successor."""
        return self.successor_id is not None and self.successor_id == self.parent_id

    @property
    def ancestor_ids(self) -> list[int]:
        """From the nearest to the root, without itself."""
        return [int(part) for part in self.path.strip("/").split("/")][-2::-1]

    def is_valid_on(self, day: date) -> bool:
        """Whether the organization exists on this day (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def is_at_or_below(self, other: Organization) -> bool:
        """Whether it lies in the subtree of `other`."""
        return self.path.startswith(other.path)

    def desk_for(self, party: Party) -> int | None:
        """The organization whose people act when this one stands as `party`."""
        if party in (Party.DEPARTMENT, Party.OUTFLOW_DEPARTMENT) or self.kind == "department":
            return self.department_desk_id
        return self.branch_desk_id if party in UNITS_THEMSELVES else self.committee_desk_id

    def as_unit(self, today: date) -> Unit:
        """What guards may know of it."""
        return Unit(
            code=self.code,
            kind=self.kind,
            path=self.path,
            takes_members=self.kind in MEMBER_KINDS and self.is_valid_on(today),
            valid=self.is_valid_on(today),
            may_issue_letters=self.may_issue_letters,
            external=self.external,
        )
