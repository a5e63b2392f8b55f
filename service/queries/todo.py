"""A box of the worklist, narrowed to what is late or soon due, or to a name or number; and how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, text, true, tuple_, union_all

from service.db import Transaction
from service.models import Case, CaseParty, Member, Organization
from service.permissions import CASE_READERS, Actor, may_read_case
from service.queries.lists import NO_DUE_DAY, Place, cases_by_id
from service.queries.worklist import BOXES, COUNT_LIMIT, Box


@dataclass(frozen=True)
class Part:
    """Due days from `since` on and up to `until`; open ends where they are None."""

    since: date | None = None
    until: date | None = None

    def holds(self) -> ColumnElement[bool]:
        """The part as a condition on the index that sorts a box."""
        conditions = [CaseParty.sort_on >= self.since] if self.since else []
        conditions += [CaseParty.sort_on <= self.until] if self.until else []
        return and_(true(), *conditions)


ALL = Part()


@dataclass(frozen=True)
class Wanted:
    """Which box, which part of it, what was typed, and where the page before ended."""

    box: Box
    part: Part = ALL
    q: str = ""
    after: Place | None = None


def todo_cases(tx: Transaction, actor: Actor, wanted: Wanted, limit: int) -> tuple[list[Case], Place | None]:
    """The next cases of a box, and where to go on; None at the end."""
    query = _listed(actor, wanted.box).where(wanted.part.holds(), *_conditions(wanted))
    order = (CaseParty.sort_on, CaseParty.case_id)
    rows = [(day, key) for day, key in tx.session.execute(query.order_by(*order).limit(limit + 1))]
    found = cases_by_id(tx, [key for _, key in rows[:limit]])
    shown = [found[key] for _, key in rows[:limit] if may_read_case(actor, found[key])]
    return shown, rows[limit - 1] if len(rows) > limit else None


def count_todo(tx: Transaction, actor: Actor, wanted: Wanted, limit: int) -> int:
    """How many cases of a box fit; the count stops at `limit`."""
    query = _listed(actor, wanted.box).where(wanted.part.holds(), *_conditions(wanted)).limit(limit)
    return tx.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def todo_counts(tx: Transaction, actor: Actor, box: Box, parts: Mapping[str, Part]) -> dict[str, dict[str, int]]:
    """How many there are in each box, and in each part of one box; counts stop at 100."""
    counted: dict[tuple[str, str], Select[date, int]] = {("boxes", name): _listed(actor, name) for name in BOXES}
    counted |= {("parts", name): _listed(actor, box).where(part.holds()) for name, part in parts.items()}
    queries = [
        select(literal(kind), literal(name), func.count()).select_from(query.limit(COUNT_LIMIT).subquery())
        for (kind, name), query in counted.items()
    ]
    numbers: dict[str, dict[str, int]] = {"boxes": {}, "parts": {}}
    for kind, name, count in tx.session.execute(union_all(*queries)):
        numbers[kind][name] = count
    return numbers


def parts_of(today: date, soon_until: date) -> dict[str, Part]:
    """All, what is late, what is due soon, and what has time."""
    return {
        "": ALL,
        "late": Part(until=date.fromordinal(today.toordinal() - 1)),
        "soon": Part(today, soon_until),
        "ample": Part(date.fromordinal(soon_until.toordinal() + 1), date.fromordinal(NO_DUE_DAY.toordinal() - 1)),
    }


def _listed(actor: Actor, box: Box) -> Select[date, int]:
    post = actor.post
    desk = post.organization_id if post is not None and post.role in CASE_READERS else None
    # As the partial index has it: SQLite would not know `in_mine = 1` for the same.
    return select(CaseParty.sort_on, CaseParty.case_id).where(CaseParty.desk_id == desk, text(f"case_parties.in_{box}"))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.after is not None:
        yield tuple_(CaseParty.sort_on, CaseParty.case_id) > wanted.after
    typed = wanted.q.strip()
    if typed:
        named = or_(
            Member.name.startswith(typed, autoescape=True),
            Member.name_initials.startswith(typed.lower(), autoescape=True),
            Case.number.startswith(typed.upper(), autoescape=True),
            Organization.name.startswith(typed, autoescape=True),
        )
        yield CaseParty.case_id.in_(select(Case.id).outerjoin(Case.person).outerjoin(Case.unit).where(named))
