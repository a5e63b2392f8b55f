"""Tables of organizations: checked as a whole, and carried out as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.casework.organization_files import write_organizations
from service.casework.reorganization.by_file import Watch
from service.casework.tree import lock_trees
from service.db import Transaction
from service.intake.future_tree import FutureTree
from service.intake.organization_lines import Line
from service.intake.organization_touches import Touched, Touches
from service.permissions import Actor
from service.queries.organizations import children_coded
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class LineResult:
    """What became of a row: created, updated, unchanged or rejected, and why."""

    row: int
    action: str
    reason: str | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Absent:
    """A unit that a file does not name."""

    code: str
    name: str


@dataclass(frozen=True)
class OrganizationImport:
    """The result of a whole file; nothing was written unless every row could be.

    `absent` are units on record under the same parents that the file does not name. They stay as they are: a file
    ends a unit only by its last day. `touched` are those that it renames, moves or ends.
    """

    applied: bool
    rows: tuple[LineResult, ...]
    absent: tuple[Absent, ...] = ()
    touched: tuple[Touched, ...] = ()

    @property
    def rejected(self) -> list[LineResult]:
        """The rows that are at fault themselves."""
        return [row for row in self.rows if row.refusals]


def import_organizations(
    tx: Transaction, actor: Actor, lines: Sequence[Line], *, check_only: bool = False, look: bool = False
) -> OrganizationImport:
    """Create and update what a table says, or say row by row what stands in the way; `look` at what is touched."""
    lock_trees(tx, "/")
    tree = FutureTree.of(tx, lines)
    refusals = {line.number: line.refusals or tuple(_refusals(tree, actor, line)) for line in lines}
    if any(refusals.values()):
        return OrganizationImport(applied=False, rows=tuple(_not_done(line, refusals[line.number]) for line in lines))
    actions = {line.code: tree.action_of(line) for line in lines}
    touches = Touches(tx, actor)
    if look:
        touches.of_standing(tree)
    if not check_only or any(tree.ends(line) for line in lines):
        found = _write(tx, actor, tree, touches.of_ending if look else None, keep=not check_only)
        if found:
            told = {line.number: tuple(found.get(line.code, ())) for line in lines}
            return OrganizationImport(applied=False, rows=tuple(_not_done(line, told[line.number]) for line in lines))
    rows = tuple(LineResult(line.number, actions[line.code]) for line in lines)
    return OrganizationImport(not check_only, rows, _absent(tx, tree), tuple(touches.found))


def _absent(tx: Transaction, tree: FutureTree) -> tuple[Absent, ...]:
    """Of the parents alone: a file of communities says nothing about the branches below them."""
    parents = {line.values.get("parent_code") for line in tree.lines.values()}
    above = [unit for code, unit in tree.known.items() if code in tree.lines and code in parents]
    units = children_coded(tx, above, (unit.code_scheme for unit in above))
    return tuple(Absent(unit.code, unit.name) for unit in units if unit.code not in tree.lines)


def _write(
    tx: Transaction, actor: Actor, tree: FutureTree, watch: Watch | None, *, keep: bool
) -> dict[str, list[Refusal]]:
    """Whether a unit can end is only seen when all the rest is as the file says; then it stays, or nothing does."""
    with tx.session.begin_nested() as whole:
        found = write_organizations(tx, actor, tree.known, tree.levels(), watch)
        if found or not keep:
            whole.rollback()
    return found


def _not_done(line: Line, refusals: tuple[Refusal, ...]) -> LineResult:
    return LineResult(line.number, "rejected", refusals[0].code if refusals else "other_rows_rejected", refusals)


def _refusals(tree: FutureTree, actor: Actor, line: Line) -> Iterable[Refusal]:
    """The first thing that is wrong with a row, in the order in which one would put it right."""
    checks = (
        tree.repeated, tree.other_scheme, tree.unknown_parent, tree.in_a_circle, tree.unknown_successor,
        tree.other_side, tree.ends_early, tree.known_by_another_code, tree.under_what_has_ended, tree.provisional,
    )  # fmt: skip
    for check in checks:
        refusal = check(line)
        if refusal is not None:
            return [refusal]
    return [] if tree.may_write(actor, line) else [Refusal("not_permitted", {"code": line.code}, "code")]
