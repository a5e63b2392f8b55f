"""Taking an import back: persons it created go, what it changed is as it was; what was worked on since stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from service.casework.members import remove_newcomer, set_facts
from service.db import Transaction
from service.intake.import_work import Task
from service.intake.members import BATCH
from service.models import ImportRow, Member
from service.permissions import may_write_members
from service.queries.imports import before, own_import, row_counts
from service.queries.members import holders


def undo(task: Task) -> None:
    """Row by row, 500 in a transaction; begun again, it goes on where it was stopped."""
    with task.database.read() as tx:
        counts = row_counts(tx, task.import_id)
    total = counts.get("created", 0) + counts.get("updated", 0)
    done = 0
    while taken := task.database.transact(partial(_undo_batch, task=task)):
        done += taken
        task.progress(done, total)
    task.database.transact(partial(_undone, task=task))


def _undo_batch(tx: Transaction, task: Task) -> int:
    rows = tx.session.scalars(
        select(ImportRow)
        .where(ImportRow.import_id == task.import_id, ImportRow.action.in_(("created", "updated")))
        .order_by(ImportRow.row)
        .limit(BATCH)
    ).all()
    members = _untouched(tx, task, rows)
    for row in rows:
        member = members.get(row.member_id or "")
        row.action = "undone" if member is not None and _taken_back(tx, row, member) else "kept"
    return len(rows)


def _untouched(tx: Transaction, task: Task, rows: Sequence[ImportRow]) -> dict[str, Member]:
    """Those of the persons that are as the import left them, and that the actor may still write."""
    keys = [row.member_id for row in rows]
    found = tx.session.scalars(select(Member).where(Member.id.in_(keys)).with_for_update()).all()
    versions = {row.member_id: row.member_version for row in rows}
    held = holders(tx, found, "responsibility")
    return {
        member.id: member
        for member in found
        if member.version == versions[member.id]
        and (unit := held.get(member.id)) is not None
        and may_write_members(task.actor, unit)
    }


def _taken_back(tx: Transaction, row: ImportRow, member: Member) -> bool:
    if row.action == "created":
        row.member_id = None
        tx.session.flush()
        return remove_newcomer(tx, member)
    set_facts(tx, member, before(tx, row))
    return True


def _undone(tx: Transaction, task: Task) -> None:
    found = own_import(tx, task.actor, task.import_id, lock=True)
    found.state = "undone"
    found.counts = dict(found.counts) | row_counts(tx, task.import_id) | {"created": 0, "updated": 0}
