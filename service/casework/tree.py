"""The tree of organizations: one writer at a time, and paths that follow the parents."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select, update

from service.db import Transaction
from service.errors import ActionRefused, ValidationFailed
from service.models import Case, CaseParty, Organization
from service.queries.organizations import exists_on, is_below
from workflows.vocabulary import Refusal

PATH_LENGTH = 255


def lock_trees(tx: Transaction, *paths: str) -> None:
    """Hold the roots above these paths until the transaction ends ("/" holds them all).

    Without it two transactions would each build on paths, or posts, that the other has not yet committed.
    """
    roots = {int(path.split("/")[1] or 0) for path in paths}
    held = select(Organization.id).order_by(Organization.id).with_for_update(key_share=True)
    held = held.where(Organization.parent_id.is_(None) if 0 in roots else Organization.id.in_(roots))
    tx.session.execute(held)


def path_below(parent: Organization | None, key: int) -> str:
    """The path of an organization with this key below a parent. Raises ValidationFailed where the tree is too deep."""
    path = f"{parent.path if parent else '/'}{key}/"
    _require_room(len(path))
    return path


def move_subtree(tx: Transaction, top: Organization, parent: Organization | None) -> None:
    """Hang an organization and everything below it under another parent."""
    old, new = top.path, path_below(parent, top.id)
    if new == old:
        return
    longest = tx.session.scalar(select(func.max(func.length(Organization.path))).where(is_below(old))) or 0
    _require_room(longest - len(old) + len(new))
    top.parent_id = parent.id if parent else None
    tx.session.flush()  # before the statement below, which the session knows nothing of
    tx.session.execute(
        update(Organization)
        .where(is_below(old))
        .values(path=new + func.substr(Organization.path, len(old) + 1))
        .execution_options(synchronize_session=False)
    )
    forget(tx, ("path", "parent_id"))


def hand_on_subtree(tx: Transaction, old: Organization, new: Organization) -> None:
    """Hang everything below `old` below `new`, and `old` itself too: who reads the successor reads what went before."""
    path, below = old.path, is_below(old.path) & (Organization.id != old.id)
    longest = tx.session.scalar(select(func.max(func.length(Organization.path))).where(below)) or 0
    _require_room(longest - len(path) + len(new.path))
    under = Organization.parent_id == old.id
    moved = new.path + func.substr(Organization.path, len(path) + 1)
    for condition, column, value in ((under, "parent_id", new.id), (below, "path", moved)):
        changed = update(Organization).where(condition).values({column: value})
        tx.session.execute(changed.execution_options(synchronize_session=False))
    old.path, old.parent_id = path_below(new, old.id), new.id
    tx.session.flush()
    forget(tx, ("path", "parent_id"))


def hold_for_change(tx: Transaction, unit: Organization) -> None:
    """Let steps under way in its open cases end first, and let nothing new be tied to the unit meanwhile."""
    party = select(CaseParty.case_id).where(CaseParty.organization_id == unit.id)
    tx.session.execute(select(Case.id).where(Case.is_open, Case.id.in_(party)).order_by(Case.id).with_for_update())
    tx.session.execute(select(Organization.id).where(Organization.id == unit.id).with_for_update())


def require_standing(tx: Transaction, units: Iterable[Organization]) -> None:
    """Keep these units from ending until the transaction does. Raises ActionRefused where one just has.

    A unit that was found here may be merged by the time something is tied to it. SQLite has one writer at a time.
    """
    found = {unit.id: unit for unit in units if unit.is_valid_on(tx.today)}
    if tx.database.is_sqlite or not found:
        return
    held = select(Organization.id).where(Organization.id.in_(found), exists_on(tx.today)).order_by(Organization.id)
    left = set(tx.session.scalars(held.with_for_update(read=True, key_share=True)))
    if gone := [unit for key, unit in found.items() if key not in left]:
        raise ActionRefused([Refusal("unit_has_ended", {"code": unit.code, "name": unit.name}) for unit in gone])


def forget(tx: Transaction, columns: Iterable[str]) -> None:
    """Have these columns of the loaded organizations read again."""
    names = tuple(columns)
    for row in tx.session:
        if isinstance(row, Organization):
            tx.session.expire(row, names)


def _require_room(length: int) -> None:
    if length > PATH_LENGTH:
        raise ValidationFailed([Refusal("too_deep", {}, "parent_code")])
