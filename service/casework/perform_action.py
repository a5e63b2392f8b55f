"""Carry out one action on a case: permit, step, enter, record, all of it or none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.casework.change import Change
from service.casework.enter_state import enter_state
from service.casework.facts import facts_of
from service.casework.follow_on import begin_following
from service.casework.write_step import row_of, write_step
from service.db import Transaction
from service.errors import ActionRefused, NotFound, NotYourTurn, StaleVersion, VersionRequired, WrongState
from service.forms.actions import load_fields
from service.models import Case, Organization
from service.permissions import THE_CLOCK, Actor, acting_parties, may_read_case, post_for, sees_paper
from service.queries.cases import LockedCase, lock_case
from service.queries.certificates import what_the_paper_is
from service.queries.destinations import destination_rule
from service.queries.history import last_step
from service.queries.letters import what_became_of
from workflows import workflow_of
from workflows.engine import Workflow
from workflows.vocabulary import Action, Facts, Party, Refusal

_CHOOSING_FIELDS = ("receiving_code", "placed_in_code", "to_code", "asked_code")


@dataclass(frozen=True)
class Attempt:
    """Somebody wants to take an action on a locked case."""

    tx: Transaction
    actor: Actor
    locked: LockedCase
    workflow: Workflow
    action: Action

    @property
    def case(self) -> Case:
        """The case, locked."""
        return self.locked.case

    @property
    def acting(self) -> frozenset[Party]:
        """The parties the actor speaks for."""
        return acting_parties(self.actor, self.case)


def perform_action(
    tx: Transaction,
    actor: Actor,
    number: str,
    action_name: str,
    raw: Mapping[str, Any],
    *,
    expected_version: int | None,
) -> Case:
    """The case after the step. Refuses in the order of the contract: 404, turn, version, state, fields, guards."""
    attempt = _attempt(tx, actor, number, action_name, _chosen_code(raw))
    _require_turn(attempt)
    require_version(tx, attempt.case, expected_version)
    if attempt.action not in attempt.workflow.available(facts_of(attempt.case, tx.today), attempt.acting):
        raise WrongState(number=number, state=attempt.case.state, action=action_name)
    change = _decide(attempt, raw)
    begin_following(change)
    enter_state(change)
    write_step(change)
    for follower in change.followed_by:
        perform_action(tx, THE_CLOCK, follower.number, follower.action, {}, expected_version=follower.version)
    return change.case


def require_version(tx: Transaction, case: Case, expected: int | None) -> None:
    """Raises VersionRequired, and StaleVersion with the name of whoever acted since the page was opened."""
    if expected is None:
        raise VersionRequired
    if case.version != expected:
        raise StaleVersion(number=case.number, version=case.version, state=case.state, **last_step(tx, case))


def _chosen_code(raw: Mapping[str, Any]) -> str | None:
    code = next((raw[name] for name in _CHOOSING_FIELDS if raw.get(name)), None)
    return code.strip() if isinstance(code, str) else None


def _attempt(tx: Transaction, actor: Actor, number: str, action_name: str, chosen_code: str | None) -> Attempt:
    locked = lock_case(tx, number, chosen_code)
    if locked is None or not (may_read_case(actor, locked.case) or sees_paper(actor, locked.case)):
        raise NotFound(number=number)
    workflow = workflow_of(locked.case.workflow, locked.case.workflow_version)
    action = workflow.actions.get(action_name)
    if action is None or action.opens:
        raise NotFound(action=action_name)
    return Attempt(tx, actor, locked, workflow, action)


def _require_turn(attempt: Attempt) -> None:
    case = attempt.case
    if not attempt.workflow.may_ever(attempt.action, facts_of(case, attempt.tx.today), attempt.acting):
        holder = next((row.organization.title for row in case.parties if row.party == case.holder_party), None)
        raise NotYourTurn(number=case.number, holder=holder)


def _decide(attempt: Attempt, raw: Mapping[str, Any]) -> Change:
    case, tx, chosen = attempt.case, attempt.tx, attempt.locked.chosen
    fields = load_fields(attempt.action, raw)
    facts = facts_of(case, tx.today, fields, chosen)
    if attempt.action.name == "edit" and "receiving_code" in fields:
        facts = _with_destination(tx, case, facts, chosen)
    step = attempt.workflow.step(attempt.action, facts, attempt.acting)
    if step.refusals or step.move is None or step.facts.acting is None:
        raise ActionRefused(_explain(tx, case, fields, step.refusals), number=case.number)
    row = row_of(case, step.facts.acting)
    return Change(
        tx=tx,
        actor=attempt.actor,
        case=case,
        workflow=attempt.workflow,
        action=attempt.action,
        move=step.move,
        acting=step.facts.acting,
        post=post_for(attempt.actor, row, case) if row else None,
        fields=fields,
        from_state=case.state,
        to_state=step.state,
        working_days=tx.working_days(attempt.locked.calendar_version),
        chosen=chosen,
        unit=row.organization if row else None,
    )


def _with_destination(tx: Transaction, case: Case, facts: Facts, chosen: Organization | None) -> Facts:
    """The guards judge the unit the case would go to, not the one it goes to now."""
    parties = dict(facts.parties)
    parties.pop(Party.RECEIVING, None)
    if chosen is None:
        return replace(facts, parties=parties)
    parties[Party.RECEIVING] = chosen.as_unit(facts.today)
    return replace(facts, parties=parties, destination_rule=destination_rule(tx, case.member, chosen))


def _explain(tx: Transaction, case: Case, fields: Mapping[str, Any], refusals: list[Refusal]) -> list[Refusal]:
    """A number that is not that of the paper in force may be an older one, or another person's: say so."""
    return [_explained(tx, case, fields, refusal) for refusal in refusals]


def _explained(tx: Transaction, case: Case, fields: Mapping[str, Any], refusal: Refusal) -> Refusal:
    known_by = _PAPERS.get(refusal.code)
    typed = fields.get(refusal.field or "")
    return (known_by(tx, case, str(typed)) if known_by and isinstance(typed, str) else None) or refusal


_PAPERS: Mapping[str, Callable[[Transaction, Case, str], Refusal | None]] = {
    "letter_mismatch": what_became_of,
    "certificate_mismatch": what_the_paper_is,
}
