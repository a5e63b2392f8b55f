"""The clocks of a state: when they run out, on which day each rung of the ladder is reached, and who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, text, update

from service import clock
from service.casework.change import Change
from service.casework.facts import facts_of
from service.casework.parties import recording_party
from service.db import Transaction
from service.models import Base, Case, CaseClock, CaseParty, Organization
from service.working_days import WorkingDays
from workflows import workflow_of
from workflows.dates import days_of_quarter, next_day, quarter_end
from workflows.vocabulary import Clock, Facts, Limit, Party, Rung, resolve

REMINDER_WORKING_DAYS = 2
ESCALATED_AFTER = 3
CONFERENCE_AFTER = 10
SLOTS = 2
"""No state has more clocks than this."""
_KEY = ("case_id", "slot")


def start_clocks(change: Change) -> None:
    """Overwrite the clocks of the state left with those of the state entered, and set the case's due day."""
    clocks = change.workflow.states[change.to_state].clocks
    _write(change, [_row(change, slot, clocks) for slot in range(SLOTS)], {})


def restart_clock(change: Change, name: str) -> None:
    """A period is settled, or another unit takes its turn: one clock starts a new turn from today."""
    clocks = change.workflow.states[change.to_state].clocks
    slot = next((slot for slot, wound in enumerate(clocks) if wound.name == name), None)
    if slot is None:
        return  # what settles a period is taken in other states too
    _write(change, [_row(change, slot, clocks)], change.case.particulars.get("dues", {}))


def readdress_clocks(tx: Transaction, case: Case) -> None:
    """Other desks act for the parties now: alerts still to come go there."""
    facts = facts_of(case, tx.today)
    clocks = workflow_of(case.workflow, case.workflow_version).states[case.state].clocks
    for slot, wound in enumerate(clocks):
        tx.session.execute(
            update(CaseClock)
            .where(CaseClock.case_id == case.id, CaseClock.slot == slot, CaseClock.running)
            .values(_recipients(case, wound, facts))
        )


def _write(change: Change, rows: list[dict[str, Any]], dues: dict[str, Any]) -> None:
    new = {row["name"]: [row["due_on"].isoformat(), row["provisional"]] for row in rows if row["running"]}
    change.keep(dues={**dues, **new})
    first = min(change.case.particulars["dues"].values(), default=None)
    change.case.due_on = date.fromisoformat(first[0]) if first else None
    change.case.due_provisional = bool(first and first[1])
    change.tx.session.execute(_upsert(len(rows)), _numbered(rows))


def _row(change: Change, slot: int, clocks: tuple[Clock, ...]) -> dict[str, Any]:
    if slot >= len(clocks):
        return _stopped(change, slot)
    wound = clocks[slot]
    started, due, provisional = _due(change, wound, _limit_in_force(change, wound))
    due, provisional = not_after_the_day_set(change.case, wound, started, (due, provisional))
    row = _stopped(change, slot) | {
        "name": wound.name,
        "turn": change.next_turn(wound.name),
        "running": True,
        "started_on": started,
        "due_on": due,
        "provisional": provisional,
    }
    return row | rungs_of(wound, due, change.working_days) | _recipients(change.case, wound, change.facts_after())


def _stopped(change: Change, slot: int) -> dict[str, Any]:
    today = change.tx.today
    empty = dict.fromkeys((*(f"{rung}_on" for rung in Rung), "holder_id", "responsible_id", "opener_id",
                           "superior_id", "conference_id"))  # fmt: skip
    return {
        "case_id": change.case.id, "slot": slot, "name": "", "turn": 0, "running": False, "started_on": today,
        "due_on": today, "provisional": False, **empty,
    }  # fmt: skip


def _limit_in_force(change: Change, wound: Clock) -> Limit | None:
    """What the holder's unit, or one above it, has set; the case keeps it, whatever is set later."""
    again = _is_another_time(change, wound)
    holder = holder_of_clock(change.case, wound, change.facts_after())
    unit = limited_unit(holder, {Party(row.party): row for row in change.case.parties})
    limit = change.limits.of_clock(unit, change.case.workflow, wound, again=again)
    before = change.case.particulars.get("lengths", {})
    lengths = {name: length for name, length in before.items() if name != wound.name}
    if limit is not None and limit != (wound.again if again else wound.limit):
        lengths[wound.name] = limit.length
    if lengths != before:
        change.keep(lengths=lengths)
    return limit


def _is_another_time(change: Change, wound: Clock) -> bool:
    return wound.again is not None and bool(change.case.turns.get(wound.name))


def _due(change: Change, wound: Clock, limit: Limit | None) -> tuple[date, date, bool]:
    case = change.case
    entered = clock.day_of(case.entered_at) if change.enters_anew else change.tx.today
    if limit is not None and _is_another_time(change, wound):
        return entered, *_count(change, entered, limit)
    if wound.starts == "letter_expiry" and case.letter is not None:
        return case.letter.issued_on, case.letter.expires_on, False
    if wound.starts == "expected_return":
        return entered, date.fromisoformat(case.particulars["back_on"]), False
    if limit is None:
        raise ValueError(f"clock without a limit: {wound.name}")
    start = _start(change, wound, entered)
    return start, *_count(change, start, limit)


