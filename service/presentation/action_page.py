"""The page of one action: what the case is, what is asked, what went wrong, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from service import clock
from service.casework.facts import facts_of
from service.casework.speak import holder_of
from service.errors import DeskError, NotFound, NotYourTurn, StaleVersion
from service.models import Case
from service.permissions import Actor, acting_parties
from service.presentation.case_page import CaseHead, case_head
from service.presentation.form_fields import Option, Typed
from service.presentation.offers import ActionView, action_view, offers
from service.presentation.page_actions import PageAction, drawn_action, proposed
from service.presentation.particulars import Pair, summary
from service.presentation.review_evidence import Evidence
from service.presentation.words import Complaint, complaint, say
from workflows import workflow_of
from workflows.fields import FIELDS
from workflows.vocabulary import Refusal


@dataclass(frozen=True)
class Sent:
    """The form as it came back: what was typed, under which key, what was wrong, and what its look-ups found."""

    values: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    error: DeskError | None = None
    candidates: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    back: str = ""
    evidence: Evidence | None = None

    @property
    def complaints(self) -> list[Complaint]:
        """What the error summary says; a stale page says it in a line of its own."""
        if self.error is None or isinstance(self.error, StaleVersion):
            return []
        if self.error.refusals:
            return [complaint(refusal) for refusal in self.error.refusals]
        return [Complaint(None, say(self.error.code, self.error.values))]


@dataclass(frozen=True)
class ActionPage:
    """As `cases/action.html` reads it."""

    case: CaseHead
    summary: Sequence[Pair]
    action: PageAction
    errors: Sequence[Complaint]
    happened: str
    kept: Sequence[Pair]
    evidence: Evidence | None = None


def action_page(case: Case, actor: Actor, name: str, now: datetime, sent: Sent) -> ActionPage:
    """The page; raises NotFound for no action of this workflow, NotYourTurn for one that is never this person's."""
    offer = offer_of(case, actor, name, now)
    values = {**proposed(case, actor, name, clock.day_of(now)), **sent.values}
    if sent.evidence is not None:
        values.setdefault("result", sent.evidence.summary)
    typed = Typed(values, sent.complaints, sent.candidates)
    action = drawn_action(case, offer, typed, key=sent.key, back=sent.back)
    stale = isinstance(sent.error, StaleVersion)
    return ActionPage(
        case=case_head(case, actor),
        summary=summary(case),
        action=action,
        errors=sent.complaints,
        happened=say(sent.error.code, sent.error.values) if stale and sent.error else "",
        kept=_kept(sent.values) if action.blocked else [],
        evidence=sent.evidence,
    )


def offer_of(case: Case, actor: Actor, name: str, now: datetime) -> ActionView:
    """The action as it is offered now; one that has to wait for another state says so."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    found = next((offer for offer in offers(case, actor, now) if offer.name == name), None)
    if found is not None and name in workflow.actions:
        return found
    action = workflow.actions.get(name)
    if action is None or action.opens:
        raise NotFound(number=case.number)
    facts, acting = facts_of(case, clock.day_of(now)), acting_parties(actor, case)
    if not workflow.may_ever(action, facts, acting):
        holder = holder_of(case)
        raise NotYourTurn(number=case.number, holder=holder.organization.title if holder else None)
    refusal = Refusal("wrong_state", {"number": case.number, "state": case.state, "action": name})
    return action_view(action, blocked=[refusal])


def _kept(values: Mapping[str, Any]) -> list[Pair]:
    """What was typed on a page that can no longer be sent, to be copied from."""
    return [
        Pair(_(FIELDS[name].label), str(value), whole=True)
        for name, value in values.items()
        if name in FIELDS and value
    ]
