"""In which boxes of whose worklist a case lies after a step; written for all parties in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, case, update
from sqlalchemy.orm.attributes import set_committed_value

from service.db import Transaction
from service.models import Case, CaseParty
from workflows import workflow_of
from workflows.vocabulary import Party

BOXES = ("mine", "waiting", "opened", "done", "copied")
_FLAGS = ("may_read", "has_acted", *(f"in_{box}" for box in BOXES))
_UNITS = ("organization_id", "desk_id")
NO_DUE_DAY = date(9999, 12, 31)


def sort_into_boxes(rows: Iterable[CaseParty], subject: Case, holder: Party | None, notified: set[int]) -> None:
    """Set every party's boxes in memory: one row per desk carries them, so that a case is listed once."""
    rows = list(rows)
    for row in rows:
        row.sort_on = subject.due_on or NO_DUE_DAY
        for box in BOXES[:-1]:
            setattr(row, f"in_{box}", False)
    for desk in {row.desk_id for row in rows if row.desk_id is not None}:
        _sort_for(desk, [row for row in rows if row.desk_id == desk], subject, holder, notified)


def _sort_for(desk: int, rows: list[CaseParty], subject: Case, holder: Party | None, notified: set[int]) -> None:
    carrier = next((row for row in rows if row.party == holder), rows[0])
    mine = subject.is_open and any(row.party == holder for row in rows)
    was_copied = any(row.in_copied for row in rows)
    for row in rows:
        row.in_copied = False
    carrier.in_mine = mine
    carrier.in_waiting = subject.is_open and not mine and any(row.may_read for row in rows)
    carrier.in_opened = subject.is_open and any(row.party == subject.opened_by_party for row in rows)
    carrier.in_done = not mine and any(row.has_acted for row in rows)
    carrier.in_copied = not mine and (was_copied or desk in notified)


def open_to_receivers(rows: Iterable[CaseParty], subject: Case) -> None:
    """The late readers of a workflow read a case once it has come their way, or if they opened it."""
    definition = workflow_of(subject.workflow, subject.workflow_version).definition
    late = definition.late_readers
    reached = subject.state in definition.shown_in or subject.opened_by_party in late
    for row in rows:
        if reached or row.party not in late or row.party == subject.holder_party:
            row.may_read = True


def write_parties(tx: Transaction, subject: Case, rows: list[CaseParty]) -> None:
    """All party rows of a case in one UPDATE."""
    given: dict[str, Any] = {"subject": subject.id, "due": subject.due_on or NO_DUE_DAY}
    given |= {f"those_{flag}": [row.party for row in rows if getattr(row, flag)] for flag in _FLAGS}
    standing = {row.party: row for row in rows}
    for party in Party:
        for name in _UNITS:
            given[f"{name}_{party}"] = getattr(standing.get(party), name, None)
    tx.session.execute(_rewrite(), given, execution_options={"synchronize_session": False})
    for row in rows:
        for name in (*_FLAGS, "sort_on", *_UNITS):
            set_committed_value(row, name, getattr(row, name))


@cache
def _rewrite() -> Update:
    """Built once: building it takes longer than running it."""
    values: dict[str, Any] = {flag: CaseParty.party.in_(bindparam(f"those_{flag}", expanding=True)) for flag in _FLAGS}
    values["sort_on"] = bindparam("due", type_=CaseParty.sort_on.type)
    for name in _UNITS:
        of_party = {str(party): bindparam(f"{name}_{party}", type_=CaseParty.organization_id.type) for party in Party}
        values[name] = case(of_party, value=CaseParty.party)
    return update(CaseParty).where(CaseParty.case_id == bindparam("subject")).values(values)
