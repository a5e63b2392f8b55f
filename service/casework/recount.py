"""Which clocks of open cases get another day when the calendar or a limit changes: foreseen, and carried out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import Select, select, update

from service.casework.clocks import holder_of_clock, limited_unit, not_after_the_day_set, rungs_of
from service.casework.facts import facts_of
from service.db import Transaction
from service.limits import Limits
from service.models import Case, CaseClock, CaseParty, Organization
from service.queries.cases import case_with_all
from service.queries.organizations import is_below
from service.working_days import WorkingDays
from workflows import workflow_of
from workflows.lengths import AGAIN
from workflows.vocabulary import Clock, Limit, Party, Rung


@dataclass(frozen=True)
class Move:
    """A clock with the days it would have, and the limit by which it would be counted."""

    case: Case
    clock: CaseClock
    wound: Clock
    limit: Limit
    due_on: date
    provisional: bool

    def becomes_late(self, today: date) -> bool:
        """In time now, late then."""
        return self.due_on < today <= self.clock.due_on

    def is_late_no_more(self, today: date) -> bool:
        """Late now, in time then."""
        return self.clock.due_on < today <= self.due_on


def moved_by_calendar(tx: Transaction, calendar: WorkingDays, *, lock: bool = False) -> list[Move]:
    """Days that were counted without the year's list, and no others."""
    rows = _running(tx, select(CaseClock).where(CaseClock.running, CaseClock.provisional), lock=lock)
    limits = ((case, row, wound, _kept(case, row, wound)) for case, row, wound in rows)
    return [_move(case, row, wound, limit, calendar) for case, row, wound, limit in limits if limit is not None]


def moved_by_limit(
    tx: Transaction, unit: Organization, key: tuple[str, str], limits: Limits, *, lock: bool = False
) -> list[Move]:
    """Clocks of this limit in open cases whose unit lies at or below `unit`, where the new limit counts otherwise."""
    workflow, name = key
    involved = (
        select(CaseParty.case_id)
        .join(Organization, Organization.id == CaseParty.organization_id)
        .where(is_below(unit.path))
    )
    query = (
        select(CaseClock)
        .join(Case, Case.id == CaseClock.case_id)
        .where(Case.is_open, Case.workflow == workflow, CaseClock.running, CaseClock.case_id.in_(involved))
        .where(CaseClock.name == name.removesuffix(AGAIN))
    )
    calendar, moves = tx.working_days(), []
    for case, row, wound in _running(tx, query, lock=lock):
        again = _is_again(row, wound)
        keeper = limited_unit(holder_of_clock(case, wound, facts_of(case, tx.today)), _by_party(case))
        limit = limits.of_clock(keeper, workflow, wound, again=again)
        if limit is not None and again == name.endswith(AGAIN):
            moves.append(_move(case, row, wound, limit, calendar))
    return [move for move in moves if move.due_on != move.clock.due_on]


def carry_out(tx: Transaction, moves: Sequence[Move], calendar: WorkingDays) -> int:
    """How many cases have another due day now. A rung that has been climbed is not climbed again."""
    grouped = groupby(moves, lambda move: move.case.id)
    return sum(_move_case(tx, list(group), calendar) for _key, group in grouped)


def _running(tx: Transaction, clocks: Select[CaseClock], *, lock: bool) -> Iterator[tuple[Case, CaseClock, Clock]]:
    """The clocks with their cases, locked before they are looked at."""
    query = case_with_all(select(Case)).where(Case.id.in_(clocks.with_only_columns(CaseClock.case_id)))
    query = query.order_by(Case.id)
    locked = query.with_for_update(of=Case).execution_options(populate_existing=True)
    cases = {case.id: case for case in tx.session.scalars(locked if lock else query).unique()}
    rows = tx.session.scalars(clocks.order_by(CaseClock.case_id, CaseClock.slot))
    for row in (row for row in rows if row.case_id in cases):
        case = cases[row.case_id]
        yield case, row, workflow_of(case.workflow, case.workflow_version).states[case.state].clocks[row.slot]


def _kept(case: Case, row: CaseClock, wound: Clock) -> Limit | None:
    """The limit by which the clock was started."""
    limit = wound.again if _is_again(row, wound) else wound.limit
    length = case.particulars.get("lengths", {}).get(row.name)
    return replace(limit, length=length or limit.length) if limit is not None else None


def _is_again(row: CaseClock, wound: Clock) -> bool:
    return wound.again is not None and row.turn > 1


def _by_party(case: Case) -> dict[Party, CaseParty]:
    return {Party(row.party): row for row in case.parties}


def _move(case: Case, row: CaseClock, wound: Clock, limit: Limit, calendar: WorkingDays) -> Move:
    counted = calendar.due(row.started_on, limit)
    return Move(case, row, wound, limit, *not_after_the_day_set(case, wound, row.started_on, counted))


def _move_case(tx: Transaction, moves: Sequence[Move], calendar: WorkingDays) -> bool:
    case = moves[0].case
    before = case.due_on
    for move in moves:
        _move_clock(move, calendar)
    moved = {move.clock.name: [move.due_on.isoformat(), move.provisional] for move in moves}
    dues = {**case.particulars.get("dues", {}), **moved}
    first = min(dues.values())
    case.particulars = {**case.particulars, "dues": dues, **_lengths(moves)}
    case.due_on, case.due_provisional = date.fromisoformat(first[0]), first[1]
    tx.session.execute(update(CaseParty).where(CaseParty.case_id == case.id).values(sort_on=case.due_on))
    return case.due_on != before


def _lengths(moves: Sequence[Move]) -> dict[str, dict[str, int]]:
    """What the case keeps of lengths that are not the definition's."""
    before = moves[0].case.particulars.get("lengths", {})
    lengths = dict(before)
    for move in moves:
        usual = move.wound.again if _is_again(move.clock, move.wound) else move.wound.limit
        lengths.pop(move.clock.name, None)
        lengths |= {move.clock.name: move.limit.length} if move.limit != usual else {}
    return {"lengths": lengths} if lengths != before else {}


def _move_clock(move: Move, calendar: WorkingDays) -> None:
    row = move.clock
    row.due_on, row.provisional = move.due_on, move.provisional
    days = rungs_of(move.wound, move.due_on, calendar)
    for rung in Rung:
        if getattr(row, f"{rung}_on") is not None:
            setattr(row, f"{rung}_on", days[f"{rung}_on"])
