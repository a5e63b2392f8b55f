"""Whose people act for an organization: itself, or the nearest one above it that has somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from sqlalchemy import CTE, BigInteger, ColumnElement, and_, bindparam, case, cast, false, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from service.casework.boxes import sort_into_boxes
from service.casework.clocks import readdress_clocks
from service.casework.parties import set_desks
from service.casework.tree import forget, lock_trees
from service.db import Transaction
from service.models import Case, CaseParty, Organization, Post, User
from service.models.organization import KINDS
from service.permissions import OFFICERS
from service.queries.cases import case_with_all
from workflows.roles import Role, roles_for
from workflows.vocabulary import Party

_COLUMNS = ("branch_desk_id", "committee_desk_id", "department_desk_id", "superior_desk_id")
_BATCH = 500


def refresh_desks(tx: Transaction, path_prefix: str = "/") -> None:
    """Work out the desks of a subtree anew, and who acts in the open cases of organizations whose desk changed."""
    tx.session.flush()  # the posts and users just written decide
    way = [int(part) for part in path_prefix.strip("/").split("/") if part]
    lock_trees(tx, path_prefix)
    where = {"top": way[-1] if way else None, "above": _nearest_officer(tx, way[:-1]) if way else None}
    changed = list(tx.session.scalars(_update_of_desks(whole_tree=not way), where))
    forget(tx, _COLUMNS)
    for subject in _open_cases_of(tx, changed):
        set_desks(subject.parties, subject.route)
        sort_into_boxes(subject.parties, subject, Party(subject.holder_party) if subject.holder_party else None, set())
        readdress_clocks(tx, subject)
    tx.session.flush()  # whoever asks for these cases next in this transaction finds them as they are


def _nearest_officer(tx: Transaction, ancestors: Collection[int]) -> int | None:
    nearest = select(Organization.id).where(Organization.id.in_(ancestors), _is_held(Organization.id, OFFICERS))
    return tx.session.scalar(nearest.order_by(func.length(Organization.path).desc()).limit(1))


@cache
def _update_of_desks(*, whole_tree: bool) -> ReturningUpdate[int]:
    """The statement that works out a subtree and answers whose desks changed; made once, it is long."""
    tree = _inherited(whole_tree=whole_tree)
    desks = (
        _desk(Party.RECEIVING, tree), _desk(Party.STREET, tree), _desk(Party.DEPARTMENT, tree), tree.c.above,
    )  # fmt: skip
    values = dict(zip((getattr(Organization, name) for name in _COLUMNS), desks, strict=True))
    return (
        update(Organization)
        .where(Organization.id == tree.c.id)
        .where(or_(*(column.is_distinct_from(desk) for column, desk in values.items())))
        .values(values)
        .returning(Organization.id)
        .execution_options(synchronize_session=False)
    )


def _inherited(*, whole_tree: bool) -> CTE:
    """The subtree from the top down, each organization with the nearest one strictly above it that has an officer."""
    top = Organization.parent_id.is_(None) if whole_tree else Organization.id == bindparam("top", type_=BigInteger)
    inherited = cast(bindparam("above", type_=BigInteger), BigInteger).label("above")
    tree = select(Organization.id, inherited).where(top).cte("tree", recursive=True)
    below = aliased(Organization)
    nearest = case((_is_held(tree.c.id, OFFICERS), tree.c.id), else_=tree.c.above)
    return tree.union_all(select(below.id, nearest).join(tree, below.parent_id == tree.c.id))


def _desk(party: Party, tree: CTE) -> ColumnElement[int | None]:
    """External units have no sign-ins: in a case, the recording party acts for them."""
    return case(
        (Organization.kind == "external", None),
        (_may_act_itself(party), Organization.id),
        else_=tree.c.above,
    )


def _may_act_itself(party: Party) -> ColumnElement[bool]:
    """Somebody at the unit holds a role that acts for the party at a unit of its kind."""
    kinds_of: dict[frozenset[Role], list[str]] = {}
    for kind in KINDS:
        kinds_of.setdefault(roles_for(party, kind), []).append(kind)
    ways = (and_(Organization.kind.in_(kinds), _is_held(Organization.id, roles)) for roles, kinds in kinds_of.items())
    return or_(false(), *ways)


def _is_held(
    organization_id: ColumnElement[int] | InstrumentedAttribute[int], roles: Iterable[Role]
) -> ColumnElement[bool]:
    """An active person holds one of the roles there."""
    held = select(Post.id).join(User, User.id == Post.user_id).where(Post.organization_id == organization_id)
    return held.where(User.is_active, Post.role.in_(sorted(roles))).correlate_except(Post, User).exists()


def _open_cases_of(tx: Transaction, changed: Sequence[int]) -> Iterator[Case]:
    """Locked, so that a step under way ends first and is then seen."""
    for start in range(0, len(changed), _BATCH):
        involved = select(CaseParty.case_id).where(CaseParty.organization_id.in_(changed[start : start + _BATCH]))
        query = case_with_all(select(Case)).where(Case.is_open, Case.id.in_(involved)).order_by(Case.id)
        locked = query.with_for_update(of=Case).execution_options(populate_existing=True)
        yield from tx.session.scalars(locked).unique()
