"""Write a step down: its history line, the worklists it changes, the case's own row, and who is told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect

from service.casework import boxes, notices
from service.casework.change import Change
from service.casework.record import Entry, record
from service.models import Case, CaseParty
from workflows.fields import FIELDS
from workflows.vocabulary import Party


def write_step(change: Change) -> None:
    """The case's row is written after its history line: a trigger insists on it."""
    case, tx = change.case, change.tx
    record(tx, case, _entry(change))
    row = row_of(case, change.acting)
    if row is not None and (change.unit is None or row.organization_id == change.unit.id):
        row.has_acted = True
    told = notices.recipients(change) if change.action.name != "undo" else set()
    boxes.sort_into_boxes(case.parties, case, Party(case.holder_party) if case.holder_party else None, told)
    if change.is_opening:
        tx.session.add_all(case.parties)
    else:
        tx.session.add_all(row for row in case.parties if inspect(row).transient)
        boxes.write_parties(tx, case, case.parties)
    tx.session.flush()
    sender = change.post.organization_id if change.post else _outside(change)
    notices.tell(tx, case, "step", told, sender, later=change.action.undoable)


def row_of(case: Case, party: Party | None) -> CaseParty | None:
    """The row of a party; the clock is none."""
    return next((row for row in case.parties if row.party == party), None)


def _entry(change: Change) -> Entry:
    private = {name: str(value) for name, value in change.fields.items() if FIELDS[name].private}
    due = {"due_on": change.case.due_on.isoformat()} if change.case.due_on else {}
    return Entry(
        action=change.action.name,
        from_state=change.from_state,
        to_state=change.case.state,
        actor=change.actor,
        post=change.post,
        party=change.acting.value,
        on_behalf_of=_stood_in_for(change),
        details={**_public(change.fields), **change.details, **due},
        private=private,
    )


def _public(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool | int) else str(value)
        for name, value in fields.items()
        if not FIELDS[name].private
    }


def _stood_in_for(change: Change) -> tuple[str, str] | None:
    """The unit for which another acted, because it is vacant or outside; or which acted by a link, without a post."""
    row = row_of(change.case, change.acting)
    unit = change.unit or (row.organization if row else None)
    if unit is None or (change.post is not None and change.post.organization_id == unit.id):
        return None
    return unit.code, unit.title


def _outside(change: Change) -> int | None:
    """The unit outside that acted by a link; the clock is none."""
    row = row_of(change.case, change.acting)
    return row.organization_id if row is not None and change.actor.linked_case_id is not None else None
