"""Taking a list out of the house: who may, how much at once, and the line that says who took what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from sqlalchemy import select

from service import clock
from service.db import Database, Transaction
from service.errors import NotPermitted, TooLarge, ValidationFailed
from service.exports.columns import columns_of
from service.exports.lists import Source
from service.exports.sheets import Kind, Sheet, write
from service.models import AccessLine
from service.permissions import Actor, may_export, may_export_in_full
from workflows.vocabulary import Refusal

ROWS_MAX = 100_000
"""As many as an import takes back."""
REASON_LENGTH, _SELECTION_LENGTH = 200, 400
LEDGERS_SIGNED = frozenset({"transfer_out", "transfer_in", "in_transit", "unreceipted", "outflow", "inflow"})
TITLES = {
    "transfer_out": "转出台账",
    "transfer_in": "转入台账",
    "in_transit": "在途台账",
    "unreceipted": "未回执台账",
    "outflow": "流出登记",
    "inflow": "流入登记",
    "cases": "转接台账",
    "worklist": "待办事项",
    "members": "党员名册",
}
SIGNATURE = "制表：　　　　　　　　审核：　　　　　　　　负责人：　　　　　　　　日期："


@dataclass(frozen=True)
class Export:
    """What is wanted: the list, how the filter is told in words, the kind of file, and numbers in full or masked."""

    source: Source
    selection: str
    kind: Kind = "xlsx"
    full: bool = False
    reason: str = ""


@dataclass(frozen=True)
class TakenOut:
    """The file, open at its beginning, its name, and how many rows it has."""

    file: IO[bytes]
    name: str
    rows: int


def take_out(database: Database, actor: Actor, wanted: Export) -> TakenOut:
    """The list as a file, and the line about it: without the line, no file.

    Raises NotPermitted, ValidationFailed (`reason_required` for numbers in full), TooLarge.
    """
    _require(actor, wanted)
    with database.read() as tx:
        rows = wanted.source.count(tx, actor, ROWS_MAX + 1)
        if rows > ROWS_MAX:
            raise TooLarge([Refusal("too_many_rows", {"max": ROWS_MAX})])
        sheet = sheet_of(tx, actor, wanted, rows)
        file = write(wanted.kind, sheet, wanted.source.lines(tx, actor, full=wanted.full))
        name = f"{sheet.title}-{tx.today.isoformat()}.{wanted.kind}"
    try:
        database.transact(lambda tx: _log(tx, actor, wanted, rows))
    except BaseException:
        file.close()
        raise
    return TakenOut(file, name, rows)


def taken_out_by(tx: Transaction, actor: Actor, limit: int) -> Sequence[AccessLine]:
    """One's own exports, the newest first."""
    query = select(AccessLine).where(AccessLine.user_id == actor.user_id, AccessLine.row_count.is_not(None))
    return tx.session.scalars(query.order_by(AccessLine.id.desc()).limit(limit)).all()


def sheet_of(tx: Transaction, actor: Actor, wanted: Export, rows: int) -> Sheet:
    """The frame of the file: it says who took it out, when, how it was filtered, and whether numbers are masked."""
    name = wanted.source.name
    at = tx.now.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
    unit = actor.post.title if actor.post else ""
    numbers = "号码为全文" if wanted.full else "号码已遮盖"
    told = (unit, wanted.selection, f"共 {rows} 行", numbers, f"{actor.display_name} 导出于 {at}")
    imprint = " · ".join(part for part in told if part)
    return Sheet(TITLES[name], imprint, columns_of(name), SIGNATURE if name in LEDGERS_SIGNED else "")


def _require(actor: Actor, wanted: Export) -> None:
    if not may_export(actor) or (wanted.full and not may_export_in_full(actor)):
        raise NotPermitted
    if wanted.full and not wanted.reason.strip():
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])


def _log(tx: Transaction, actor: Actor, wanted: Export, rows: int) -> None:
    what = f"export:{wanted.source.name}:{wanted.kind}:{'full' if wanted.full else 'masked'}"
    line: dict[str, Any] = {
        "at": tx.now,
        "user_id": actor.user_id,
        "what": what,
        "reason": wanted.reason.strip()[:REASON_LENGTH],
        "selection": wanted.selection[:_SELECTION_LENGTH],
        "row_count": rows,
    }
    tx.session.add(AccessLine(**line))
