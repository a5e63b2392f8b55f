"""The five boxes of a desk, sorted by lateness: an index range each, read in its order and no further than shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias, get_args

from sqlalchemy import TextClause, func, literal, select, text, tuple_, union_all

from service.db import Transaction
from service.models import Case, CaseParty
from service.permissions import CASE_READERS, Actor, may_read_case
from service.queries.lists import Place, cases_by_id

Box: TypeAlias = Literal["mine", "waiting", "opened", "done", "copied"]

BOXES: tuple[Box, ...] = get_args(Box)
COUNT_LIMIT = 100


def box_page(
    tx: Transaction, actor: Actor, box: Box, *, after: Place | None = None, limit: int = 50
) -> tuple[list[Case], Place | None]:
    """The next cases in a box of the post that speaks, and where to go on; None at the end."""
    with _by_index(tx):
        rows = _places(tx, actor, box, after, limit + 1)
        found = cases_by_id(tx, [case_id for _, case_id in rows[:limit]])
    shown = [case for _, case_id in rows[:limit] if (case := found.get(case_id)) and may_read_case(actor, case)]
    return shown, rows[limit - 1] if len(rows) > limit else None


def count_boxes(tx: Transaction, actor: Actor) -> dict[Box, int]:
    """How many cases lie in each box; counts stop at 100."""
    desk = _desk(actor)
    if desk is None:
        return dict.fromkeys(BOXES, 0)
    parts = []
    for box in BOXES:
        listed = select(CaseParty.case_id).where(CaseParty.desk_id == desk, _in(box)).limit(COUNT_LIMIT).subquery()
        parts.append(select(literal(box), func.count()).select_from(listed))
    counted = {row[0]: row[1] for row in tx.session.execute(union_all(*parts))}
    return {box: counted[box] for box in BOXES}


def _places(tx: Transaction, actor: Actor, box: Box, after: Place | None, limit: int) -> Sequence[Place]:
    desk = _desk(actor)
    if desk is None:
        return []
    query = select(CaseParty.sort_on, CaseParty.case_id).where(CaseParty.desk_id == desk, _in(box))
    if after is not None:
        query = query.where(tuple_(CaseParty.sort_on, CaseParty.case_id) > after)
    in_order = query.order_by(CaseParty.sort_on, CaseParty.case_id).limit(limit)
    return [(sort_on, case_id) for sort_on, case_id in tx.session.execute(in_order)]


@contextmanager
def _by_index(tx: Transaction) -> Iterator[None]:
    """PostgreSQL would gather and sort a small desk's rows, and read whole tables for a large page of few cases."""
    if tx.database.is_sqlite:
        yield
        return
    tx.session.execute(text("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off"))
    yield
    tx.session.execute(text("SET LOCAL enable_bitmapscan = DEFAULT; SET LOCAL enable_seqscan = DEFAULT"))


def _desk(actor: Actor) -> int | None:
    """The organization whose boxes are meant: that of the post that speaks, if it reads cases at all."""
    post = actor.post
    return post.organization_id if post is not None and post.role in CASE_READERS else None


def _in(box: Box) -> TextClause:
    # As the partial index has it: SQLite would not know `in_mine = 1` for the same.
    return text(f"case_parties.in_{box}")
