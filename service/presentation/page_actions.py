"""The actions of a case as pages draw them: the main one first, each with only the fields that matter here."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.facts import side_of_affiliation
from service.models import Case
from service.permissions import Actor, acting_parties
from service.presentation.dual_facts import owed_quarter
from service.presentation.form_fields import FormField, Option, Typed, action_fields
from service.presentation.offers import ActionView, offers
from service.presentation.words import Complaint, complaint, say
from workflows.dates import quarter_of
from workflows.engine import LIFTED_BY_WORDS
from workflows.routes import DEFAULT_VALIDITY
from workflows.vocabulary import Party

_ORDER = (
    "take_up", "submit", "agree", "release", "issue_letter", "report_in", "accept", "finish_file_check", "place",
    "attach_member", "issue_certificate", "log_activity", "check_return", "allow_absence", "inspect",
    "send_receipt", "confirm_receipt", "order_acceptance", "order_release", "file", "reissue", "record_seals",
    "settle", "give_feedback", "answer", "log_contact", "found", "record_decision",
    "log_service", "resume", "review", "give_up_search", "report_up", "ask_unit", "reopen",
    "send_back", "decline", "reject_receipt", "uphold_refusal", "edit", "check_file", "redirect", "report_lost",
    "leave", "move_on", "report_loss", "decline_attach", "refuse", "pause", "end", "convert", "cancel",
    "withdraw", "void", "revoke",
)  # fmt: skip
"""What moves the case on, then what turns it back, then what is rare."""

_WARN = frozenset({"send_back", "decline", "reject_receipt", "refuse", "uphold_refusal", "decline_attach"})
_OF_PAPER = frozenset({"letter_number", "issued_on"})
_DECISION = frozenset({"decision", "decided_on", "decided_by", "document_number"})
_ISSUING = frozenset({"issue_letter", "reissue"})
_DATED = dict.fromkeys(("log_contact", "log_service", "found", "settle", "ask_unit", "answer"), "happened_on")
_DATED |= {"report_in": "received_on", "check_file": "enquired_on"}
"""What is mostly of today, and the field that says so."""
_LATER = frozenset({"settle", "give_up_search", "report_up", "reopen"})
"""Not the first thing to do while it cannot be done yet."""
_LIFTED = {"dues_plan": "dues_behind", "conversion_opinion": "conversion_unsettled"}


@dataclass(frozen=True)
class PageAction:
    """A button, and the form behind it. `key` makes sending it twice one step."""

    name: str
    label: str
    tone: str
    url: str
    confirm_label: str
    fields: Sequence[FormField] = ()
    blocked: Sequence[str] = ()
    help: str = ""
    key: str = ""
    open: bool = False


def new_key() -> str:
    """A key that no form had before."""
    return secrets.token_urlsafe(16)


def is_my_turn(case: Case, actor: Actor) -> bool:
    """Whether the actor speaks for the party that holds the case."""
    return case.holder_party is not None and Party(case.holder_party) in acting_parties(actor, case)


def page_actions(
    case: Case,
    actor: Actor,
    now: datetime,
    candidates: Mapping[str, Sequence[Option]] | None = None,
    back: str = "",
) -> list[PageAction]:
    """What the actor may do with the case, the main action first; `back` names the list to return to."""
    mine = is_my_turn(case, actor)
    found = sorted((offer for offer in offers(case, actor, now) if offer.name != "undo"), key=_rank)
    today = clock.day_of(now)
    drawn = [
        drawn_action(
            case,
            offer,
            Typed(proposed(case, actor, offer.name, today), (), candidates),
            first=mine and at == 0,
            back=back,
        )
        for at, offer in enumerate(found)
    ]
    return [*drawn, *_linked_transfer(case, actor)]


def _linked_transfer(case: Case, actor: Actor) -> list[PageAction]:
    """While a registration is in force, the side where the member belongs opens the transfer, the other asks for it."""
    acting, home = acting_parties(actor, case), side_of_affiliation(case)
    if case.workflow != "dual_management" or case.state != "active" or not acting & {Party.OUTFLOW, Party.RECEIVING}:
        return []
    member = case.member
    who = {"way": "open", "member_id": member.id} if home in acting else {"way": "request", "name": member.name}
    url = url_for("cases.new", follows=case.number, **who)  # type: ignore[arg-type]
    return [PageAction("transfer", _("发起转接"), "plain", url, "")]


def drawn_action(
    case: Case, offer: ActionView, typed: Typed, *, first: bool = False, key: str = "", back: str = ""
) -> PageAction:
    """One action with what was typed or is proposed; `back` names the list to return to."""
    label = _(offer.label)
    asked = {field.name for field in offer.fields}
    lifted = [refusal for refusal in offer.blocked if refusal.code in LIFTED_BY_WORDS and refusal.field in asked]
    blocked = [say(refusal.code, refusal.values) for refusal in offer.blocked if refusal not in lifted]
    codes = {refusal.code for refusal in offer.blocked}
    fields = [field for field in offer.fields if _matters(case, offer.name, field.name, codes)]
    return PageAction(
        name=offer.name,
        label=label,
        tone="primary" if first else "warn" if offer.name in _WARN else "plain",
        url=url_for("cases.action", number=case.number, action_name=offer.name, back=back or None),
        confirm_label=_("确认%(action)s", action=label),
        fields=_asked_for(action_fields(fields, typed), [complaint(refusal) for refusal in lifted]),
        blocked=blocked,
        help=_(offer.help) if offer.help else "",
        key=key or new_key(),
    )


def proposed(case: Case, actor: Actor, action: str, today: date) -> dict[str, Any]:
    """What a form proposes before anybody typed."""
    values: dict[str, Any] = {}
    if action in _ISSUING:
        values["valid_days"] = DEFAULT_VALIDITY.get(case.route)
    elif action in _DATED:
        values[_DATED[action]] = today.isoformat()
    elif action in ("send_receipt", "record_seals"):
        values |= {"handled_by": actor.display_name, "applied_by": actor.display_name}
    elif action == "place":
        values["placed_in_code"] = next(
            (row.organization.code for row in case.parties if row.party == Party.RECEIVING), ""
        )
    elif action == "allow_absence":
        values |= _absence(case)
    elif action == "give_feedback":
        values["quarter"] = min(owed_quarter(case), quarter_of(today))
    return values


def _absence(case: Case) -> dict[str, Any]:
    """As it was reported; the letter of proof where the rules advise it."""
    kept = case.particulars
    days = {name: kept.get(name) or "" for name in ("left_on", "back_on")}
    return days | {"proof_wanted": "true" if kept.get("advice") == "proof_letter" else ""}


def _rank(offer: ActionView) -> int:
    if offer.blocked and offer.name in _LATER:
        return len(_ORDER)
    return _ORDER.index(offer.name) if offer.name in _ORDER else len(_ORDER)


def _matters(case: Case, action: str, name: str, codes: set[str]) -> bool:
    """Fields for cases that this is not are left out: an officer should not wonder what to write there."""
    if name in _LIFTED:
        return _LIFTED[name] in codes
    if action in _ISSUING and name in _OF_PAPER:
        return any(row.party == Party.OUTFLOW_COMMITTEE and row.organization.external for row in case.parties)
    if action == "reissue" and name in _DECISION:
        return "reissue_window_over" in codes
    if name == "letter_returned":
        return case.letter is not None and case.letter.kind == "paper" and case.letter.status == "valid"
    return True


def _asked_for(fields: list[FormField], lifted: Sequence[Complaint]) -> list[FormField]:
    """A field that lifts a refusal says which, and is needed."""
    why = {wrong.field: wrong.plain for wrong in lifted}
    return [_needed(field, why[field.name]) if field.name in why else field for field in fields]


def _needed(field: FormField, why: str) -> FormField:
    return FormField(**{**vars(field), "required": True, "hint": why})
