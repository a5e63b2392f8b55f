"""Reading batches: how many of their people are where, who is stuck, and the rows of each group."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from service.db import Transaction
from service.errors import NotFound
from service.models import Batch, BatchRow, Case, Organization
from service.permissions import Actor, may_read_case, visible_batches
from service.queries.imports import ReadRow
from service.queries.lists import cases_by_id
from service.queries.organizations import organizations_by_id
from workflows import NEWEST

STUCK_STATES = ("lapsed", "refused", "returned")
GROUPS = ("stuck", "expected", *NEWEST["transfer"].states, "struck")
"""Of the rows of a batch: by what is to be done, and by the states of their cases."""
_OPENABLE = (BatchRow.state == "expected", BatchRow.verdict == "accept")


@dataclass
class Standing:
    """How many rows are where: by the state of their cases (`expected` and `struck` have none), by the key of the
    unit that has the turn, how many could be opened now, and how many are stuck: late, turned back, or not openable."""

    states: Counter[str] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    stuck: int = 0
    openable: int = 0
    unsettled: int = 0

    @property
    def total(self) -> int:
        """Everybody on the roster."""
        return self.states.total()

    @property
    def is_finished(self) -> bool:
        """Everybody is accounted for, and no case is open any more."""
        return self.total > 0 and not self.unsettled


@dataclass(frozen=True)
class ReadBatchRow(ReadRow):
    """A row: also what it says, and its case where the reader may see it; `words` say why it was struck out."""

    state: str
    values: Mapping[str, Any]
    case: Case | None = None
    words: str = ""


def batch_with_id(tx: Transaction, actor: Actor, batch_id: str, *, lock: bool = False) -> Batch:
    """A batch of one's own subtree, with its units. Raises NotFound."""
    query = _batches(actor).where(Batch.id == batch_id)
    found: Batch | None = tx.session.scalar(query.with_for_update(of=Batch) if lock else query)
    if found is None:
        raise NotFound(batch=batch_id)
    return found


def batches_page(tx: Transaction, actor: Actor, limit: int, *, after: str = "") -> Sequence[Batch]:
    """The batches of one's subtree, the newest first and from the one called `after` on."""
    query = _batches(actor).order_by(Batch.created_at.desc(), Batch.id.desc()).limit(limit)
    if after:
        since = select(Batch.created_at).where(Batch.id == after).scalar_subquery()
        query = query.where(tuple_(Batch.created_at, Batch.id) < tuple_(since, after))
    return tx.session.scalars(query).all()


def _batches(actor: Actor) -> Select[Any]:
    own = Batch.organization_id == Organization.id
    query = select(Batch).join(Organization, own).where(visible_batches(actor))
    return query.options(joinedload(Batch.organization), joinedload(Batch.receiving))


def standings(tx: Transaction, batch_ids: Sequence[str]) -> dict[str, Standing]:
    """How each of these batches stands, in one grouped statement."""
    keys = (BatchRow.batch_id, BatchRow.state, Case.state, Case.is_open, Case.holder_id)
    sums = (func.sum(case((which, 1), else_=0)) for which in (_is_stuck(tx), and_(*_OPENABLE)))
    query = (
        select(*keys, func.count(), *sums)
        .outerjoin(Case, Case.id == BatchRow.case_id)
        .where(BatchRow.batch_id.in_(batch_ids))
        .group_by(*keys)
    )
    found = {key: Standing() for key in batch_ids}
    for key, row_state, state, is_open, holder, number, stuck, openable in tx.session.execute(query):
        standing = found[key]
        standing.states[state or row_state] += number
        if is_open and holder is not None:
            standing.turns[holder] += number
        standing.stuck, standing.openable = standing.stuck + stuck, standing.openable + openable
        standing.unsettled += number if is_open or row_state == "expected" else 0
    return found


def turns_of(tx: Transaction, standing: Standing) -> list[tuple[Organization, int]]:
    """The units that have the turn, those with most cases first."""
    units = organizations_by_id(tx, standing.turns)
    return [(units[key], count) for key, count in standing.turns.most_common()]


