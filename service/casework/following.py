"""Open a case that follows from another one of the same person."""

from __future__ import annotations

from dataclasses import replace

from service.casework.links import link_rows, note_link
from service.casework.open_case import Opening, open_case
from service.casework.speak import case_of_mine
from service.db import Transaction
from service.errors import ValidationFailed
from service.models import Case
from service.permissions import Actor
from workflows.vocabulary import Refusal


def open_following(tx: Transaction, actor: Actor, wanted: Opening, earlier_number: str) -> Case:
    """The new case about the same person, linked to the open one in which the actor's unit has a part."""
    earlier, post = case_of_mine(tx, actor, earlier_number, "link")
    later = open_case(tx, actor, replace(wanted, follows=earlier.number))
    if later.member_id != earlier.member_id:
        raise ValidationFailed([Refusal("another_person", {"number": earlier.number}, "follows")])
    link_rows(tx, later, earlier, "follows")
    note_link(tx, earlier, later, "follows", actor, post)
    return later
