"""One step under way: the locked case, who acts, what was decided, and what is still to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from service.casework.facts import facts_of
from service.db import Transaction
from service.limits import Limits
from service.models import Case, CaseParty, Organization
from service.permissions import Actor, PostHeld
from service.working_days import WorkingDays
from workflows.engine import Workflow
from workflows.vocabulary import NEW, Action, Facts, Move, Party


@dataclass(frozen=True)
class Follower:
    """An action of the clock on another case that this step brings with it, in the same transaction."""

    number: str
    version: int
    action: str


@dataclass
class Change:
    """What effects, clocks, boxes and the history line of one step share.

    `restarts` names a clock that starts a new turn though the case stays where it is. `details` goes into the
    history line as it stands. `settles_nothing` is said by an action that settles a period, where it was settled
    before. `followed_by` are steps of other cases that this one brings with it; `also_told` are the desks that hear of
    it beside the parties. `unit` is the organization for which somebody acts, who may leave the case by this very step.
    """

    tx: Transaction
    actor: Actor
    case: Case
    workflow: Workflow
    action: Action
    move: Move
    acting: Party
    post: PostHeld | None
    fields: dict[str, Any]
    from_state: str
    to_state: str
    working_days: WorkingDays
    chosen: Organization | None = None
    restarts: str | None = None
    settles_nothing: bool = False
    entered_at: datetime | None = None
    details: dict[str, Any] = field(default_factory=dict)
    followed_by: list[Follower] = field(default_factory=list)
    also_told: set[int] = field(default_factory=set)
    unit: Organization | None = None

    @property
    def limits(self) -> Limits:
        """The limits that units have set, as fresh as the calendar."""
        return self.tx.limits(self.working_days.version)

    @property
    def is_opening(self) -> bool:
        """Whether the step makes the case."""
        return self.from_state == NEW

    @property
    def at(self) -> datetime:
        """When the state is entered: now, or the moment that an action of the clock is about."""
        return self.entered_at or self.tx.now

    @property
    def enters_anew(self) -> bool:
        """Whether the step leads to a state, rather than staying where it is."""
        return self.move.target is not None

    def organization_of(self, party: Party) -> Organization:
        """The organization that is this party now. Raises StopIteration for a party the case has not."""
        return next(row.organization for row in self.case.parties if row.party == party)

    def show_parties(self, rows: Sequence[CaseParty]) -> None:
        """The organizations that are party to the case from now on; a new row is written with the step."""
        set_committed_value(self.case, "parties", sorted(rows, key=lambda row: row.party))

    def keep(self, **particulars: Any) -> None:
        """Remember facts of the case for later guards."""
        self.case.particulars = {**self.case.particulars, **particulars}

    def facts_after(self) -> Facts:
        """The facts once the step is taken."""
        return facts_of(self.case, self.tx.today, self.fields)

    def holder_after(self) -> Party:
        """Whose move it is once the step is taken; the acting party where nobody holds the case."""
        return self.workflow.holder(self.to_state, self.facts_after()) or self.acting

    def next_turn(self, clock_name: str) -> int:
        """Count one more turn of a clock."""
        turn = self.case.turns.get(clock_name, 0) + 1
        self.case.turns = {**self.case.turns, clock_name: turn}
        return turn
