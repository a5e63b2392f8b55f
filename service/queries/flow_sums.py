"""The reports of a quarter below a unit, and their sums: of communities below a street, of streets above that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Case, CaseParty, Organization
from service.models.case import REPORTS
from service.permissions import Actor, visible_cases
from service.queries.flow_moves import MOVES
from service.queries.member_classes import SHOWN_ORDER
from service.queries.organizations import is_below
from workflows.vocabulary import Party

FIGURES = ("opening", *MOVES, "closing", "arriving", "leaving", "overdue")
IN_STATES = ("street_check", "filed")
"""Handed in, and not sent back."""


@dataclass(frozen=True)
class Reported:
    """The report of a unit; its figures are those last handed in, or none. `street` is the one it goes to."""

    number: str
    state: str
    quarter: str
    unit: Organization
    street: Organization
    figures: Mapping[str, Any]

    @property
    def is_in(self) -> bool:
        """Whether its figures count."""
        return self.state in IN_STATES

    @property
    def counting(self) -> Mapping[str, Any] | None:
        """The figures, where they count."""
        return self.figures if self.is_in else None


def reports_below(tx: Transaction, actor: Actor, unit: Organization, quarters: Sequence[str]) -> list[Reported]:
    """Those of the unit, or of the units below it, that the actor may read: by the code of the unit, newest first."""
    street = aliased(Organization)
    query = (
        select(Case.number, Case.state, Case.quarter, Organization, street, Case.particulars)
        .join(Organization, Organization.id == Case.receiving_id)
        .join(CaseParty, (CaseParty.case_id == Case.id) & (CaseParty.party == Party.STREET))
        .join(street, street.id == CaseParty.organization_id)
        .where(REPORTS, Case.quarter.in_(quarters), is_below(unit.path), visible_cases(actor))
        .order_by(Organization.code, Case.quarter.desc())
    )
    return [
        Reported(number, state, quarter or "", one, above, kept.get("figures", {}))
        for number, state, quarter, one, above, kept in tx.session.execute(query)
    ]


def summed(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Figure by figure, and class by class."""
    plain, classes = Counter[str](), Counter[str]()
    for one in figures:
        plain.update({name: one.get(name, 0) for name in FIGURES})
        classes.update(one.get("classes", {}))
    return {**{name: plain[name] for name in FIGURES}, "classes": {name: classes[name] for name in SHOWN_ORDER}}


def counted(reports: Iterable[Reported]) -> dict[str, int]:
    """How many there are, how many are in, filed, sent back or still missing."""
    states = Counter(report.state for report in reports)
    found = {"handed_in": sum(states[name] for name in IN_STATES), "filed": states["filed"]}
    return {"asked": states.total(), **found, "returned": states["returned"], "missing": states["due"]}
