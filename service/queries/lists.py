"""Lists that are read page by page: cases by what one looks for, organizations by their place in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, or_, select, tuple_

from service import clock
from service.db import Transaction
from service.models import BatchRow, Case, CaseParty, Member, Organization
from service.permissions import Actor, visible_cases
from service.queries.cases import case_with_all
from service.queries.members import fits
from service.queries.organizations import is_below

Sort: TypeAlias = Literal["opened_at", "-opened_at", "due_on", "-due_on"]
Place: TypeAlias = tuple[date, int]
"""Where a list was left off: the day it sorts by, and the case's key."""

SORTS: tuple[Sort, ...] = get_args(Sort)
NO_DUE_DAY = date(9999, 12, 31)
_FIGURES = 4
"""So many figures of a number are read out on the telephone."""


@dataclass(frozen=True)
class CaseFilter:
    """What is looked for; everything may be left open. Organizations are named by their codes."""

    workflow: str | None = None
    state: str | None = None
    holder: str | None = None
    overdue: bool | None = None
    member: str | None = None
    organization: str | None = None
    batch: str | None = None
    q: str | None = None
    due_before: date | None = None
    opened_after: date | None = None
    sort: Sort = "-opened_at"


def cases_page(
    tx: Transaction, actor: Actor, wanted: CaseFilter, *, after: Place | None = None, limit: int = 50
) -> tuple[list[Case], Place | None]:
    """The next cases that the actor may read, and where to go on; None at the end."""
    descending = wanted.sort.startswith("-")
    keys: tuple[ColumnElement[date], ColumnElement[int]] = (_day(wanted.sort), Case.id.expression)
    query = select(*keys).where(visible_cases(actor), *_conditions(tx, wanted))
    if after is not None:
        query = query.where(tuple_(*keys) < after if descending else tuple_(*keys) > after)
    order = [key.desc() if descending else key for key in (keys if "due_on" in wanted.sort else keys[1:])]
    rows = [(day, key) for day, key in tx.session.execute(query.order_by(*order).limit(limit + 1))]
    found = cases_by_id(tx, [key for _, key in rows[:limit]])
    return [found[key] for _, key in rows[:limit]], rows[limit - 1] if len(rows) > limit else None


def count_cases(tx: Transaction, actor: Actor, wanted: CaseFilter, limit: int) -> int:
    """How many cases fit; the count stops at `limit`."""
    query = select(Case.id).where(visible_cases(actor), *_conditions(tx, wanted)).limit(limit)
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def cases_by_id(tx: Transaction, keys: Sequence[int]) -> dict[int, Case]:
    """The cases with these keys, complete, in one statement."""
    if not keys:
        return {}
    query = case_with_all(select(Case)).where(Case.id.in_(keys))
    return {found.id: found for found in tx.session.scalars(query).unique()}


def cases_by_number(tx: Transaction, numbers: Sequence[str]) -> dict[str, Case]:
    """The cases with these numbers, complete, in one statement; those that exist."""
    if not numbers:
        return {}
    query = case_with_all(select(Case)).where(Case.number.in_(numbers))
    return {found.number: found for found in tx.session.scalars(query).unique()}


def organizations_page(
    tx: Transaction, *, below: str = "/", kinds: Iterable[str] = (), after: str = "", limit: int = 50
) -> Sequence[Organization]:
    """The next organizations at or below a path, by path; `after` is the path of the last one seen."""
    query = select(Organization).where(is_below(below), Organization.path > after)
    if wanted := tuple(kinds):
        query = query.where(Organization.kind.in_(wanted))
    return tx.session.scalars(query.order_by(Organization.path).limit(limit)).all()


def _day(sort: Sort) -> ColumnElement[date]:
    """The day a list sorts by. Keys are given in the order of opening, so that order needs none."""
    if "due_on" not in sort:
        return literal(NO_DUE_DAY)
    return case((Case.is_open, func.coalesce(Case.due_on, NO_DUE_DAY)), else_=NO_DUE_DAY)


def _conditions(tx: Transaction, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    plain = {Case.workflow: wanted.workflow, Case.state: wanted.state, Case.member_id: wanted.member}
    yield from (column == value for column, value in plain.items() if value is not None)
    if wanted.holder is not None:
        yield Case.holder_id == select(Organization.id).where(Organization.code == wanted.holder).scalar_subquery()
    if wanted.organization is not None:
        yield _concerns(wanted.organization)
    if wanted.batch is not None:
        yield Case.id.in_(select(BatchRow.case_id).where(BatchRow.batch_id == wanted.batch))
    if wanted.overdue is not None:
        late = and_(Case.is_open, func.coalesce(Case.due_on, NO_DUE_DAY) < tx.today)
        yield late if wanted.overdue else not_(late)
    if wanted.due_before is not None:
        yield and_(Case.is_open, Case.due_on < wanted.due_before)
    if wanted.opened_after is not None:
        yield Case.opened_at >= clock.start_of(wanted.opened_after)
    if wanted.q:
        yield _matches(tx, wanted.q.strip())


def _concerns(code: str) -> ColumnElement[bool]:
    """A party of the case lies at or below this organization."""
    top = select(Organization.path).where(Organization.code == code).scalar_subquery()
    below = and_(Organization.path >= top, Organization.path < func.substr(top, 1, func.length(top) - 1).concat("0"))
    party = select(CaseParty.case_id).join(Organization, Organization.id == CaseParty.organization_id)
    return party.where(CaseParty.case_id == Case.id, CaseParty.may_read, below).exists()


def _matches(tx: Transaction, text: str) -> ColumnElement[bool]:
    """The beginning of a case's number or its last figures, whatever finds a member, or what a unit is called."""
    found = [
        Case.number.startswith(text.upper(), autoescape=True),
        Case.member_id.in_(select(Member.id).where(fits(tx, text))),
        and_(Case.quarter.is_not(None), Case.receiving_id.in_(_named(text))),
    ]
    if text.isascii() and text.isdigit() and len(text) <= _FIGURES:
        found.append(Case.number.endswith(f"-{text.zfill(_FIGURES)}"))
    return or_(*found)


def _named(text: str) -> Select[int]:
    names = (Organization.name, Organization.short_name)
    return select(Organization.id).where(or_(*(name.startswith(text, autoescape=True) for name in names)))
