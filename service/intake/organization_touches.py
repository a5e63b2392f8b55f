"""What a file of organizations touches: each unit that it renames, moves or ends, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.casework.reorganization.adjusting import NAMES
from service.casework.reorganization.plan import CaseFate, Plan
from service.db import Transaction
from service.intake.future_tree import FutureTree
from service.intake.organization_lines import Line
from service.models import Organization
from service.permissions import Actor
from service.queries.touched import TouchedPost, figures_below, first_cases_below, members_of, posts_at

DESCRIBED = 100
"""More changes than these are told without what hangs on them: nobody reads so much before confirming."""
_SHOWN = 20


@dataclass(frozen=True)
class Touched:
    """`kind` is rename, move, merge or dissolve; `before` and `after` are names, or the units above or after it.

    Counted is what is at and below a unit that goes on, and at the very unit that ends. Names and cases are the first
    ones, of those that the actor may read.
    """

    code: str
    name: str
    kind: str
    before: str = ""
    after: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    members: Sequence[str] = ()
    posts: Sequence[Mapping[str, str]] = ()
    cases: Sequence[Mapping[str, Any]] = ()


class Touches:
    """Gathers them while a file is looked at and written."""

    def __init__(self, tx: Transaction, actor: Actor) -> None:
        self.tx, self.actor = tx, actor
        self.found: list[Touched] = []

    def of_standing(self, tree: FutureTree) -> None:
        """The units that the file renames or moves, before it does."""
        for line in tree.lines.values():
            unit = tree.known.get(line.code)
            if unit is not None and tree.action_of(line) == "updated":
                for kind, before, after in _differences(tree, unit, line):
                    self.found.append(self._standing(unit, kind, before, after))

    def of_ending(self, plan: Plan) -> None:
        """A unit that the file ends, when everything else is as the file says."""
        self.found.append(
            Touched(
                plan.unit.code, plan.unit.title, plan.kind, after=plan.other.title if plan.other else "",
                counts=plan.counts(), members=plan.names[:_SHOWN], posts=_posts(plan.posts), cases=_cases(plan.cases),
            )
        )  # fmt: skip

    def _standing(self, unit: Organization, kind: str, before: str, after: str) -> Touched:
        if len(self.found) >= DESCRIBED:
            return Touched(unit.code, unit.title, kind, before, after)
        cases = [CaseFate(case, "kept") for case in first_cases_below(self.tx, self.actor, unit.path)[1]]
        names = [name for _, name in members_of(self.tx, self.actor, unit.id, _SHOWN)]
        return Touched(
            unit.code, unit.title, kind, before, after, figures_below(self.tx, unit), names,
            _posts(posts_at(self.tx, unit.id)), _cases(cases),
        )  # fmt: skip


def _differences(tree: FutureTree, unit: Organization, line: Line) -> Iterator[tuple[str, str, str]]:
    for name in NAMES:
        old, new = getattr(unit, name), line.values.get(name)
        if old and new and old != new:
            yield "rename", old, new
    parent, above = line.values.get("parent_code"), tree.by_id.get(unit.parent_id or 0)
    if parent and not unit.has_gone_up and (above is None or above.code != parent):
        yield "move", above.title if above else "", tree.name_of(parent)


def _posts(posts: Iterable[TouchedPost]) -> Sequence[Mapping[str, str]]:
    return [{"name": post.name, "role": post.role} for post in posts][:_SHOWN]


def _cases(cases: Iterable[CaseFate]) -> Sequence[Mapping[str, Any]]:
    seen = [found for found in cases if found.case.visible][:_SHOWN]
    names = ("number", "workflow", "state", "letter")
    return [{name: getattr(found.case, name) for name in names} | {"fate": found.fate} for found in seen]
