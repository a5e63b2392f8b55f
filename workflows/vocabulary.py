"""The words in which a workflow is written: states, clocks, actions, and why a step is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from workflows.facts import Facts as Facts  # the words of a workflow are read from here
from workflows.facts import LetterFacts as LetterFacts
from workflows.facts import MemberFacts as MemberFacts
from workflows.facts import Unit as Unit
from workflows.parties import TWO_SIDES, Stand
from workflows.parties import Party as Party


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


Guard: TypeAlias = Callable[[Facts], Refusal | None]
Condition: TypeAlias = Callable[[Facts], bool]
PartyChoice: TypeAlias = Party | Callable[[Facts], Party]


def resolve(choice: PartyChoice, facts: Facts) -> Party:
    """The party meant by a choice that may depend on the case, such as the side that opened it."""
    return choice if isinstance(choice, Party) else choice(facts)


@dataclass(frozen=True)
class Clock:
    """A deadline of a state: its limit counted from `starts`, who holds it, and the rungs it climbs.

    `own_quarter_end` is the end of the quarter that the case is about.
    `again` is the limit, counted from entry, when the state is entered another time. `sooner` is a fact of the case
    that names an earlier day, where people set themselves one.
    """

    name: str
    limit: Limit | None
    starts: Literal[
        "entered", "accepted", "letter_expiry", "quarter_end", "expected_return", "inspected", "own_quarter_end"
    ] = "entered"  # fmt: skip
    holder: PartyChoice | None = None
    rungs: tuple[Rung, ...] = ALL_RUNGS
    reminder_days: int | None = None
    again: Limit | None = None
    sooner: str = ""


@dataclass(frozen=True)
class State:
    """Where a case lies: who holds it, by when it should move on, and who answers for the member.

    Those of `paper_seen_by` act here by the paper that a person shows them, and know nothing else of the person yet.
    """

    name: str
    label: str
    holder: PartyChoice | None = None
    clocks: tuple[Clock, ...] = ()
    responsible: Party | None = None
    step: str = ""
    paper_seen_by: tuple[Party, ...] = ()

    @property
    def final(self) -> bool:
        """A finished case is held by nobody."""
        return self.holder is None


@dataclass(frozen=True)
class Move:
    """One way an action leads from states to a state; `target` None means the case stays where it is.

    `label` is what this way is called, where it has a name of its own. `given` is a field that, filled in, leads this
    way; `settles` names a clock of the state whose next turn begins.
    """

    sources: tuple[str, ...]
    target: str | None
    by: tuple[PartyChoice, ...]
    when: Condition | None = None
    effects: tuple[str, ...] = ()
    label: str = ""
    given: str = ""
    settles: str | None = None


@dataclass(frozen=True)
class Use:
    """A field of an action, by its name in the catalogue, whether the action needs it, and its own list of choices.

    `label` is what it is called here, where it has a name of its own.
    """

    name: str
    required: bool = False
    options: str | None = None
    label: str = ""


def needs(name: str, options: str | None = None, label: str = "") -> Use:
    """A field without which the action is not taken."""
    return Use(name, required=True, options=options, label=label)


@dataclass(frozen=True)
class Action:
    """Something a party may do with a case: its moves, the fields it takes, what must hold, what it brings about.

    `settles` names the clock whose period is done with: its next turn begins. `newcomers` says of an opening action
    that the member may be somebody whom nobody has recorded yet. `begins` names the workflow of which a case begins
    with this step, or is joined where the member has one open; `instead` the one that is opened in its place where
    nobody knows where the member belongs.
    """

    name: str
    label: str
    moves: tuple[Move, ...]
    fields: tuple[Use, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[str, ...] = ()
    undoable: bool = False
    settles: str | None = None
    newcomers: bool = False
    begins: str = ""
    instead: str = ""
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
    states `shown_in`, once they hold it, or if one of them opened it. `trackers` are the parties for which tracking
    staff act too. A member has one open case, or `one_each`: one at every unit. In a state of `settling` the member is
    where the case was to lead. `about` a unit instead of a member: one case for each quarter.
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
    trackers: tuple[Party, ...] = ()
    one_each: bool = False
    settling: tuple[str, ...] = ()
    about: Literal["member", "unit"] = "member"

    @property
    def begins_at_home(self) -> bool:
        """Whether its cases begin where the member belongs, whatever unit is named."""
        return any(stand.party == Party.HOME for stand in self.cast)

    @property
    def has_one_unit(self) -> bool:
        """Whether its cases are about one unit, and not between two."""
        return all(stand.side == "origin" for stand in self.cast)
