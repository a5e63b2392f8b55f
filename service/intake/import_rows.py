"""What is kept of the rows of an import: what there is to say about them, and what an update has replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from service.db import Transaction
from service.intake.findings import findings_of
from service.intake.members import CheckedRow, RowResult
from service.intake.roster_columns import Roster
from service.models import ImportRow

_CHANGED = ("created", "updated")


def keep(tx: Transaction, import_id: str, roster: Roster, rows: Iterable[CheckedRow | RowResult]) -> None:
    """Keep those with something to say and those that changed a person; a row that is kept already stays."""
    values = [value for row in rows if (value := _values(tx, import_id, roster, row))]
    if not values:
        return
    insert = sqlite.insert if tx.database.is_sqlite else postgresql.insert
    tx.session.execute(insert(ImportRow).on_conflict_do_nothing(), values)


def _values(tx: Transaction, import_id: str, roster: Roster, row: CheckedRow | RowResult) -> dict[str, Any] | None:
    found = findings_of(roster, row.row, row.refusals, row.warnings, row.written)
    findings = [finding.as_dict() for finding in found]
    changed = isinstance(row, RowResult) and row.action in _CHANGED
    if not findings and not changed:
        return None
    return {
        "import_id": import_id,
        "row": row.row,
        "action": row.action,
        "findings_sealed": _sealed(tx, import_id, row.row, "findings", findings),
        **(_change(tx, import_id, row) if isinstance(row, RowResult) and changed else _NO_CHANGE),
    }


_NO_CHANGE = {"member_id": None, "member_version": None, "before_sealed": None}


def _change(tx: Transaction, import_id: str, row: RowResult) -> dict[str, Any]:
    if row.member is None:
        return _NO_CHANGE
    return {
        "member_id": row.member.id,
        "member_version": row.member.version,
        "before_sealed": _sealed(tx, import_id, row.row, "before", row.before),
    }


def _sealed(tx: Transaction, import_id: str, row: int, column: str, said: Sequence[Any] | Any) -> bytes | None:
    if not said:
        return None
    text = json.dumps(said, ensure_ascii=False, default=str)
    return tx.vault.seal(text, table="import_rows", column=column, row=f"{import_id}|{row}")
