"""Limits that units have set for their subtrees: the nearest at or above a unit is in force there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import LimitChange, Organization
from workflows.lengths import name_of
from workflows.vocabulary import Clock, Limit


@dataclass(frozen=True)
class Limits:
    """What was set, by organization, workflow and name; `version` is that of the calendar, which grows with each."""

    version: int
    own: Mapping[tuple[int, str, str], int]

    @classmethod
    def load(cls, session: Session, version: int) -> Limits:
        """The newest change of each, but for those given back."""
        key = (LimitChange.organization_id, LimitChange.workflow, LimitChange.name)
        newest = select(func.max(LimitChange.id)).group_by(*key)
        rows = session.execute(select(*key, LimitChange.length).where(LimitChange.id.in_(newest)))
        return cls(version, {(unit, workflow, name): length for unit, workflow, name, length in rows if length})

    def with_own(self, unit: Organization, key: tuple[str, str], length: int | None) -> Limits:
        """As it would be if the unit set this length, or gave it back."""
        own = {place: known for place, known in self.own.items() if place != (unit.id, *key)}
        return replace(self, own=own | ({(unit.id, *key): length} if length else {}))

    def setter_of(self, unit: Organization, workflow: str, name: str) -> int | None:
        """The key of the organization whose setting is in force at `unit`; None where the default is."""
        at_or_above = (unit.id, *unit.ancestor_ids)
        return next((key for key in at_or_above if (key, workflow, name) in self.own), None)

    def at(self, unit: Organization | None, workflow: str, name: str, default: Limit) -> Limit:
        """The limit in force at a unit."""
        setter = self.setter_of(unit, workflow, name) if unit is not None else None
        return default if setter is None else replace(default, length=self.own[setter, workflow, name])

    def of_clock(self, unit: Organization | None, workflow: str, wound: Clock, *, again: bool) -> Limit | None:
        """The limit of a clock that `unit` has to keep; None for one that ends with the letter."""
        default = wound.again if again else wound.limit
        return None if default is None else self.at(unit, workflow, name_of(wound, again=again), default)
