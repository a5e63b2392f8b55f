"""A member who arrives with a paper letter from a unit outside: known already, or recorded now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.members import add_member
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Organization
from service.permissions import Actor
from service.queries.subjects import Person, find_subject, person_by_id_number
from workflows.vocabulary import Refusal


def new_arrival(tx: Transaction, actor: Actor, who: Mapping[str, Any], outflow: Organization) -> Person:
    """The person the paper is about. A new one belongs to the unit outside until the case says otherwise."""
    if not outflow.external:
        raise ValidationFailed([Refusal("not_external", {"code": outflow.code}, "outflow_code")])
    if who.get("member_id"):
        return find_subject(tx, actor, who, lock=True)
    described: Mapping[str, Any] = who.get("member") or who
    known = person_by_id_number(tx, str(described.get("id_number", "")), str(described.get("name", "")), lock=True)
    if known is not None:
        return known
    member = add_member(tx, outflow, described)
    return Person(member, outflow, outflow)
