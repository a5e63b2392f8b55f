"""What a change would do: worked out once, shown before, and carried out from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from service.models import Organization
from service.queries.touched import TouchedCase, TouchedPost
from workflows.vocabulary import Refusal

Fate = Literal["carried_on", "one_side", "ended", "doubled", "kept"]
"""What becomes of an open case. `carried_on`: another unit stands in it. `one_side`: so, and then both sides of a
transfer are one unit, which people settle. `ended`: both sides of a dual management become one unit. `doubled`: the
successor receives the same member in another dual management already. `kept`: nothing changes in it."""


@dataclass(frozen=True)
class CaseFate:
    """An open case, and what becomes of it; `parties` says which unit stands in which role from then on."""

    case: TouchedCase
    fate: Fate
    parties: Mapping[str, Organization] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A change that was thought through. `other` is the successor, the new parent; a split makes its new unit later.

    `members` counts people. `units` are those that hang elsewhere afterwards, `units_below` counts all below.
    Refusals keep it from being carried out; the rest is then only what it is about.
    """

    kind: str
    unit: Organization
    on: date
    values: Mapping[str, Any]
    other: Organization | None = None
    members: int = 0
    chosen: frozenset[str] = frozenset()
    names: Sequence[str] = ()
    posts: Sequence[TouchedPost] = ()
    units: Sequence[Organization] = ()
    units_below: int = 0
    cases: Sequence[CaseFate] = ()
    cases_counted: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()

    @property
    def letters(self) -> int:
        """How many of the cases have a letter in force; it stays valid as it is printed."""
        return sum(found.case.letter is not None for found in self.cases)

    def counts(self) -> dict[str, int]:
        """What is touched, in numbers."""
        return {
            "members": self.members,
            "cases": self.cases_counted or len(self.cases),
            "letters": self.letters,
            "posts": len(self.posts),
            "units": self.units_below or len(self.units),
        }
