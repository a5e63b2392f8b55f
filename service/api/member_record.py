"""What one member's answer says beyond the lists: relations over time, letters, and cases."""

from __future__ import annotations

from typing import Any

from service.db import Transaction
from service.models import Case, Member
from service.permissions import Actor
from service.presentation.case import unit_view
from service.queries.duplicates import records_of
from service.queries.member_page import Held, MemberLetter, cases_of, letters_of, relations_of

_OF_LETTER = ("number", "kind", "status", "issued_on", "expires_on", "received_on")
_OF_CASE = ("number", "workflow", "state", "opened_at", "closed_on")


def record_of(tx: Transaction, actor: Actor, member: Member) -> dict[str, Any]:
    """As on the page: only what the actor may read, the newest first, open cases before the others."""
    records = records_of(tx, member)
    return {
        "relations": [_relation(held) for held in relations_of(tx, actor, records)],
        "letters": [_letter(held) for held in letters_of(tx, actor, records)],
        "cases": [_case(case) for case in cases_of(tx, actor, records)],
    }


def _relation(held: Held) -> dict[str, Any]:
    return {
        "relation": held.relation, "organization": unit_view(held.organization), "since": held.since,
        "until": held.until, "case": held.case,
    }  # fmt: skip


def _letter(held: MemberLetter) -> dict[str, Any]:
    return {name: getattr(held.letter, name) for name in _OF_LETTER} | {"case": held.case}


def _case(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _OF_CASE}
