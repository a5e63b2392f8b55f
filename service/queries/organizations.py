"""Reading the tree: everybody signed in reads all of it, so that a destination can be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from service.db import Transaction
from service.errors import NotFound
from service.models import Organization
from service.models.organization import OWN_SCHEME
from service.permissions import Actor, confirmable_organizations
from service.queries.former_names import known_as

SEARCH_LIMIT = 20


def find_organization(tx: Transaction, code: str) -> Organization | None:
    """The organization with this code, if there is one."""
    return tx.session.scalar(select(Organization).where(Organization.code == code))


def organization_with_code(tx: Transaction, code: str) -> Organization:
    """The organization. Raises NotFound for an unknown code."""
    organization = find_organization(tx, code)
    if organization is None:
        raise NotFound(organization=code)
    return organization


def organization_by_id(tx: Transaction, key: int | None) -> Organization | None:
    """The organization with this key, if there is one."""
    return tx.session.get(Organization, key) if key is not None else None


def organizations_with_codes(tx: Transaction, codes: Iterable[str]) -> dict[str, Organization]:
    """The organizations with these codes, those that exist."""
    found = tx.session.scalars(select(Organization).where(Organization.code.in_(set(codes))))
    return {organization.code: organization for organization in found}


def organizations_by_id(tx: Transaction, keys: Iterable[int]) -> dict[int, Organization]:
    """The organizations with these keys, those that exist."""
    found = tx.session.scalars(select(Organization).where(Organization.id.in_(set(keys))))
    return {organization.id: organization for organization in found}


def ancestors(tx: Transaction, organization: Organization) -> list[Organization]:
    """From the root down to the one above it."""
    found = organizations_by_id(tx, organization.ancestor_ids)
    return [found[key] for key in reversed(organization.ancestor_ids)]


def children_page(
    tx: Transaction, parent: Organization | None, *, after: str = "", limit: int = 50
) -> Sequence[Organization]:
    """The next organizations directly below one, or the roots, by code."""
    level = Organization.parent_id == parent.id if parent else Organization.parent_id.is_(None)
    query = select(Organization).where(level, Organization.code > after).order_by(Organization.code).limit(limit)
    return tx.session.scalars(query).all()


def subtree_page(
    tx: Transaction, top: Organization, *, after: str = "", limit: int = 50, kinds: Iterable[str] = ()
) -> Sequence[Organization]:
    """The next organizations at or below one, by path; `after` is the path of the last one seen."""
    query = select(Organization).where(is_below(top.path), Organization.path > after)
    if wanted := tuple(kinds):
        query = query.where(Organization.kind.in_(wanted))
    return tx.session.scalars(query.order_by(Organization.path).limit(limit)).all()


def search(
    tx: Transaction, text: str, *, kinds: Iterable[str] = (), below: str = "/", limit: int = SEARCH_LIMIT
) -> list[Organization]:
    """Organizations of today whose name, short name, initials or code begin so; then those whose name has it inside.

    After them those that bore exactly this name or code once, or follow one that did.
    """
    wanted = text.strip()
    if not wanted:
        return []
    query = select(Organization).where(is_below(below), exists_on(tx.today))
    if allowed := tuple(kinds):
        query = query.where(Organization.kind.in_(allowed))
    found = _first(tx, query.where(_begins_with(wanted)), limit)
    if len(found) < limit:
        inside = or_(
            *(column.contains(wanted, autoescape=True) for column in (Organization.name, Organization.party_name))
        )
        found += _first(
            tx, query.where(inside, Organization.id.not_in([unit.id for unit in found])), limit - len(found)
        )
    return found + [unit for unit in known_as(tx, wanted, allowed, below) if unit not in found][: limit - len(found)]


def named(tx: Transaction, name: str, *, below: str = "/", limit: int = 6) -> Sequence[Organization]:
    """Organizations of today with exactly this name: the name on record, the Party name or the short name."""
    columns = (Organization.name, Organization.party_name, Organization.short_name)
    same = or_(*(column == name for column in columns))
    query = select(Organization).where(is_below(below), exists_on(tx.today), same).order_by(Organization.path)
    return tx.session.scalars(query.limit(limit)).all()


def uncoded_below(tx: Transaction, parents: Iterable[int]) -> Sequence[Organization]:
    """Organizations of today directly below these that have no official code yet."""
    query = select(Organization).where(Organization.parent_id.in_(set(parents)), exists_on(tx.today))
    return tx.session.scalars(query.where(Organization.code_scheme == OWN_SCHEME)).all()


def children_coded(tx: Transaction, parents: Iterable[Organization], schemes: Iterable[str]) -> Sequence[Organization]:
    """Organizations of today directly below these, with a code of these schemes."""
    below = select(Organization).where(Organization.parent_id.in_({parent.id for parent in parents}))
    of_a_scheme = below.where(Organization.code_scheme.in_(set(schemes)), exists_on(tx.today))
    return tx.session.scalars(of_a_scheme.order_by(Organization.path)).all()


def unconfirmed_page(tx: Transaction, actor: Actor, *, after: int = 0, limit: int = 50) -> Sequence[Organization]:
    """The next organizations whose Party name nobody has confirmed and the actor may."""
    query = (
        select(Organization)
        .where(~Organization.party_name_confirmed, Organization.id > after, confirmable_organizations(actor))
        .order_by(Organization.id)
        .limit(limit)
    )
    return tx.session.scalars(query).all()


def is_below(path: str) -> ColumnElement[bool]:
    """At or below the organization with this path."""
    return Organization.path.between(path, path[:-1] + "0")


def exists_on(day: date) -> ColumnElement[bool]:
    """Within its days of validity."""
    return or_(Organization.valid_from.is_(None), Organization.valid_from <= day) & or_(
        Organization.valid_to.is_(None), Organization.valid_to >= day
    )


def _first(tx: Transaction, query: Select[Organization], limit: int) -> list[Organization]:
    return list(tx.session.scalars(query.order_by(Organization.path).limit(limit)))


def _begins_with(text: str) -> ColumnElement[bool]:
    columns = (Organization.code, Organization.name, Organization.short_name)
    return or_(
        *(column.startswith(text, autoescape=True) for column in columns),
        Organization.initials.startswith(text.lower(), autoescape=True),
    )
