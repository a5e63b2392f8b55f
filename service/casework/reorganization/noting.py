"""A correction or a file that renames or moves a unit is a change too: it is noted like one that was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.casework.reorganization.adjusting import NAMES
from service.casework.reorganization.remember import Decision, keep_names, remember
from service.db import Transaction
from service.models import Organization
from service.permissions import Actor
from service.queries.organizations import organization_by_id


@dataclass(frozen=True)
class Before:
    """A unit as it was before something was written into it."""

    names: dict[str, str | None]
    title: str
    parent_id: int | None
    valid_to: date | None

    @classmethod
    def of(cls, unit: Organization) -> Before:
        """The unit as it is now."""
        return cls({name: getattr(unit, name) for name in NAMES}, unit.title, unit.parent_id, unit.valid_to)


def note(tx: Transaction, actor: Actor, unit: Organization, before: Before, decision: Decision) -> None:
    """Write down that it was renamed, moved or ended, if it was. A first Party name replaces nothing."""
    after = {name: getattr(unit, name) for name in NAMES}
    lost = [name for name in NAMES if before.names[name] and before.names[name] != after[name]]
    if lost:
        keep_names(tx, unit, (before.names[name] for name in lost), decision.on)
        details = {"before": {**before.names, "title": before.title}, "after": after}
        remember(tx, actor, "rename", (unit, None), decision, details)
    if before.parent_id != unit.parent_id:
        old, new = organization_by_id(tx, before.parent_id), organization_by_id(tx, unit.parent_id)
        remember(tx, actor, "move", (unit, new), decision, {"before": _place(old), "after": _place(new)})
    if before.valid_to is None and unit.valid_to is not None:
        on, after_it = unit.valid_to + timedelta(days=1), organization_by_id(tx, unit.successor_id)
        remember(tx, actor, "dissolve", (unit, after_it), replace(decision, on=on), {"before": {}, "after": {}})


def _place(parent: Organization | None) -> dict[str, str | None]:
    return {"parent_code": parent.code if parent else None, "parent_name": parent.title if parent else None}
