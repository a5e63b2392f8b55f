"""Reads what the pages about a case show: each thing once, however long its history is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from service.casework.attachments import MOST
from service.casework.flow_figures import figures_of
from service.casework.speak import nudged_at, speaking_post
from service.db import Transaction
from service.errors import NotFound
from service.models import Case
from service.permissions import Actor, may_read_case, may_read_member, visible_cases
from service.presentation.case_page import Reading
from service.presentation.form_fields import Option, organization_options
from service.presentation.now_box import Viewer
from service.presentation.offers import offers
from service.queries.alerts import alerts_of_case
from service.queries.attachments import attachments_of
from service.queries.audit import verify_case
from service.queries.cases import case_by_number
from service.queries.history import lines_of
from service.queries.members import masked
from service.queries.organizations import subtree_page
from service.queries.signals.raised import signals_of
from workflows.roles import PLACEMENT_KINDS
from workflows.vocabulary import Party

BRANCHES_OFFERED = 30
RELATED_SHOWN = 20


def visible_case(tx: Transaction, actor: Actor, number: str) -> Case:
    """The case. Raises NotFound for one that is not there and for one outside the actor's scope."""
    case = case_by_number(tx, number)
    if case is None or not may_read_case(actor, case):
        raise NotFound(number=number)
    return case


def read_case(tx: Transaction, actor: Actor, number: str) -> tuple[Reading, Viewer]:
    """Everything for the page of a case."""
    case = visible_case(tx, actor, number)
    holders = [unit for unit in (case.affiliation, case.responsible) if unit is not None]
    reading = Reading(
        case=case,
        lines=lines_of(tx, case),
        alerts=alerts_of_case(tx, case),
        finding=verify_case(tx, case),
        related=_related(tx, actor, case),
        masked=masked(tx, case.person) if case.person else {},
        reads_member=may_read_member(actor, holders),
        candidates=branches_offered(tx, actor, case),
        files=attachments_of(tx, case, MOST),
        signals=signals_of(tx, [case.id]).get(case.id, ()) if case.workflow == "follow_up" else (),
        figures=figures_of(tx, case.unit, case.quarter) if case.unit and case.quarter else None,
    )
    return reading, viewer_of(tx, actor, case)


def viewer_of(tx: Transaction, actor: Actor, case: Case | None = None) -> Viewer:
    """Who looks; with a case, also as which post they may speak there."""
    post = speaking_post(actor, case) if case is not None else None
    nudged = nudged_at(tx, case, post) if case is not None and post is not None and case.is_open else None
    return Viewer(actor, tx.now, tx.working_days(), post, nudged)


def branches_offered(tx: Transaction, actor: Actor, case: Case) -> Mapping[str, Sequence[Option]]:
    """Where a member can be placed: the receiving unit, and the branches and groups below it."""
    if not any(offer.name == "place" for offer in offers(case, actor, tx.now)):
        return {}
    receiving = next(row.organization for row in case.parties if row.party == Party.RECEIVING)
    below = subtree_page(tx, receiving, kinds=PLACEMENT_KINDS, limit=BRANCHES_OFFERED)
    units = [receiving, *(unit for unit in below if unit.id != receiving.id and unit.is_valid_on(tx.today))]
    return {"placed_in_code": organization_options(units)}


def _related(tx: Transaction, actor: Actor, case: Case) -> Sequence[Case]:
    same = Case.member_id == case.member_id if case.person else Case.receiving_id == case.receiving_id
    kind = Case.quarter.is_(None) if case.person else Case.quarter.is_not(None)
    query = select(Case).where(same, kind, Case.id != case.id, visible_cases(actor))
    return tx.session.scalars(query.order_by(Case.id.desc()).limit(RELATED_SHOWN)).all()
