"""Reading limits: what is in force at a unit and whose setting it is, and who changed what there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from service.db import Transaction
from service.models import LimitChange, Organization, User
from workflows.lengths import SETTABLE, Settable


@dataclass(frozen=True)
class LimitLine:
    """A change, the organization that made it for its subtree, and who decided it; None for the command line."""

    change: LimitChange
    unit: Organization
    actor_name: str | None


@dataclass(frozen=True)
class LimitInForce:
    """A length at a unit; `line` says who set it, None where it is the definition's."""

    settable: Settable
    length: int
    line: LimitLine | None = None


def limits_at(tx: Transaction, unit: Organization) -> list[LimitInForce]:
    """Every length that can be set, as it counts for cases that start now, in the order of the definitions."""
    lines: dict[tuple[int | None, str, str], LimitLine] = {
        (line.unit.id, line.change.workflow, line.change.name): line for line in _newest(tx, unit)
    }
    limits = tx.limits()
    return [
        _in_force(settable, lines.get((limits.setter_of(unit, *place), *place))) for place, settable in SETTABLE.items()
    ]


def limit_changes(
    tx: Transaction, unit: Organization, *, before: int | None = None, limit: int = 50
) -> Sequence[LimitLine]:
    """The changes that a unit made for its subtree, the newest first; `before` is the key of the last one seen."""
    query = _lines().where(LimitChange.organization_id == unit.id).order_by(LimitChange.id.desc()).limit(limit)
    if before is not None:
        query = query.where(LimitChange.id < before)
    return [LimitLine(row[0], row[1], row[2]) for row in tx.session.execute(query)]


def _newest(tx: Transaction, unit: Organization) -> Sequence[LimitLine]:
    line = (unit.id, *unit.ancestor_ids)
    key = (LimitChange.organization_id, LimitChange.workflow, LimitChange.name)
    newest = select(func.max(LimitChange.id)).where(LimitChange.organization_id.in_(line)).group_by(*key)
    query = _lines().where(LimitChange.id.in_(newest), LimitChange.length.is_not(None))
    return [LimitLine(row[0], row[1], row[2]) for row in tx.session.execute(query)]


def _lines() -> Select[LimitChange, Organization, str]:
    return (
        select(LimitChange, Organization, User.display_name)
        .join(Organization, Organization.id == LimitChange.organization_id)
        .outerjoin(User, User.id == LimitChange.user_id)
    )


def _in_force(settable: Settable, line: LimitLine | None) -> LimitInForce:
    if line is None or line.change.length is None:
        return LimitInForce(settable, settable.default.length)
    return LimitInForce(settable, line.change.length, line)
