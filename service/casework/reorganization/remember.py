"""Write a change down where an auditor finds it, and keep the names that are no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.casework.reorganization.plan import Plan
from service.db import Transaction
from service.models import FormerName, Organization, OrganizationChange
from service.permissions import Actor


@dataclass(frozen=True)
class Decision:
    """Why a unit changes, from when, and which change is taken back by it."""

    on: date
    reason: str = ""
    document_number: str = ""
    undoes: int | None = None

    @classmethod
    def of(cls, plan: Plan) -> Decision:
        """The decision that a plan carries out."""
        values = plan.values
        return cls(plan.on, values.get("reason") or "", values.get("document_number") or "", values.get("undoes"))


def remember(
    tx: Transaction, actor: Actor, kind: str, units: tuple[Organization, Organization | None], decision: Decision,
    details: dict[str, Any],
) -> OrganizationChange:  # fmt: skip
    """The row of a change; `units` are the one that changes, and the other one if there is any."""
    unit, other = units
    change = OrganizationChange(
        at=tx.now,
        kind=kind,
        organization_id=unit.id,
        other_id=other.id if other else None,
        effective_on=decision.on,
        reason=decision.reason,
        document_number=decision.document_number,
        actor_id=actor.user_id,
        details={"unit": _named(unit), "other": _named(other) if other else None, **details},
        undoes_id=decision.undoes,
    )
    tx.session.add(change)
    tx.session.flush()
    return change


def keep_names(
    tx: Transaction, unit: Organization, names: Iterable[str | None], on: date, *, is_code: bool = False
) -> None:
    """These names were the unit's until the day before; they still find it."""
    until = on - timedelta(days=1)
    kept = sorted({name for name in names if name})
    tx.session.add_all(FormerName(organization_id=unit.id, name=name, is_code=is_code, until=until) for name in kept)


def _named(unit: Organization) -> dict[str, str]:
    return {"code": unit.code, "name": unit.title}
