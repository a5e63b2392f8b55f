"""Reading rosters that were handed in, and their rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_

from service.db import Transaction
from service.errors import NotFound
from service.models import ImportRow, RosterImport, StoredFile
from service.permissions import Actor


@dataclass(frozen=True)
class ReadRow:
    """A row with what is said about it, cell by cell."""

    row: int
    action: str
    findings: Sequence[dict[str, Any]]


def own_import(tx: Transaction, actor: Actor, import_id: str, *, lock: bool = False) -> RosterImport:
    """A roster that this person handed in. Raises NotFound."""
    query = select(RosterImport).where(RosterImport.id == import_id, RosterImport.user_id == actor.user_id)
    found = tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound(roster_import=import_id)
    return found


def imports_of(
    tx: Transaction, actor: Actor, limit: int, *, after: str = ""
) -> Sequence[tuple[RosterImport, StoredFile | None]]:
    """One's own, the newest first and from the one called `after` on, each with its file as long as it is kept."""
    query = (
        select(RosterImport, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == RosterImport.file_id)
        .where(RosterImport.user_id == actor.user_id)
        .order_by(RosterImport.created_at.desc(), RosterImport.id.desc())
        .limit(limit)
    )
    if after:
        since = select(RosterImport.created_at).where(RosterImport.id == after).scalar_subquery()
        query = query.where(tuple_(RosterImport.created_at, RosterImport.id) < tuple_(since, after))
    return [(row[0], row[1]) for row in tx.session.execute(query)]


def imported_before(tx: Transaction, actor: Actor, roster: RosterImport, file: StoredFile) -> RosterImport | None:
    """The last time that this person imported the very same file."""
    query = (
        select(RosterImport)
        .join(StoredFile, StoredFile.id == RosterImport.file_id)
        .where(
            RosterImport.user_id == actor.user_id,
            RosterImport.id != roster.id,
            RosterImport.applied_at.is_not(None),
            RosterImport.state == "applied",
            StoredFile.commitment == file.commitment,
        )
        .order_by(RosterImport.applied_at.desc())
        .limit(1)
    )
    return tx.session.scalar(query)


def rows_page(
    tx: Transaction, import_id: str, limit: int, *, after: int = 0, actions: Collection[str] = ()
) -> list[ReadRow]:
    """The rows that have something to say, in the order of the file."""
    query = select(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.row > after, ImportRow.findings_sealed.is_not(None)
    )
    if actions:
        query = query.where(ImportRow.action.in_(actions))
    rows = tx.session.scalars(query.order_by(ImportRow.row).limit(limit))
    return [ReadRow(row.row, row.action, findings(tx, row)) for row in rows]


def row_counts(tx: Transaction, import_id: str) -> dict[str, int]:
    """How many rows met which end."""
    query = select(ImportRow.action, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.action)
    return dict(tx.session.execute(query).all())


def findings(tx: Transaction, row: ImportRow) -> list[dict[str, Any]]:
    """What is said about the row."""
    if row.findings_sealed is None:
        return []
    text = tx.vault.unseal(row.findings_sealed, table="import_rows", column="findings", row=row_key(row))
    found: list[dict[str, Any]] = json.loads(text)
    return found


def before(tx: Transaction, row: ImportRow) -> dict[str, Any]:
    """What the record said before the import."""
    if row.before_sealed is None:
        return {}
    text = tx.vault.unseal(row.before_sealed, table="import_rows", column="before", row=row_key(row))
    found: dict[str, Any] = json.loads(text)
    return found


def row_key(row: ImportRow) -> str:
    """What binds sealed words to their row."""
    return f"{row.import_id}|{row.row}"
