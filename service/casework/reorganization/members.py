"""The dated facts about members move to another unit, in statements of bounded size."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import insert, literal, select, update

from service.db import Transaction
from service.models import Case, MemberRelation, Organization
from workflows.guards import REVOKE_WINDOW_DAYS

BATCH = 500


def move_members(tx: Transaction, old: Organization, new: Organization, only: Collection[str] | None = None) -> int:
    """From now on the new unit holds what the old one held; how many members that concerned."""
    held = select(MemberRelation.id, MemberRelation.member_id).where(
        MemberRelation.organization_id == old.id, MemberRelation.until.is_(None)
    )
    rows = [(key, member) for key, member in tx.session.execute(held) if only is None or member in only]
    for keys in _batches([key for key, _ in rows]):
        _move(tx, keys, new)
    members = sorted({member for _, member in rows})
    for some in _batches(members):
        _keep_revocable(tx, some, old, new)
    return len(members)


def _move(tx: Transaction, keys: Sequence[int], new: Organization) -> None:
    ended = update(MemberRelation).where(MemberRelation.id.in_(keys)).values(until=tx.now)
    tx.session.execute(ended.execution_options(synchronize_session=False))
    columns = ("member_id", "relation", "organization_id", "since", "case_id")
    relation = MemberRelation
    since = literal(tx.now, MemberRelation.since.type)
    rows = select(relation.member_id, relation.relation, literal(new.id), since, relation.case_id)
    tx.session.execute(insert(MemberRelation).from_select(columns, rows.where(relation.id.in_(keys))))


def _keep_revocable(tx: Transaction, members: Sequence[str], old: Organization, new: Organization) -> None:
    """A placement that may still be revoked names the unit in which the member is now: nobody moved on."""
    since = tx.today - timedelta(days=REVOKE_WINDOW_DAYS)
    placed = select(Case).where(Case.member_id.in_(members), Case.state == "closed", Case.closed_on >= since)
    for case in tx.session.scalars(placed):
        if case.particulars.get("placed_id") == old.id:
            case.particulars = {**case.particulars, "placed_id": new.id}
    tx.session.flush()


def _batches(keys: Sequence[int] | Sequence[str]) -> Iterator[list]:  # type: ignore[type-arg]  # keys of one kind
    for start in range(0, len(keys), BATCH):
        yield list(keys[start : start + BATCH])
