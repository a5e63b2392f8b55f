"""Signals: what is the matter with whom, computed from the facts of a day, and those that have been raised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from service.db import Transaction
from service.queries.signals import of_cases, of_members
from service.queries.signals.ground import Found as Found

COMPUTED: Mapping[str, Callable[[Transaction], Iterator[Found]]] = {
    found.__name__: found
    for found in (
        of_cases.letter_lapsing, of_cases.unplaced, of_cases.no_unit_accepts, of_cases.certificate_unpresented,
        of_members.graduated, of_members.discharged, of_members.unit_dissolved, of_members.residence_changed,
        of_members.work_changed, of_members.household_apart, of_members.silent, of_members.probation_ending,
        of_cases.inspection_overdue,
    )
}  # fmt: skip
"""Each signal of `workflows.signals` by its name."""
