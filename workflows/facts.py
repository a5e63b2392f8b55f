"""What guards may know of a case: its units, the member, the letter, and what this step says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from workflows.parties import Party


@dataclass(frozen=True)
class Unit:
    """What a guard may know of an organization that is party to the case, or is chosen in a step."""

    code: str
    kind: str
    path: str
    takes_members: bool
    may_issue_letters: bool
    external: bool
    valid: bool = True


@dataclass(frozen=True)
class MemberFacts:
    """What a guard may know of the member. Dates and months are text, as exact as they were written."""

    status: str
    has_contact: bool
    dues_paid_through: str | None
    probation_ends_on: str | None
    converted_on: str | None
    last_activity_on: str | None = None


@dataclass(frozen=True)
class LetterFacts:
    """The letter in force, and the day the first letter of its chain was issued."""

    number: str
    issued_on: date
    expires_on: date
    first_issued_on: date
    status: Literal["valid", "lost", "void"]
    issuer_external: bool = False
    replaced_by: str | None = None


@dataclass(frozen=True)
class CertificateFacts:
    """The activity certificate in force; it is good through `valid_until`."""

    number: str
    issued_on: date
    valid_until: date
    status: str


@dataclass(frozen=True)
class Facts:
    """All that decides about one step of one case, read under the lock of the case.

    `chosen_unit` and `destination_rule` describe what this step chooses: the organization named in its fields, and
    which rule led to a new destination (see DESTINATION_RULES). `tries` are the ways in which the member was looked
    for since anybody last heard of them; `settled_by` is what shows that the member has a place, if anything does.
    """

    state: str
    today: date
    parties: Mapping[Party, Unit]
    opened_by: Party
    kind: str = ""
    acting: Party | None = None
    route: str = ""
    member: MemberFacts | None = None
    letter: LetterFacts | None = None
    certificate: CertificateFacts | None = None
    left_on: date | None = None
    back_on: date | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    online: bool = False
    ordered: bool = False
    refused_by: Party | None = None
    paused_by: Party | None = None
    affiliation_at: Party | None = None
    opened_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    member_moved_on: bool = False
    origin_valid: bool = True
    chosen_unit: Unit | None = None
    destination_rule: str = ""
    tries: tuple[str, ...] = ()
    settled_by: str = ""

    def says(self, name: str) -> bool:
        """Whether a field is filled in, and not with no."""
        return self.given(name) and self.fields[name] is not False

    def given(self, name: str) -> bool:
        """Whether a field of the step is filled in; blanks are nothing."""
        value = self.fields.get(name)
        return bool(value.strip()) if isinstance(value, str) else value is not None
