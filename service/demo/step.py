"""One beat of a story, taken by the verb that everybody uses, with what people write when they do it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from service.casework.hand_over import colleagues, hand_over
from service.casework.open_case import open_case, opening
from service.casework.perform_action import perform_action
from service.casework.speak import add_comment, nudge
from service.casework.undo import undo
from service.db import Transaction
from service.demo.stage import Stage
from service.demo.story import ACTOR, BRANCH, CERTIFICATE, LETTER, QUARTER, WORDS, Beat, Story, days_before
from service.models import Case, CaseParty, Organization
from service.permissions import Actor
from service.queries.cases import case_by_number
from service.queries.organizations import ancestors, organization_with_code
from workflows import NEWEST
from workflows.parties import MEMBER_SIDES, Party
from workflows.roles import STREET_KINDS

_LETTER_DAYS = 30
_DAY = re.compile(re.escape(days_before(0)).replace("0", r"(\d+)"))


@dataclass(frozen=True)
class Step:
    """A beat that is about to be played; `number` is the case's, empty while there is none."""

    stage: Stage
    story: Story
    member: Mapping[str, Any]
    number: str
    beat: Beat

    @property
    def party(self) -> Party:
        """For whom somebody acts."""
        return Party(self.beat.party)


def take(tx: Transaction, step: Step) -> Case:
    """The case after the beat."""
    if not step.number:
        return _open(tx, step)
    case = case_by_number(tx, step.number)
    if case is None:
        raise LookupError(step.number)
    row = next(row for row in case.parties if row.party == step.party)
    actor = step.stage.actor_for(row.desk_id, step.party, row.organization)
    words = _words(tx, step, case, actor)
    special = _SPECIAL.get(step.beat.action)
    if special is not None:
        return special(tx, actor, case, row, str(words.get("comment", "")))
    return perform_action(tx, actor, case.number, step.beat.action, words, expected_version=case.version)


def _open(tx: Transaction, step: Step) -> Case:
    """The party that opens is looked for where it will stand: at one of the units, or the committee above it."""
    story = step.story
    outflow = organization_with_code(tx, story.outflow)
    unit = outflow if step.party in MEMBER_SIDES else organization_with_code(tx, story.receiving)
    if step.party is Party.STREET:
        unit = _street_above(tx, unit)
    actor = step.stage.actor_for(unit.desk_for(step.party), step.party, unit)
    body = _words(tx, step, None, actor)
    if not NEWEST[story.workflow].definition.has_one_unit:
        body["receiving_code"] = story.receiving or None
    if story.reason:
        body["reason_code"] = story.reason
    if outflow.external:
        body |= {"outflow_code": story.outflow, "member": dict(step.member)}
    else:
        body |= {"id_number": step.member["id_number"], "name": step.member["name"]}
    return open_case(tx, actor, opening(story.workflow, step.beat.action, body))


def _street_above(tx: Transaction, unit: Organization) -> Organization:
    above = reversed(ancestors(tx, unit))
    return next((organization for organization in above if organization.kind in STREET_KINDS), unit)


def _words(tx: Transaction, step: Step, case: Case | None, actor: Actor) -> dict[str, Any]:
    action = step.beat.action
    written = {**WORDS.get(action, {}), **step.story.fields.get(action, {}), **step.beat.fields}
    if action == "issue_letter" and any(beat.action == "report_in" for beat in step.story.beats):
        written.setdefault("valid_days", _LETTER_DAYS)  # a long holiday must not let this one lapse
    filled = {name: _filled(tx, value, case, actor) for name, value in written.items()}
    return {name: value for name, value in filled.items() if value is not None}


def _filled(tx: Transaction, value: Any, case: Case | None, actor: Actor) -> Any:
    if value == LETTER:
        return case.letter.number if case and case.letter else None
    if value == CERTIFICATE:
        return case.particulars["certificate"]["number"] if case else None
    if value == BRANCH:
        return _branch_below(tx, case) if case else None
    if isinstance(value, str) and (day := _DAY.fullmatch(value)):
        return (tx.today - timedelta(days=int(day[1]))).isoformat()
    plain = {QUARTER: _last_quarter(tx), ACTOR: actor.display_name}
    return plain.get(value, value) if isinstance(value, str) else value


def _last_quarter(tx: Transaction) -> str:
    year, quarter = tx.today.year, (tx.today.month + 2) // 3
    return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1}-Q4"


def _branch_below(tx: Transaction, case: Case) -> str | None:
    receiving = next(row.organization_id for row in case.parties if row.party == Party.RECEIVING)
    below = select(Organization.code).where(Organization.parent_id == receiving, Organization.kind == "branch")
    return tx.session.scalar(below.order_by(Organization.code))


def _hand_over(tx: Transaction, actor: Actor, case: Case, row: CaseParty, comment: str) -> Case:
    other = next(user for user in colleagues(tx, row) if user.id != actor.user_id)
    return hand_over(tx, actor, case.number, other.name, comment)


_SPECIAL: Mapping[str, Callable[[Transaction, Actor, Case, CaseParty, str], Case]] = {
    "comment": lambda tx, actor, case, _row, comment: add_comment(tx, actor, case.number, comment),
    "nudge": lambda tx, actor, case, _row, comment: nudge(tx, actor, case.number, comment),
    "undo": lambda tx, actor, case, _row, _comment: undo(tx, actor, case.number, expected_version=case.version),
    "hand_over": _hand_over,
}
