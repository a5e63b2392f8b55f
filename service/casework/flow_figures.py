"""The figures of a report (流入流出情况): how a unit stood when a quarter ended, and how it came to that.

Computed from dated affiliations and from the histories of cases alone, so that they can be computed again later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from service import clock
from service.casework.cases_then import CaseThen, open_then
from service.casework.change import Change
from service.db import Transaction
from service.models import Organization
from service.queries.flow_moves import Span, count_at, found_at, members_at, moves_in
from service.queries.member_classes import AWAY_STATES, HOSTED_STATES, RULE, SHOWN_ORDER
from service.queries.organizations import organization_by_id
from workflows.dates import days_of_quarter, next_day
from workflows.dual_management import IN_FORCE
from workflows.transfer.states import ON_THE_WAY
from workflows.vocabulary import Party


def figures_of(tx: Transaction, unit: Organization, quarter: str) -> dict[str, Any]:
    """All figures of a unit with all below it for one quarter, as the history line of a report holds them."""
    first, last = days_of_quarter(quarter)
    span = Span(clock.start_of(first), clock.start_of(next_day(last)))
    members = members_at(tx, unit, span.ends)
    cases = open_then(tx, unit, members, span.ends)
    return {
        "opening": count_at(tx, unit, span.begins),
        **moves_in(tx, unit, span),
        "closing": len(members),
        **_on_the_way(cases, unit),
        "overdue": sum(_is_late(one, unit, span) for one in cases),
        "classes": _classes(cases, unit, members, found_at(tx, unit, span.ends)),
    }


def freeze_figures(change: Change) -> None:
    """Nobody types them: what the registers say is what is handed in, and the line of the history holds it."""
    unit = organization_by_id(change.tx, change.case.receiving_id)
    if unit is None or change.case.quarter is None:
        raise LookupError(change.case.number)
    figures = figures_of(change.tx, unit, change.case.quarter)
    change.keep(figures=figures)
    change.details["figures"] = figures


def _on_the_way(cases: Iterable[CaseThen], unit: Organization) -> dict[str, int]:
    counts = {"arriving": 0, "leaving": 0}
    for one in cases:
        if one.case.workflow == "transfer" and one.state in ON_THE_WAY:
            leaves, arrives = one.inside(unit, (Party.OUTFLOW,)), one.inside(unit, (Party.RECEIVING,))
            counts["arriving"] += arrives and not leaves
            counts["leaving"] += leaves and not arrives
    return counts


def _is_late(one: CaseThen, unit: Organization, span: Span) -> bool:
    """It was the unit's turn, or that of one below it, and its day had passed."""
    holder = one.holder
    late = one.due_on is not None and one.due_on < clock.day_of(span.ends)
    return late and holder is not None and holder.organization.is_at_or_below(unit)


def _classes(
    cases: Iterable[CaseThen], unit: Organization, members: Iterable[str], found: Iterable[str]
) -> dict[str, int]:
    """Each member in one class, by the rule of the member pages."""
    facts: dict[str, set[str]] = {member: {"affiliated"} for member in members}
    belong = frozenset(facts)
    facts |= {member: {"answered_for"} for member in found}
    for one in cases:
        for fact in _facts(one, unit, belongs=one.case.member.id in belong):
            facts.setdefault(one.case.member.id, set()).add(fact)
    counted = Counter(_class_of(known) for known in facts.values())
    return {name: counted[name] for name in SHOWN_ORDER}


def _class_of(known: set[str]) -> str:
    return next((name for name, needed in RULE.items() if known.issuperset(needed)), "")


def _facts(one: CaseThen, unit: Organization, *, belongs: bool) -> Iterator[str]:
    return _BY_WORKFLOW.get(one.case.workflow, _no_facts)(one, unit, belongs)


def _no_facts(_one: CaseThen, _unit: Organization, _belongs: bool) -> Iterator[str]:  # noqa: FBT001 - one of a table
    yield from ()


def _of_transfer(one: CaseThen, unit: Organization, _belongs: bool) -> Iterator[str]:  # noqa: FBT001 - one of a table
    if one.state == "placement" and one.inside(unit, (Party.RECEIVING,)):
        yield "accepted"


def _of_mobile(one: CaseThen, unit: Organization, belongs: bool) -> Iterator[str]:  # noqa: FBT001 - one of a table
    here = one.inside(unit, (Party.HOST,))
    if belongs and not here and one.state in AWAY_STATES:
        yield "gone"
    if here and one.state in HOSTED_STATES:
        yield "hosted"


def _of_registration(one: CaseThen, unit: Organization, belongs: bool) -> Iterator[str]:  # noqa: FBT001 - one of a table
    """An employer is only informed of a two-way registration."""
    two_way = one.case.kind == "two_way_registration"
    sides = (Party.RECEIVING,) if two_way else (Party.RECEIVING, Party.OUTFLOW)
    if one.state in IN_FORCE and one.inside(unit, sides):
        yield "two_way" if two_way else "second_side"
    if one.state in IN_FORCE and belongs and not all(one.inside(unit, (side,)) for side in sides):
        yield "elsewhere"


_BY_WORKFLOW: Mapping[str, Callable[[CaseThen, Organization, bool], Iterator[str]]] = {
    "transfer": _of_transfer, "mobile_registration": _of_mobile, "dual_management": _of_registration,
}  # fmt: skip
