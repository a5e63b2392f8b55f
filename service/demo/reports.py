"""The reports of the communities: the worker asks for them, most come in time, some of the last quarter still lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from service import clock
from service.casework.perform_action import perform_action
from service.db import Transaction
from service.demo.district import GUANHAI, LIUWAN, SHAZHOU
from service.demo.stage import Stage
from service.models import Case, Organization
from service.queries.cases import case_by_number
from service.working_days import WorkingDays
from workflows.dates import add_months, days_of_quarter, last_quarter, next_day, quarter_end, quarter_of
from workflows.vocabulary import Party

_SETTLED_AFTER = 12
"""So many working days after a quarter its reports have had their time."""
_IN_TIME = {"hand_in": 4, "file": 7}
_UNFINISHED: Mapping[str, Mapping[str, int]] = {
    SHAZHOU: {},
    LIUWAN: {"hand_in": 9},
    GUANHAI: {"hand_in": 6, "send_back": 10},
}
"""Units whose last report waits for a step, and on which working day after the quarter they came so far."""
_WORDS = {"hand_in": {"comment": "与两本台账核对一致。"}, "send_back": {"reason": "流出人数与上季度对不上，请核对。"}}


@dataclass(frozen=True)
class Errand:
    """Somebody takes a step in the report of a unit."""

    unit: str
    quarter: str
    party: Party
    action: str

    def run(self, stage: Stage) -> None:
        """At the stage's moment; a unit that had nothing to report is left alone."""
        stage.do(lambda tx: _take(tx, stage, self))


def errands(stage: Stage, since: datetime, now: datetime) -> Iterator[tuple[datetime, Errand]]:
    """What is done with all reports between these two. The quarter before is asked for when the first day begins."""
    with stage.database.read() as tx:
        calendar = tx.working_days()
        query = select(Organization.code).where(Organization.kind.in_(("community", "village")))
        units = list(tx.session.scalars(query.order_by(Organization.code)))
    began = clock.day_of(since)
    ends = list(_quarters(began, clock.day_of(now)))
    shown = [end for end in ends if calendar.add(end, _SETTLED_AFTER)[0] < clock.day_of(now)][-1:]
    for end in ends:
        for place, unit in enumerate(units):
            days = _UNFINISHED.get(unit, _IN_TIME) if end in shown else _IN_TIME
            for action, after in days.items():
                at = _instant(calendar, max(end, began), after, place)
                if at < now:
                    yield at, Errand(unit, quarter_of(end), _BY[action], action)


_BY = {"hand_in": Party.COMMUNITY, "send_back": Party.STREET, "file": Party.STREET}


def _quarters(since: date, until: date) -> Iterator[date]:
    end = days_of_quarter(last_quarter(since))[1]
    while end < until:
        yield end
        end = quarter_end(add_months(next_day(end), 1))


def _instant(calendar: WorkingDays, end: date, after: int, place: int) -> datetime:
    morning = clock.start_of(calendar.add(end, after)[0]) + timedelta(hours=8, minutes=32)
    return morning + timedelta(minutes=19 * place)


def _take(tx: Transaction, stage: Stage, errand: Errand) -> None:
    query = select(Case.number).join(Organization, Organization.id == Case.receiving_id)
    number = tx.session.scalar(query.where(Organization.code == errand.unit, Case.quarter == errand.quarter))
    case = case_by_number(tx, number) if number else None
    if case is None:
        return
    row = next(row for row in case.parties if row.party == errand.party)
    actor = stage.actor_for(row.desk_id, errand.party, row.organization)
    words = _WORDS.get(errand.action, {})
    perform_action(tx, actor, case.number, errand.action, words, expected_version=case.version)
