"""What a verb would do with many cases, before it is taken: which would go through, and why others would be skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.casework.bulk import Bulk, Chosen
from service.casework.facts import facts_of
from service.casework.undo import may_undo
from service.db import Transaction
from service.errors import ActionRefused, DeskError, NotFound, NotYourTurn, StaleVersion, ValidationFailed, WrongState
from service.forms.actions import load_fields
from service.models import Case, Organization
from service.permissions import Actor, acting_parties, may_read_case
from service.queries.letters import OlderLetter, older_letters, refusal_of_older
from service.queries.lists import cases_by_number
from service.queries.subjects import organizations_by_code
from workflows import workflow_of
from workflows.vocabulary import Action, Refusal

_MISMATCH = "letter_mismatch"
CHOOSING_FIELDS = ("receiving_code", "placed_in_code", "to_code", "asked_code")


@dataclass(frozen=True)
class Foreseen:
    """A case with what speaks against the step; nothing where it would go through. A hidden case is None."""

    number: str
    case: Case | None
    error: DeskError | None = None

    @property
    def mismatches(self) -> bool:
        """Whether the number on the paper is not that of the letter in force."""
        return self.error is not None and any(refusal.code == _MISMATCH for refusal in self.error.refusals)

    def explained(self, typed: Any, older: Sequence[OlderLetter]) -> Foreseen:
        """The same, said of the older letter of the case that bears the number."""
        void = refusal_of_older(self.case, str(typed), older) if self.case else None
        if void is None or self.error is None:
            return self
        refusals = [void if refusal.code == _MISMATCH else refusal for refusal in self.error.refusals]
        return replace(self, error=ActionRefused(refusals, number=self.number))


def foresee(tx: Transaction, actor: Actor, bulk: Bulk, *, filled: bool = True) -> list[Foreseen]:
    """The same order of refusal as the step itself, in two statements however many cases there are, or three.

    While the form is not `filled`, only what lies in the cases speaks against them.
    """
    cases = cases_by_number(tx, [chosen.number for chosen in bulk.cases])
    look = _Look(tx, actor, bulk.action, _units(tx, bulk) if filled else {}, filled)
    seen = [look.at(chosen, cases.get(chosen.number), bulk.fields_of(chosen)) for chosen in bulk.cases]
    wrong = {found.number: found.case for found in seen if found.case is not None and found.mismatches}
    if not wrong:
        return seen
    older = older_letters(tx, wrong.values())
    typed = {chosen.number: bulk.fields_of(chosen).get("letter_number") for chosen in bulk.cases}
    return [
        found.explained(typed[found.number], older[wrong[found.number].id]) if found.number in wrong else found
        for found in seen
    ]


def _units(tx: Transaction, bulk: Bulk) -> dict[str, Organization]:
    codes = {code for chosen in bulk.cases if (code := _code(bulk.fields_of(chosen)))}
    return organizations_by_code(tx, codes) if codes else {}


def _code(fields: Mapping[str, Any]) -> str:
    found = next((fields[name] for name in CHOOSING_FIELDS if fields.get(name)), "")
    return found.strip() if isinstance(found, str) else ""


@dataclass(frozen=True)
class _Look:
    """Who looks ahead at which action, and the units that the fields name."""

    tx: Transaction
    actor: Actor
    name: str
    units: Mapping[str, Organization]
    filled: bool

    def at(self, chosen: Chosen, case: Case | None, fields: Mapping[str, Any]) -> Foreseen:
        """What would become of one case."""
        if case is None or not may_read_case(self.actor, case):
            return Foreseen(chosen.number, None, NotFound(number=chosen.number))
        try:
            if chosen.version not in (None, case.version):
                raise StaleVersion(number=case.number, version=case.version, state=case.state)
            self._judge(case, fields)
        except DeskError as error:
            return Foreseen(chosen.number, case, error)
        return Foreseen(chosen.number, case)

    def _judge(self, case: Case, fields: Mapping[str, Any]) -> None:
        workflow, acting = workflow_of(case.workflow, case.workflow_version), acting_parties(self.actor, case)
        action, facts = workflow.actions.get(self.name), facts_of(case, self.tx.today)
        if action is not None and not workflow.may_ever(action, facts, acting):
            raise NotYourTurn(number=case.number, holder=_holder(case))
        open_to = action in workflow.available(facts, acting) if action else may_undo(case, self.actor, self.tx.now)
        if not open_to or (action is None and self.name != "undo"):
            raise WrongState(number=case.number, state=case.state, action=self.name)
        if action is not None and (refusals := self._refusals(case, action, fields)):
            raise ActionRefused(refusals, number=case.number)

    def _refusals(self, case: Case, action: Action, fields: Mapping[str, Any]) -> list[Refusal]:
        workflow, acting = workflow_of(case.workflow, case.workflow_version), acting_parties(self.actor, case)
        if not self.filled:
            return workflow.blocked(action, facts_of(case, self.tx.today), acting)
        loaded = load_fields(action, fields)
        return workflow.step(
            action, facts_of(case, self.tx.today, loaded, self.units.get(_code(fields))), acting
        ).refusals


def _holder(case: Case) -> str | None:
    return next((row.organization.title for row in case.parties if row.party == case.holder_party), None)


def common_faults(action: Action, raw: Mapping[str, Any], own: frozenset[str]) -> list[Refusal]:
    """What is wrong with the fields that all cases share; `own` names those that each case has for itself."""
    try:
        load_fields(action, {name: value for name, value in raw.items() if name not in own})
    except ValidationFailed as failed:
        return [refusal for refusal in failed.refusals if refusal.field not in own]
    return []
