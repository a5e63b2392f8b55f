"""Organizations: made, changed, moved, and their Party names confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import exc

from service.casework.desks import refresh_desks
from service.casework.party_names import from_name
from service.casework.reorganization.noting import Before, note
from service.casework.reorganization.remember import Decision
from service.casework.tree import lock_trees, move_subtree, path_below
from service.db import Transaction
from service.errors import ActionRefused, ValidationFailed
from service.models import Organization
from service.models.organization import OWN_SCHEME
from service.permissions import Actor, may_confirm_name, may_write_organization, require
from service.pinyin import title_initials
from service.queries.organizations import find_organization, organization_with_code, organizations_with_codes
from service.queries.remainders import what_remains
from workflows.roles import ISSUING_KINDS
from workflows.vocabulary import Refusal

DESK_COLUMNS = ("branch_desk_id", "committee_desk_id", "department_desk_id", "superior_desk_id")
_PLAIN = (
    "name", "kind", "short_name", "may_issue_letters", "reports_flow", "setup_mode", "covers", "address", "phone",
    "postcode", "valid_from", "valid_to",
)  # fmt: skip
_EMPTY = {"short_name": "", "may_issue_letters": False, "reports_flow": True}


def create_organization(tx: Transaction, actor: Actor, values: Mapping[str, Any]) -> Organization:
    """A new organization below `parent_code`, or a root; `values` are those of the form for organizations."""
    parent = _named(tx, values, "parent_code")
    require(may_write_organization(actor, f"{parent.path if parent else '/'}0/", values["kind"]))
    lock_trees(tx, *([parent.path] if parent else []))
    organization = new_organization(values)
    organization.parent_id = parent.id if parent else None
    _set_successor(tx, organization, values)
    _insert(tx, organization)
    organization.path = path_below(parent, organization.id)
    if not values.get("code"):
        organization.code = f"L{organization.id}"
    return _settled(tx, organization)


def update_organization(tx: Transaction, actor: Actor, code: str, changes: Mapping[str, Any]) -> Organization:
    """Change what `changes` names; another `parent_code` moves everything below it too."""
    organization = organization_with_code(tx, code)
    require(may_write_organization(actor, organization.path, organization.kind), organization=code)
    if (changes.get("kind", organization.kind) == "external") != organization.external:
        raise ValidationFailed([Refusal("kind_is_fixed", {"kind": organization.kind}, "kind")])
    before = Before.of(organization)
    if "parent_code" in changes:
        _move(tx, actor, organization, changes)
    _require_empty(tx, actor, organization, changes)
    set_values(organization, changes)
    _set_successor(tx, organization, changes)
    note(tx, actor, organization, before, Decision(tx.today))
    return _settled(tx, organization)


def confirm_party_names(tx: Transaction, actor: Actor, names: Mapping[str, str | None]) -> list[Organization]:
    """Confirm the Party names of these codes, as proposed or as given here; all of them or none.

    Raises ValidationFailed naming each that still has no name.
    """
    found = organizations_with_codes(tx, names)
    for code in names:
        require(code in found, hidden=True, organization=code)
        require(may_confirm_name(actor, found[code].path), organization=code)
    empty = [code for code, name in names.items() if not (name or found[code].party_name)]
    if empty:
        raise ValidationFailed([Refusal("party_name_missing", {"code": code}, code) for code in empty])
    for code, name in names.items():
        found[code].party_name = name or found[code].party_name
        found[code].party_name_confirmed = True
    return [found[code] for code in names]


def _require_empty(tx: Transaction, actor: Actor, organization: Organization, changes: Mapping[str, Any]) -> None:
    """A last day is not given to what still has members, open cases or units below. Raises ActionRefused."""
    ends = changes.get("valid_to")
    if ends is not None and ends != organization.valid_to and (remaining := what_remains(tx, actor, organization)):
        raise ActionRefused(remaining)


def _move(tx: Transaction, actor: Actor, organization: Organization, changes: Mapping[str, Any]) -> None:
    parent = _named(tx, changes, "parent_code")
    above = parent.path if parent else "/"
    if (parent.id if parent else None) == organization.parent_id:
        return
    require(may_write_organization(actor, f"{above}{organization.id}/", organization.kind), organization=above)
    lock_trees(tx, organization.path, *([above] if parent else []))
    if parent is not None and parent.is_at_or_below(organization):
        raise ValidationFailed([Refusal("parent_is_below", {"code": parent.code}, "parent_code")])
    move_subtree(tx, organization, parent)


def set_values(organization: Organization, values: Mapping[str, Any]) -> None:
    """Write what `values` names into the row: all but its place in the tree, its code and its successor."""
    begins, ends = (values.get(name, getattr(organization, name)) for name in ("valid_from", "valid_to"))
    if begins and ends and begins > ends:
        raise ValidationFailed([Refusal("ends_before_it_begins", {}, "valid_to")])
    for name in _PLAIN:
        if name in values:
            setattr(organization, name, _EMPTY.get(name) if values[name] is None else values[name])
    if "party_name" in values and values["party_name"] != organization.party_name:
        organization.party_name = values["party_name"]
        organization.party_name_confirmed = bool(organization.party_name)
    organization.initials = title_initials(organization.short_name or organization.name)


def new_organization(values: Mapping[str, Any]) -> Organization:
    """A row not yet in the tree; its path is a stand-in until it has a key. A Party name in its name is proposed."""
    organization = Organization(
        code=values.get("code") or f"~{uuid.uuid4().hex}",
        code_scheme=values.get("code_scheme") or OWN_SCHEME,
        path=f"~{uuid.uuid4().hex}",
        may_issue_letters=values["kind"] in ISSUING_KINDS,
    )
    set_values(organization, {name: value for name, value in values.items() if value is not None})
    organization.party_name = organization.party_name or from_name(organization.name)
    return organization


def _set_successor(tx: Transaction, organization: Organization, values: Mapping[str, Any]) -> None:
    if "successor_code" in values:
        successor = _named(tx, values, "successor_code")
        organization.successor_id = successor.id if successor else None


def _insert(tx: Transaction, organization: Organization) -> None:
    try:
        with tx.session.begin_nested():
            tx.session.add(organization)
    except exc.IntegrityError:
        raise ValidationFailed([Refusal("code_taken", {"code": organization.code}, "code")]) from None


def _settled(tx: Transaction, organization: Organization) -> Organization:
    """The organization with its desks, as complete as its caller needs it after the transaction."""
    tx.session.flush()  # the desks are worked out in the database
    refresh_desks(tx, organization.path)
    tx.session.refresh(organization)
    return organization


def _named(tx: Transaction, values: Mapping[str, Any], field: str) -> Organization | None:
    code = values.get(field)
    if not code:
        return None
    organization = find_organization(tx, code)
    if organization is None:
        raise ValidationFailed([Refusal("unknown_organization", {"code": code}, field)])
    return organization