def batch_rows(
    tx: Transaction, actor: Actor, batch_id: str, limit: int, *, group: str = "", after: int = 0
) -> list[ReadBatchRow]:
    """The next rows in the order of the roster: all, those that are `stuck`, or those in a state."""
    query = (
        select(BatchRow)
        .outerjoin(Case, Case.id == BatchRow.case_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.row > after)
        .order_by(BatchRow.row)
        .limit(limit)
    )
    rows = tx.session.scalars(query.where(_in_group(tx, group)) if group else query).all()
    cases = cases_by_id(tx, [row.case_id for row in rows if row.case_id])
    return [_read(tx, actor, row, cases.get(row.case_id or 0)) for row in rows]


def read_row(tx: Transaction, actor: Actor, row: BatchRow) -> ReadBatchRow:
    """A row with what it says."""
    return _read(tx, actor, row, cases_by_id(tx, [row.case_id]).get(row.case_id) if row.case_id else None)


def rows_with_findings(tx: Transaction, actor: Actor, batch_id: str, limit: int) -> list[ReadBatchRow]:
    """Those that have something to say, in the order of the roster."""
    said = (BatchRow.batch_id == batch_id, BatchRow.findings_sealed.is_not(None))
    rows = tx.session.scalars(select(BatchRow).where(*said).order_by(BatchRow.row).limit(limit))
    return [_read(tx, actor, row, None) for row in rows]


def row_with_number(tx: Transaction, batch_id: str, number: int, *, lock: bool = False) -> BatchRow:
    """One row of a batch that the actor was shown. Raises NotFound."""
    query = select(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.row == number)
    found = tx.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound(batch=batch_id)
    return found


def openable_rows(tx: Transaction, batch_id: str) -> Sequence[int]:
    """The numbers of the rows for which a case may be opened."""
    query = select(BatchRow.row).where(BatchRow.batch_id == batch_id, *_OPENABLE)
    return tx.session.scalars(query.order_by(BatchRow.row)).all()


def expected_rows(tx: Transaction, batch_id: str) -> Sequence[BatchRow]:
    """Those for whom there is no case yet, locked."""
    query = select(BatchRow).where(BatchRow.batch_id == batch_id, BatchRow.state == "expected")
    return tx.session.scalars(query.order_by(BatchRow.row).with_for_update()).all()


def batch_of_case(tx: Transaction, found: Case) -> str | None:
    """The batch in which the case is counted."""
    return tx.session.scalar(select(BatchRow.batch_id).where(BatchRow.case_id == found.id))


def values_of(tx: Transaction, row: BatchRow) -> dict[str, Any]:
    """What the row says, in its normal form."""
    said: dict[str, Any] = json.loads(_unsealed(tx, row, "values"))
    return said


def row_key(batch_id: str, number: int) -> str:
    """What binds sealed words to their row."""
    return f"{batch_id}|{number}"


def _unsealed(tx: Transaction, row: BatchRow, column: str) -> str:
    kept: bytes | None = getattr(row, f"{column}_sealed")
    return tx.vault.unseal(kept, table="batch_rows", column=column, row=row_key(row.batch_id, row.row)) if kept else ""


def _read(tx: Transaction, actor: Actor, row: BatchRow, found: Case | None) -> ReadBatchRow:
    return ReadBatchRow(
        row.row, row.verdict, json.loads(_unsealed(tx, row, "findings") or "[]"), row.state, values_of(tx, row),
        found if found is not None and may_read_case(actor, found) else None, _unsealed(tx, row, "words"),
    )  # fmt: skip


def _in_group(tx: Transaction, group: str) -> ColumnElement[bool]:
    if group == "stuck":
        return _is_stuck(tx)
    return BatchRow.state == group if group in ("expected", "struck") else Case.state == group


def _is_stuck(tx: Transaction) -> ColumnElement[bool]:
    late = and_(Case.is_open, Case.due_on < tx.today)
    unopened = and_(BatchRow.state == "expected", BatchRow.verdict != "accept")
    return or_(unopened, Case.state.in_(STUCK_STATES), late)
