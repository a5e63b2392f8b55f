"""Members who are away, and those who have come: the ones to be spoken to first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import Select, select, tuple_

from service.db import Transaction
from service.models import Case, Organization
from service.models.case import MOBILE, OPEN_MOBILE
from service.permissions import Actor, visible_cases
from service.queries.lists import Place, cases_by_id
from service.queries.proposals import stays_at_one_place
from service.queries.sides import party_below
from workflows.vocabulary import Party

Side: TypeAlias = Literal["out", "in"]
Part: TypeAlias = Literal["", "soon", "late", "transfer", "ended"]
SIDES: tuple[Side, ...] = get_args(Side)
PARTS: tuple[Part, ...] = get_args(Part)
SOON_DAYS = 30
PARTY: Mapping[Side, Party] = {"out": Party.HOME, "in": Party.HOST}


@dataclass(frozen=True)
class MobileFilter:
    """Whose: those of the unit who are away, or those who have come to it; which part, of which unit with all below."""

    side: Side = "out"
    part: Part = ""
    unit: Organization | None = None


def mobile_members(
    tx: Transaction, actor: Actor, wanted: MobileFilter, *, after: Place | None = None, limit: int = 20
) -> tuple[list[Case], Place | None]:
    """The next ones that the actor may read, the soonest due first; those that have ended, the latest first."""
    query, order = _keys(tx, actor, wanted), (Case.due_on.expression, Case.id.expression)
    if wanted.part == "ended":
        query = query.where(Case.id < after[1]) if after is not None else query
        query = query.order_by(Case.id.desc())
    else:
        query = query.where(tuple_(*order) > after) if after is not None else query
        query = query.order_by(*order)
    rows = tx.session.execute(query.limit(limit + 1)).all()
    found = cases_by_id(tx, [row[1] for row in rows[:limit]])
    last = rows[limit - 1] if len(rows) > limit else None
    place = (last[0] or date.max, last[1]) if last is not None else None
    return [found[row[1]] for row in rows[:limit]], place


def _keys(tx: Transaction, actor: Actor, wanted: MobileFilter) -> Select[date | None, int]:
    conditions: list[Any] = [MOBILE, ~Case.is_open] if wanted.part == "ended" else [OPEN_MOBILE]
    if wanted.part == "late":
        conditions.append(Case.due_on < tx.today)
    elif wanted.part == "soon":
        conditions.append(Case.due_on.between(tx.today, tx.today + timedelta(days=SOON_DAYS)))
    elif wanted.part == "transfer":
        conditions.append(stays_at_one_place(tx.today))
    side = party_below(actor, (PARTY[wanted.side],), wanted.unit)
    return select(Case.due_on, Case.id).where(*conditions, visible_cases(actor), side)