def _start(change: Change, wound: Clock, entered: date) -> date:
    case = change.case
    if wound.starts == "inspected":
        return date.fromisoformat(case.particulars["certificate"]["inspected_on"])
    if wound.starts == "accepted":
        return case.accepted_on or entered
    if wound.starts == "own_quarter_end" and case.quarter is not None:
        return days_of_quarter(case.quarter)[1]
    if wound.starts == "quarter_end":
        start = quarter_to_report(case.particulars, entered)
        return max(start, quarter_end(entered)) if change.enters_anew else start
    return entered


def not_after_the_day_set(case: Case, wound: Clock, start: date, counted: tuple[date, bool]) -> tuple[date, bool]:
    """The day that people set themselves, where it is sooner; one that has passed before the clock began is none."""
    set_on = case.particulars.get(wound.sooner) if wound.sooner else None
    if set_on is not None and start <= date.fromisoformat(set_on) < counted[0]:
        return date.fromisoformat(set_on), False
    return counted


def _count(change: Change, start: date, limit: Limit) -> tuple[date, bool]:
    return change.working_days.due(start, limit)


def quarter_to_report(kept: Mapping[str, Any], entered: date) -> date:
    """The end of the quarter after the last one reported, or of the quarter in which the state was entered."""
    reported = kept.get("feedback_quarter")
    if not reported:
        return quarter_end(entered)
    return quarter_end(next_day(days_of_quarter(reported)[1]))


def rungs_of(wound: Clock, due: date, calendar: WorkingDays) -> dict[str, date | None]:
    """On which days the rungs of a clock are climbed."""
    before = calendar.before(due, REMINDER_WORKING_DAYS)
    days = {
        Rung.REMINDER: due - timedelta(days=wound.reminder_days) if wound.reminder_days else before,
        Rung.OVERDUE: next_day(due),
        Rung.ESCALATED: next_day(calendar.add(due, ESCALATED_AFTER)[0]),
        Rung.CONFERENCE: next_day(calendar.add(due, CONFERENCE_AFTER)[0]),
    }
    return {f"{rung}_on": days[rung] if rung in wound.rungs else None for rung in Rung}


def _recipients(case: Case, wound: Clock, facts: Facts) -> dict[str, int | None]:
    rows = {Party(row.party): row for row in case.parties}
    holder = holder_of_clock(case, wound, facts)
    return {
        "holder_id": _desk(holder),
        "responsible_id": case.responsible.branch_desk_id if case.responsible else None,
        "opener_id": _desk(rows.get(Party(case.opened_by_party))),
        "superior_id": _superior(holder, rows),
        "conference_id": _desk(_conference(rows)),
    }


def holder_of_clock(case: Case, wound: Clock, facts: Facts) -> CaseParty | None:
    """Who has to keep the clock: its own holder, else the case's."""
    choice = wound.holder or case.holder_party
    party = (Party(choice) if isinstance(choice, str) else resolve(choice, facts)) if choice else None
    return next((row for row in case.parties if row.party == party), None)


def limited_unit(holder: CaseParty | None, rows: Mapping[Party, CaseParty]) -> Organization | None:
    """The unit whose settings count; for one outside, the recording party."""
    if holder is not None and holder.organization.external:
        holder = rows.get(recording_party(Party(holder.party)))
    return holder.organization if holder is not None else None


def _desk(row: CaseParty | None) -> int | None:
    return None if row is None else row.desk_id


def _conference(rows: Mapping[Party, CaseParty]) -> CaseParty | None:
    """The street's joint conference; the department's where the street is outside or may not read the case yet."""
    street = rows.get(Party.STREET)
    if street is not None and street.may_read and not street.organization.external:
        return street
    departments = (rows.get(Party.DEPARTMENT), rows.get(Party.OUTFLOW_DEPARTMENT))
    return next((row for row in departments if row is not None and row.may_read), None)


def _superior(holder: CaseParty | None, rows: Mapping[Party, CaseParty]) -> int | None:
    """The desk above the holder; for a unit outside, the department above the recording party."""
    if holder is None:
        return None
    if holder.organization.external:
        return _desk(rows.get(Party.DEPARTMENT))
    return holder.organization.superior_desk_id


@cache
def _upsert(count: int) -> Executable:
    """Built once: a statement that lists rows is compiled anew each time, which takes longer than running it."""
    table = Base.metadata.tables[CaseClock.__tablename__]
    names, places = [column.name for column in table.columns], range(count)
    rows = ", ".join("(" + ", ".join(f":{name}_{place}" for name in names) + ")" for place in places)
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _KEY)
    written = text(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES {rows} "  # noqa: S608 - names of our own columns
        f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {changed}"
    )
    return written.bindparams(
        *(bindparam(f"{column.name}_{place}", type_=column.type) for column in table.columns for place in places)
    )


def _numbered(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {f"{name}_{place}": value for place, row in enumerate(rows) for name, value in row.items()}
