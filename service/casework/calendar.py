"""Load a published list of holidays; days of limits that were counted without it move, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy import delete, insert, select, update

from service.calendar_seed import PublishedDay
from service.casework.clocks import rungs_of
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import CalendarDay, CalendarYear, Case, CaseClock, CaseParty, Setting
from service.permissions import Actor, require
from service.working_days import VERSION_SETTING, WorkingDays
from workflows import workflow_of
from workflows.roles import Role
from workflows.vocabulary import Clock, Refusal, Rung

FEWEST_DAYS = 7
"""A notice names more days than this of its own year; of the years beside it, it names fewer."""


@dataclass(frozen=True)
class Loaded:
    """Which years are known now, and how many cases have another due day."""

    years: tuple[int, ...]
    moved: int


def load_calendar(tx: Transaction, actor: Actor, days: Sequence[PublishedDay], source: str) -> Loaded:
    """Put a list in the place of what was known of its years. Raises ValidationFailed for one that names no year."""
    require(actor.is_operator or bool(actor.paths({Role.ADMINISTRATOR})))
    found = Counter(entry.day.year for entry in days)
    years = tuple(sorted(year for year, number in found.items() if number >= FEWEST_DAYS))
    if not years:
        raise ValidationFailed([Refusal("calendar_too_short", {"min": FEWEST_DAYS}, "days")])
    _replace(tx, years, days, source)
    return Loaded(years, _recount(tx, WorkingDays.load(tx.session, _raise_version(tx))))


def _replace(tx: Transaction, years: Sequence[int], days: Sequence[PublishedDay], source: str) -> None:
    listed = {entry.day: entry for entry in days}
    in_years = (CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)) for year in years)
    for condition in (*in_years, CalendarDay.day.in_(listed)):
        tx.session.execute(delete(CalendarDay).where(condition))
    tx.session.execute(insert(CalendarDay), [asdict(entry) for entry in listed.values()])
    tx.session.execute(delete(CalendarYear).where(CalendarYear.year.in_(years)))
    tx.session.execute(insert(CalendarYear), [{"year": year, "source": source} for year in years])


def _raise_version(tx: Transaction) -> int:
    setting = tx.session.get_one(Setting, VERSION_SETTING, with_for_update=True)
    setting.value = int(setting.value) + 1
    tx.session.flush()  # the clocks below are counted by this version
    return int(setting.value)


def _recount(tx: Transaction, calendar: WorkingDays) -> int:
    provisional = select(CaseClock.case_id).where(CaseClock.running, CaseClock.provisional)
    cases = select(Case).where(Case.id.in_(provisional)).order_by(Case.id).with_for_update()
    found = {case.id: case for case in tx.session.scalars(cases)}
    clocks = select(CaseClock).where(CaseClock.case_id.in_(found), CaseClock.running, CaseClock.provisional)
    rows = tx.session.scalars(clocks.order_by(CaseClock.case_id, CaseClock.slot))
    return sum(
        _move_case(tx, found[case_id], list(group), calendar) for case_id, group in groupby(rows, lambda c: c.case_id)
    )


def _move_case(tx: Transaction, case: Case, rows: Sequence[CaseClock], calendar: WorkingDays) -> bool:
    before = case.due_on
    wound = workflow_of(case.workflow, case.workflow_version).states[case.state].clocks
    lengths = case.particulars.get("lengths", {})
    for row in rows:
        _move_clock(row, wound[row.slot], calendar, lengths.get(row.name))
    moved = {row.name: [row.due_on.isoformat(), row.provisional] for row in rows}
    dues = {**case.particulars.get("dues", {}), **moved}
    first = min(dues.values())
    case.particulars = {**case.particulars, "dues": dues}
    case.due_on, case.due_provisional = date.fromisoformat(first[0]), first[1]
    tx.session.execute(update(CaseParty).where(CaseParty.case_id == case.id).values(sort_on=case.due_on))
    return case.due_on != before


def _move_clock(row: CaseClock, wound: Clock, calendar: WorkingDays, length: int | None) -> None:
    """A rung that has been climbed keeps no day, and gets none. `length` is what a unit had set when it started."""
    limit = wound.again if wound.again is not None and row.turn > 1 else wound.limit
    if limit is None:
        return
    row.due_on, row.provisional = calendar.due(row.started_on, replace(limit, length=length or limit.length))
    days = rungs_of(wound, row.due_on, calendar)
    for rung in Rung:
        if getattr(row, f"{rung}_on") is not None:
            setattr(row, f"{rung}_on", days[f"{rung}_on"])
