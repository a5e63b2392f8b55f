"""A registration in one quarter as programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.casework.facts import side_of_affiliation
from service.models import Case
from service.permissions import Actor
from service.presentation.case import CaseView, case_view
from service.queries.registration_entries import RegistrationEntry
from service.queries.registrations import Registration


@dataclass(frozen=True)
class RegistrationView:
    """The case, where the member votes, what is due, and what both sides wrote down."""

    case: CaseView
    votes_at: str | None
    service_post: str | None
    answer: str | None
    answered_on: str | None
    feedback_due_on: date | None
    review_due_on: date | None
    entries: Sequence[RegistrationEntry]


def registration_view(registration: Registration, actor: Actor, now: datetime) -> RegistrationView:
    """As it is now."""
    case, side = registration.case, side_of_affiliation(registration.case)
    return RegistrationView(
        case=case_view(case, actor, now),
        votes_at=side.value if side else None,
        service_post=case.particulars.get("service_post"),
        answer=case.particulars.get("answer"),
        answered_on=case.particulars.get("answered_on"),
        feedback_due_on=clock_due_on(case, "feedback"),
        review_due_on=clock_due_on(case, "review"),
        entries=registration.entries,
    )


def clock_due_on(case: Case, name: str) -> date | None:
    """The day of one clock of the state in which the case is."""
    due = case.particulars.get("dues", {}).get(name) if case.is_open else None
    return date.fromisoformat(due[0]) if due else None
