"""The tree of organizations: one writer at a time, and paths that follow the parents."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select, update

from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Organization
from service.queries.organizations import is_below
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


def forget(tx: Transaction, columns: Iterable[str]) -> None:
    """Have these columns of the loaded organizations read again."""
    names = tuple(columns)
    for row in tx.session:
        if isinstance(row, Organization):
            tx.session.expire(row, names)


def _require_room(length: int) -> None:
    if length > PATH_LENGTH:
        raise ValidationFailed([Refusal("too_deep", {}, "parent_code")])
