"""A step with which a case of another workflow begins, or joins the one that the member has open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from service.casework.change import Change
from service.casework.links import link_rows, note_link
from service.casework.open_case import open_case, opening
from service.models import Case
from service.queries.cases import case_by_number
from workflows.parties import MEMBER_SIDES, OTHER_SIDES

_HANDED_ON = ("reason_code", "destination_reason", "comment")
_BEGUN_BY = {True: "open", False: "request"}
"""What begins a transfer: the side with the member opens it, the other one asks for it."""


def begin_following(change: Change) -> None:
    """The other case, before this one takes its step: both then name each other. Raises what opening it raises."""
    if not change.action.begins:
        return
    later = _open_already(change)
    if later is None:
        later = _opened(change)
    else:
        note_link(change.tx, later, change.case, "followed_by", change.actor, change.post)
    if all(link.other_id != later.id for link in change.case.links):
        link_rows(change.tx, later, change.case, "follows")
    change.details["followed_by"] = later.number


def _open_already(change: Change) -> Case | None:
    query = select(Case.number).where(
        Case.member_id == change.case.member.id, Case.workflow == change.action.begins, Case.is_open
    )
    number = change.tx.session.scalar(query.limit(1))
    return case_by_number(change.tx, number) if number else None


def _opened(change: Change) -> Case:
    action = _BEGUN_BY[change.acting in MEMBER_SIDES]
    body: dict[str, Any] = {name: change.fields[name] for name in _HANDED_ON if change.fields.get(name)}
    body.setdefault("reason_code", change.case.particulars.get("reason_code") or "moved_home")
    body["receiving_code"] = change.chosen.code if change.chosen else _other_side(change)
    wanted = opening(change.action.begins, action, body)
    names = {use.name for use in wanted.action.fields}
    raw = {name: value for name, value in wanted.raw.items() if name in names}
    about = replace(wanted, raw=raw, follows=change.case.number, about=change.case.member.id)
    return open_case(change.tx, change.actor, about)


def _other_side(change: Change) -> str:
    return next((row.organization.code for row in change.case.parties if row.party in OTHER_SIDES), "")
