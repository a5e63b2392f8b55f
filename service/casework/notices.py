"""Who is told of a step inside the application; a step that may be taken back is told when it no longer can."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert

from service import clock
from service.casework.change import Change
from service.db import Transaction
from service.models import Case, Notice
from workflows.everywhere import UNDO_WITHIN


def recipients(change: Change) -> set[int]:
    """The desks of the new holder, of the unit that opened and of those it runs between, without the one that acted."""
    between = (stand.party.value for stand in change.workflow.definition.cast if stand.rule == "itself")
    parties = {change.case.holder_party, change.case.opened_by_party, *between}
    rows = [row for row in change.case.parties if row.party in parties and row.may_read]
    own = change.actor.organization_ids
    return ({row.desk_id for row in rows if row.desk_id is not None} | change.also_told) - own


def tell(tx: Transaction, case: Case, kind: str, desks: Iterable[int], sender: int | None, *, later: bool) -> None:
    """One notice per desk about the line just recorded."""
    due_at = tx.now + UNDO_WITHIN if later else tx.now
    rows = [
        {
            "case_id": case.id,
            "seq": case.history_count,
            "kind": kind,
            "recipient_id": desk,
            "sender_id": sender,
            "due_at": due_at,
            "sent_on": clock.day_of(tx.now),
            "mailed_out": False,
        }
        for desk in sorted(desks)
    ]
    if rows:
        tx.session.execute(insert(Notice), rows)


def take_back(tx: Transaction, case: Case, seq: int) -> None:
    """Notices of a step that was undone before they left."""
    tx.session.execute(delete(Notice).where(Notice.case_id == case.id, Notice.seq == seq))
