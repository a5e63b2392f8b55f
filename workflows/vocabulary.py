"""The words in which a workflow is written: parties, states, clocks, actions, and the facts that guards look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from workflows.parties import TWO_SIDES, Stand
from workflows.parties import Party as Party  # the words of a workflow are read from here


class Rung(StrEnum):
    """A step of the alert ladder (临期、超期、上报、联席会议)."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    CONFERENCE = "conference"


ALL_RUNGS = tuple(Rung)
REMINDER_ONLY = (Rung.REMINDER,)


@dataclass(frozen=True)
class Limit:
    """A length of time. Months and years are clamped to the month's end; the day of entry is day 0.

    `maximum` is the longest that the rule in `source` allows; None where there is no such rule.
    """

    length: int
    unit: Literal["working_days", "days", "months", "years"]
    source: str = ""
    maximum: int | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a step is not taken: a stable code, the values its sentence needs, and the field it is about."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None


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
class Facts:
    """All that decides about one step of one case, read under the lock of the case.

    `chosen_unit` and `destination_rule` describe what this step chooses: the organization named in its fields, and
    which rule led to a new destination (see DESTINATION_RULES).
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
    fields: Mapping[str, Any] = field(default_factory=dict)
    online: bool = False
    ordered: bool = False
    refused_by: Party | None = None
    paused_by: Party | None = None
    affiliation_at: Party | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    member_moved_on: bool = False
    origin_valid: bool = True
    chosen_unit: Unit | None = None
    destination_rule: str = ""

    def given(self, name: str) -> bool:
        """Whether a field of the step is filled in; blanks are nothing."""
        value = self.fields.get(name)
        return bool(value.strip()) if isinstance(value, str) else value is not None


Guard: TypeAlias = Callable[[Facts], Refusal | None]
Condition: TypeAlias = Callable[[Facts], bool]
PartyChoice: TypeAlias = Party | Callable[[Facts], Party]


def resolve(choice: PartyChoice, facts: Facts) -> Party:
    """The party meant by a choice that may depend on the case, such as the side that opened it."""
    return choice if isinstance(choice, Party) else choice(facts)


@dataclass(frozen=True)
class Clock:
    """A deadline of a state: its limit counted from `starts`, who holds it, and the rungs it climbs.

    `again` is the limit, counted from entry, when the state is entered another time.
    """

    name: str
    limit: Limit | None
    starts: Literal["entered", "accepted", "letter_expiry", "quarter_end"] = "entered"
    holder: PartyChoice | None = None
    rungs: tuple[Rung, ...] = ALL_RUNGS
    reminder_days: int | None = None
    again: Limit | None = None


@dataclass(frozen=True)
class State:
    """Where a case lies: who holds it, by when it should move on, and who answers for the member."""

    name: str
    label: str
    holder: PartyChoice | None = None
    clocks: tuple[Clock, ...] = ()
    responsible: Party | None = None
    step: str = ""

    @property
    def final(self) -> bool:
        """A finished case is held by nobody."""
        return self.holder is None


@dataclass(frozen=True)
class Move:
    """One way an action leads from states to a state; `target` None means the case stays where it is.

    `label` is what this way is called, where it has a name of its own.
    """

    sources: tuple[str, ...]
    target: str | None
    by: tuple[PartyChoice, ...]
    when: Condition | None = None
    effects: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Use:
    """A field of an action, by its name in the catalogue, whether the action needs it, and its own list of choices."""

    name: str
    required: bool = False
    options: str | None = None


def needs(name: str, options: str | None = None) -> Use:
    """A field without which the action is not taken."""
    return Use(name, required=True, options=options)


@dataclass(frozen=True)
class Action:
    """Something a party may do with a case: its moves, the fields it takes, what must hold, what it brings about.

    `settles` names the clock whose period is done with: its next turn begins.
    """

    name: str
    label: str
    moves: tuple[Move, ...]
    fields: tuple[Use, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[str, ...] = ()
    undoable: bool = False
    settles: str | None = None
    help: str = ""

    @property
    def opens(self) -> bool:
        """An opening action makes a new case."""
        return any(NEW in move.sources for move in self.moves)


NEW = "new"


@dataclass(frozen=True)
class Definition:
    """A whole workflow, as its definition file states it.

    `cast` says who stands as which party. The `late_readers` among them read a case once it has been in one of the
    states `shown_in`, once they hold it, or if one of them opened it.
    """

    name: str
    version: int
    label: str
    prefix: str
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    steps: tuple[tuple[str, str, Party], ...] = ()
    kinds: tuple[str, ...] = ()
    after_the_end: tuple[str, ...] = ()
    cast: tuple[Stand, ...] = TWO_SIDES
    late_readers: tuple[Party, ...] = (Party.STREET, Party.RECEIVING, Party.DEPARTMENT)
    shown_in: tuple[str, ...] = ()
