"""The rows of a batch as they are kept, and the case that a row becomes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from service.casework.open_case import open_case
from service.db import Transaction
from service.errors import Conflict
from service.intake.batch_check import OPENS_WITH, BatchLine, line_of, opening_of, words_of
from service.intake.findings import findings_of
from service.intake.members import Told, apply_batch
from service.intake.roster_columns import Roster
from service.models import Batch, BatchRow, BatchStrike, Case
from service.permissions import Actor
from service.queries.batches import row_key, values_of


def forget_rows(tx: Transaction, batch_id: str) -> None:
    """Before another roster takes the place of this one."""
    tx.session.execute(delete(BatchRow).where(BatchRow.batch_id == batch_id))


def forget_expected(tx: Transaction, batch_id: str) -> None:
    """Before the same roster is checked anew: whoever is accounted for already stays so."""
    tx.session.execute(delete(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.state == "expected"))


def keep_lines(tx: Transaction, batch_id: str, roster: Roster, lines: Iterable[BatchLine]) -> None:
    """Keep rows as they were judged; a row that is kept already stays."""
    values = [
        {"batch_id": batch_id, "row": line.row, "state": "expected", **_kept(tx, batch_id, roster, line)}
        for line in lines
    ]
    if values:
        dialect = sqlite if tx.database.is_sqlite else postgresql
        tx.session.execute(dialect.insert(BatchRow).on_conflict_do_nothing(), values)


def judge_anew(tx: Transaction, row: BatchRow, line: BatchLine) -> None:
    """What there is to say about a row now; the file is not looked at again."""
    for name, value in _kept(tx, row.batch_id, None, line).items():
        setattr(row, name, value)


def sealed(tx: Transaction, batch_id: str, row: int, column: str, said: Any) -> bytes:
    """Words or values of a row, bound to it."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
    return tx.vault.seal(text, table="batch_rows", column=column, row=row_key(batch_id, row))


def note_strike(tx: Transaction, actor: Actor, row: BatchRow, kind: str, reason: str = "") -> None:
    """Write down who struck the person of a row out or put them back, for good."""
    words = json.dumps({"name": values_of(tx, row).get("name"), "reason": reason}, ensure_ascii=False)
    place = row_key(row.batch_id, row.row)
    line = {"at": tx.now, "user_id": actor.user_id, "batch_id": row.batch_id, "row": row.row, "kind": kind}
    kept = tx.vault.seal(words, table=BatchStrike.__tablename__, column="words", row=place)
    tx.session.execute(insert(BatchStrike).values(words_sealed=kept, **line))


def open_row(tx: Transaction, actor: Actor, batch: Batch, row: BatchRow) -> Case:
    """Open the case of a row; the person is recorded, or brought up to date, with it. Raises what opening raises."""
    values = values_of(tx, row)
    who = _recorded(tx, actor, row, values) if OPENS_WITH[batch.kind] == "open" else _named(values)
    case = open_case(tx, actor, opening_of(batch, values, words_of(tx, batch), who))
    account_for(row, case)
    return case


def account_for(row: BatchRow, case: Case) -> None:
    """This is the case of the row."""
    row.state, row.case_id, row.verdict, row.findings_sealed = "opened", case.id, "accept", None


def _recorded(tx: Transaction, actor: Actor, row: BatchRow, values: Mapping[str, Any]) -> dict[str, Any]:
    (result,) = apply_batch(tx, actor, Told(), [line_of(row.row, values)])
    tx.session.flush()
    if result.member is None:
        raise Conflict(result.refusals)
    return {"member_id": result.member.id}


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"id_number": values["id_number"], "name": values["name"]}


def _kept(tx: Transaction, batch_id: str, roster: Roster | None, line: BatchLine) -> dict[str, Any]:
    found = findings_of(roster, line.row, line.refusals, line.warnings, line.written)
    findings = [finding.as_dict() for finding in found]
    return {
        "verdict": line.verdict,
        "values_sealed": sealed(tx, batch_id, line.row, "values", line.values),
        "findings_sealed": sealed(tx, batch_id, line.row, "findings", findings) if findings else None,
    }
