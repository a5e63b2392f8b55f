"""A case as it is shown: the facts of its row and what follows from them, without asking the database again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service import clock
from service.models import Case, CaseParty, Letter, Organization
from service.papers import shown_code
from service.permissions import Actor, may_read_case
from service.presentation.offers import ActionView, offers
from service.queries.proposals import transfer_suggested
from workflows import workflow_of
from workflows.vocabulary import Party


@dataclass(frozen=True)
class UnitView:
    """An organization by its code and the name to show."""

    code: str
    name: str


@dataclass(frozen=True)
class HolderView:
    """Whose move it is."""

    party: str
    organization: UnitView


@dataclass(frozen=True)
class HandlerView:
    """The person of the holder's unit who handles the case."""

    id: int
    name: str


@dataclass(frozen=True)
class MemberView:
    """Whom the case is about."""

    id: str
    name: str
    status: str


@dataclass(frozen=True)
class LetterView:
    """The letter in force, or the number under which a release went online."""

    number: str
    kind: str
    issued_on: date
    valid_days: int
    expires_on: date
    status: str
    received_on: date | None
    seal_applied: bool
    riding_seal_applied: bool
    code: str | None


@dataclass(frozen=True)
class CertificateView:
    """The activity certificate in force, or the last one."""

    number: str
    issued_on: date
    inspected_on: date
    valid_until: date
    status: str


@dataclass(frozen=True)
class LinkView:
    """What the case is to another one."""

    kind: str
    number: str
    at: datetime


@dataclass(frozen=True)
class CaseView:
    """A case as one person sees it at one moment."""

    number: str
    workflow: str
    workflow_label: str
    kind: str
    state: str
    state_label: str
    is_open: bool
    version: int
    holder: HolderView | None
    handler: HandlerView | None
    due_on: date | None
    provisional: bool
    overdue: bool
    responsible_organization: UnitView | None
    affiliation: UnitView | None
    parties: dict[str, UnitView]
    route: str
    reason_code: str | None
    letter: LetterView | None
    certificate: CertificateView | None
    advice: str | None
    proposals: tuple[str, ...]
    member: MemberView | None
    unit: UnitView | None
    quarter: str | None
    links: tuple[LinkView, ...]
    opened_at: datetime
    opened_by: str
    entered_at: datetime
    closed_on: date | None
    available_actions: tuple[ActionView, ...]

    @property
    def etag(self) -> str:
        """The version as HTTP writes it; comments, nudges and alerts leave it as it is."""
        return f"case-{self.number}-{self.version}"


def case_view(case: Case, actor: Actor, now: datetime) -> CaseView:
    """The case, loaded with everything that `queries.cases` names, as the actor sees it now."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    return CaseView(
        number=case.number,
        workflow=case.workflow,
        workflow_label=workflow.label,
        kind=case.kind,
        state=case.state,
        state_label=workflow.states[case.state].label,
        is_open=case.is_open,
        version=case.version,
        holder=_holder(case),
        handler=_handler(case),
        due_on=case.due_on if case.is_open else None,
        provisional=case.is_open and case.due_provisional,
        overdue=is_overdue(case, clock.day_of(now)),
        responsible_organization=unit_view(case.responsible),
        affiliation=unit_view(case.affiliation),
        parties={row.party: UnitView(row.organization.code, row.organization.title) for row in _shown(case)},
        route=case.route,
        reason_code=case.particulars.get("reason_code"),
        letter=_letter(case.letter),
        certificate=_certificate(case.particulars.get("certificate")),
        advice=case.particulars.get("advice"),
        proposals=("transfer",) if transfer_suggested(case, clock.day_of(now)) else (),
        member=_member(case, actor),
        unit=unit_view(case.unit),
        quarter=case.quarter,
        links=tuple(LinkView(link.kind, link.other.number, link.at) for link in case.links),
        opened_at=case.opened_at,
        opened_by=case.opened_by_party,
        entered_at=case.entered_at,
        closed_on=case.closed_on,
        available_actions=offers(case, actor, now),
    )


def is_overdue(case: Case, today: date) -> bool:
    """Lateness is computed, never stored: the due day is wholly in time."""
    return case.is_open and case.due_on is not None and case.due_on < today


def unit_view(organization: Organization | None) -> UnitView | None:
    """An organization as it is named, or nothing."""
    return None if organization is None else UnitView(organization.code, organization.title)


def _shown(case: Case) -> list[CaseParty]:
    """The sending side's department stands by until a refusal brings it in."""
    return [row for row in case.parties if row.party != Party.OUTFLOW_DEPARTMENT]


def _holder(case: Case) -> HolderView | None:
    row = next((row for row in case.parties if row.party == case.holder_party), None)
    return None if row is None else HolderView(row.party, UnitView(row.organization.code, row.organization.title))


def _handler(case: Case) -> HandlerView | None:
    """A step takes the case from whoever handled it; the row may still know them."""
    person = case.handler if case.handler_id is not None else None
    return None if person is None or person.id != case.handler_id else HandlerView(person.id, person.display_name)


def _member(case: Case, actor: Actor) -> MemberView | None:
    """Nobody yet, to whom only the paper is known; nobody at all in a case about a unit."""
    member = case.person
    if member is None or not may_read_case(actor, case):
        return None
    return MemberView(member.id, member.name, member.member_status)


def _certificate(kept: Mapping[str, Any] | None) -> CertificateView | None:
    if not kept:
        return None
    days = {name: date.fromisoformat(kept[name]) for name in ("issued_on", "inspected_on", "valid_until")}
    return CertificateView(number=kept["number"], status=kept["status"], **days)


def _letter(letter: Letter | None) -> LetterView | None:
    if letter is None:
        return None
    return LetterView(
        number=letter.number,
        kind=letter.kind,
        issued_on=letter.issued_on,
        valid_days=letter.valid_days,
        expires_on=letter.expires_on,
        status=letter.status,
        received_on=letter.received_on,
        seal_applied=letter.seal_applied_at is not None,
        riding_seal_applied=letter.riding_seal_applied_at is not None,
        code=shown_code(letter.code) if letter.code else None,
    )
