"""Open a case: find the member and both sides, derive the parties and the route, and take the first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import exc
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.arrivals import belongs_nowhere, new_arrival, person_and_keeper
from service.casework.case_numbers import draw_number
from service.casework.change import Change
from service.casework.clocks import start_clocks
from service.casework.enter_state import run_effects
from service.casework.facts import facts_of
from service.casework.holding import show_holder
from service.casework.one_open import open_already
from service.casework.opening import Opening as Opening
from service.casework.opening import instead_of
from service.casework.opening import opening as opening
from service.casework.parties import find_way, new_party, set_desks
from service.casework.tree import require_standing
from service.casework.write_step import row_of, write_step
from service.db import Transaction
from service.errors import ActionRefused, NotPermitted, ValidationFailed
from service.forms.actions import load_fields
from service.models import Case, Member, Organization
from service.permissions import Actor, acting_parties, post_for
from service.queries.destinations import destination_rule
from service.queries.subjects import Person, find_subject, organizations_by_code, person_where
from workflows.engine import Step
from workflows.vocabulary import NEW, Party, Refusal

_ORIGINS = ("outflow_code", "unit_code")


def open_case(tx: Transaction, actor: Actor, wanted: Opening) -> Case:
    """The new case after its opening action. Raises DuplicateOpenCase naming the one that is open already."""
    if wanted.action.instead and belongs_nowhere(tx, actor, wanted.who, wanted.raw):
        return open_case(tx, actor, instead_of(wanted))
    fields = load_fields(wanted.action, wanted.raw)
    receiving, named = _units(tx, fields)
    person, outflow = _person_and_outflow(tx, actor, wanted, named)
    case = _draft(tx, wanted, person, outflow, receiving, fields)
    step = _decide(tx, actor, wanted, case, fields, receiving)
    _insert(tx, case)
    change = _change(tx, actor, wanted, case, step, fields)
    _take_first_step(change)
    return case


def require_openable(tx: Transaction, actor: Actor, wanted: Opening, person: Person) -> None:
    """What would keep the case from being opened, before it is; nothing is written. Raises what opening raises.

    The person may be one whom nobody has recorded yet. A case that is open already is found by the index only.
    """
    fields = load_fields(wanted.action, wanted.raw)
    receiving, named = _units(tx, fields)
    outflow = named or person.affiliation
    if outflow is None:
        raise ValidationFailed([Refusal("unknown_organization", {}, "outflow_code")])
    case = _draft(tx, wanted, person, outflow, receiving, fields)
    _decide(tx, actor, wanted, case, fields, receiving)


def _units(tx: Transaction, fields: Mapping[str, Any]) -> tuple[Organization | None, Organization | None]:
    """The unit the case leads to and the one it comes from, where they are named."""
    receiving = fields.get("receiving_code") or ""
    name = next((name for name in _ORIGINS if fields.get(name)), "")
    origin = fields[name] if name else ""
    found = organizations_by_code(tx, {receiving, origin} - {""})
    if receiving and receiving not in found:
        raise ActionRefused([Refusal("destination_not_exact", {"code": receiving}, "receiving_code")])
    if origin and origin not in found:
        raise ValidationFailed([Refusal("unknown_organization", {"code": origin}, name)])
    return found.get(receiving), found.get(origin)


def _person_and_outflow(
    tx: Transaction, actor: Actor, wanted: Opening, named: Organization | None
) -> tuple[Person | None, Organization]:
    if wanted.workflow.definition.about == "unit" and named is not None:
        return None, named
    if wanted.workflow.definition.has_one_unit:
        return person_and_keeper(tx, actor, wanted.who, newcomers=wanted.action.newcomers)
    at_home = wanted.workflow.definition.begins_at_home
    if named is not None and wanted.action.newcomers and (named.external or not at_home):
        person = new_arrival(tx, actor, wanted.who, named)
    else:
        person = _subject(tx, actor, wanted)
    outflow = (person.affiliation or named) if at_home else (named or person.affiliation)
    if outflow is None:
        raise ValidationFailed([Refusal("unknown_organization", {}, "outflow_code")])
    return person, outflow


def _subject(tx: Transaction, actor: Actor, wanted: Opening) -> Person:
    known = person_where(tx, Member.id == wanted.about) if wanted.about else None
    return known or find_subject(tx, actor, wanted.who, lock=True)


def _draft(
    tx: Transaction,
    wanted: Opening,
    person: Person | None,
    outflow: Organization,
    receiving: Organization | None,
    fields: Mapping[str, Any],
) -> Case:
    definition = wanted.workflow.definition
    way = find_way(tx, definition.cast, outflow, receiving)
    require_standing(tx, way.parties.values())
    rows = [new_party(definition, party, unit) for party, unit in way.parties.items()]
    case = Case(
        workflow=wanted.workflow.name,
        workflow_version=wanted.workflow.version,
        kind=fields.get("kind") or fields.get("category") or next(iter(wanted.workflow.definition.kinds), ""),
        member_id=person.member.id if person else None,
        quarter=None if person else fields["quarter"],
        state=NEW,
        is_open=True,
        version=1,
        opened_at=tx.now,
        opened_by_party=rows[0].party,
        entered_at=tx.now,
        receiving_id=(receiving or outflow).id,
        route=way.route(fields.get("reason_code")),
        particulars={"reason_code": fields.get("reason_code")},
        turns={},
        history_count=0,
        history_head="",
    )
    set_desks(rows, case.route)
    for name, value in (
        ("parties", sorted(rows, key=lambda row: row.party)), ("letter", None), ("links", []), ("handler", None),
        ("person", person.member if person else None), ("unit", None if person else outflow),
        ("affiliation", person.affiliation if person else None),
        ("responsible", person.responsible if person else None),
    ):  # fmt: skip
        set_committed_value(case, name, value)
    return case


def _decide(
    tx: Transaction,
    actor: Actor,
    wanted: Opening,
    case: Case,
    fields: Mapping[str, Any],
    receiving: Organization | None,
) -> Step:
    acting = acting_parties(actor, case)
    facts = facts_of(case, tx.today, fields)
    if receiving is not None and any(use.name == "destination_reason" for use in wanted.action.fields):
        rule = destination_rule(tx, case.member, receiving)
        case.particulars = {**case.particulars, "destination_rule": rule}
        facts = replace(facts, destination_rule=rule)
    if not wanted.workflow.may_ever(wanted.action, facts, acting):
        raise NotPermitted(action=wanted.action.name, who=_openers(case, wanted))
    step = wanted.workflow.step(wanted.action, facts, acting)
    if step.refusals or step.facts.acting is None:
        raise ActionRefused(step.refusals)
    case.opened_by_party = step.facts.acting.value
    case.state = step.state
    return step


def _openers(case: Case, wanted: Opening) -> str | None:
    """The units that might have opened it."""
    wanted_of = {choice for move in wanted.action.moves for choice in move.by if isinstance(choice, Party)}
    return "、".join(row.organization.title for row in case.parties if row.party in wanted_of) or None


def _insert(tx: Transaction, case: Case) -> None:
    """The unique indexes decide about a second open case; whoever loses is told which one is open."""
    opener = row_of(case, Party(case.opened_by_party))
    case.opened_by_id = opener.organization_id if opener else case.receiving_id  # the clock is nobody's
    case.number = draw_number(tx, case)
    try:
        with tx.session.begin_nested():
            tx.session.add(case)
            tx.session.flush()
    except exc.IntegrityError as error:
        raise open_already(tx, case, case.receiving_id) or error from None
    for row in case.parties:
        row.case_id = case.id


def _change(tx: Transaction, actor: Actor, wanted: Opening, case: Case, step: Step, fields: dict[str, Any]) -> Change:
    acting = Party(case.opened_by_party)
    row = row_of(case, acting)
    if step.move is None or (row is None and not actor.is_clock):
        raise NotPermitted(action=wanted.action.name)
    return Change(
        tx=tx,
        actor=actor,
        case=case,
        workflow=wanted.workflow,
        action=wanted.action,
        move=step.move,
        acting=acting,
        post=post_for(actor, row, case) if row else None,
        fields=fields,
        from_state=NEW,
        to_state=step.state,
        working_days=tx.working_days(),
        details={"follows": wanted.follows} if wanted.follows else {},
    )


def _take_first_step(change: Change) -> None:
    run_effects(change)
    show_holder(change)
    start_clocks(change)
    write_step(change)
