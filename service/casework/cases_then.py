"""Cases as they were at an instant that has passed, told by their histories."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select

from service import clock
from service.casework.facts import facts_of
from service.db import Transaction
from service.models import Case, CaseParty, HistoryLine, Organization
from service.queries.lists import cases_by_id
from service.queries.organizations import is_below
from workflows import workflow_of
from workflows.vocabulary import Party


@dataclass(frozen=True)
class CaseThen:
    """A case, the state it was in, and the day by which it was to move on."""

    case: Case
    state: str
    due_on: date | None

    @property
    def is_open(self) -> bool:
        """One that was finished then may have been taken up again since."""
        return not workflow_of(self.case.workflow, self.case.workflow_version).states[self.state].final

    @property
    def holder(self) -> CaseParty | None:
        """Whose move it was; parties are those of today, who go on with it."""
        workflow = workflow_of(self.case.workflow, self.case.workflow_version)
        party = workflow.holder(self.state, facts_of(self.case, clock.day_of(self.case.opened_at)))
        return next((row for row in self.case.parties if row.party == party), None)

    def inside(self, unit: Organization, parties: Iterable[Party]) -> bool:
        """Whether one of these parties lies at or below the unit."""
        return any(row.party in set(parties) and row.organization.is_at_or_below(unit) for row in self.case.parties)


def open_then(tx: Transaction, unit: Organization, members: Iterable[str], instant: datetime) -> list[CaseThen]:
    """The cases about people that were open at an instant: those of a unit with all below it, and of these members."""
    party = select(CaseParty.case_id).join(Organization, Organization.id == CaseParty.organization_id)
    here = party.where(CaseParty.case_id == Case.id, is_below(unit.path)).exists()
    keys = set(tx.session.scalars(_lasting(instant).where(here)))
    keys |= set(tx.session.scalars(_lasting(instant).where(Case.member_id.in_(sorted(members)))))
    cases, lines = cases_by_id(tx, sorted(keys)), _lines_until(tx, keys, instant)
    found = (CaseThen(cases[key], *_as_told(told)) for key, told in sorted(lines.items()))
    return [one for one in found if one.is_open]


def _lasting(instant: datetime) -> Select[int]:
    lasted: ColumnElement[bool] = or_(Case.is_open, Case.closed_on >= clock.day_of(instant))
    return select(Case.id).where(Case.member_id.is_not(None), Case.opened_at < instant, lasted)


def _lines_until(tx: Transaction, keys: Iterable[int], instant: datetime) -> dict[int, list[HistoryLine]]:
    found: dict[int, list[HistoryLine]] = {}
    query = select(HistoryLine).where(HistoryLine.case_id.in_(sorted(keys)), HistoryLine.at < instant)
    for line in tx.session.scalars(query.order_by(HistoryLine.case_id, HistoryLine.seq)):
        found.setdefault(line.case_id, []).append(line)
    return found


def _as_told(lines: list[HistoryLine]) -> tuple[str, date | None]:
    """The state of the last line, and the last day that a line named."""
    days = (json.loads(line.body)["details"].get("due_on") for line in reversed(lines))
    due = next((day for day in days if day), None)
    return lines[-1].to_state, date.fromisoformat(due) if due else None
