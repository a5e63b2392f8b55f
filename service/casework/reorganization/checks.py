"""What every change of an organization must fulfil, said in the order in which one would put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.casework.members import HOLDING_KINDS
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Organization
from service.permissions import Actor, may_write_organization, require
from service.queries.organizations import find_organization
from workflows.vocabulary import Refusal


def named(tx: Transaction, values: Mapping[str, Any], field: str) -> Organization | None:
    """The organization that a field names. Raises ValidationFailed for a code that nobody has."""
    code = values.get(field)
    if not code:
        return None
    found = find_organization(tx, code)
    if found is None:
        raise ValidationFailed([Refusal("unknown_organization", {"code": code}, field)])
    return found


def needed(tx: Transaction, values: Mapping[str, Any], field: str) -> Organization:
    """As `named`; the field must be filled in."""
    found = named(tx, values, field)
    if found is None:
        raise ValidationFailed([Refusal("required", {}, field)])
    return found


def require_writable(actor: Actor, *units: Organization) -> None:
    """Raises NotPermitted unless the actor may change each of these units."""
    for unit in units:
        require(may_write_organization(actor, unit.path, unit.kind), organization=unit.code)


def day_of_change(tx: Transaction, values: Mapping[str, Any]) -> date:
    """The day from which the change holds; today where none is given."""
    day: date | None = values.get("on")
    return day or tx.today


def about_the_day(tx: Transaction, unit: Organization, on: date) -> Iterator[Refusal]:
    """The unit is there, and the day is neither to come nor before the unit began."""
    if not unit.is_valid_on(tx.today):
        yield Refusal("unit_has_ended", {"code": unit.code, "name": unit.name}, None)
    if on > tx.today:
        yield Refusal("not_in_the_future", {}, "on")
    if unit.valid_from is not None and on < unit.valid_from:
        yield Refusal("ends_before_it_begins", {}, "on")


def about_a_successor(
    tx: Transaction, unit: Organization, other: Organization, *, holds_members: bool
) -> Iterator[Refusal]:
    """The successor is another unit of today, of the same side and level, and takes members where there are any."""
    if other.is_at_or_below(unit):
        yield Refusal("successor_is_below", {"code": other.code}, "successor_code")
    if not other.is_valid_on(tx.today):
        yield Refusal("unit_has_ended", {"code": other.code, "name": other.name}, "successor_code")
    if unit.external != other.external or (unit.kind == "department") != (other.kind == "department"):
        yield Refusal("successor_of_other_kind", {"code": other.code}, "successor_code")
    elif holds_members and other.kind not in HOLDING_KINDS:
        yield Refusal("takes_no_members", {"code": other.code}, "successor_code")
