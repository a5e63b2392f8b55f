"""What is wrong, unclear or odd in a file, cell by cell: where it stands, what stands there, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from service.intake.roster_columns import Roster
from workflows.vocabulary import Refusal

ASKS = frozenset({
    "id_number_missing", "name_differs", "month_one_or_ten", "day_or_month", "ambiguous_organization",
    "organization_not_exact", "destination_missing", "no_such_person",
})  # fmt: skip
"""The codes that ask for an answer; the others of a row refuse it."""

_ABOUT = {
    "birth_date_differs_from_id_number": "birth_date", "sex_differs_from_id_number": "sex",
    "joined_before_eighteen": "joined_on", "converted_before_joined": "converted_on",
    "probationary_though_converted": "member_status", "organization_differs": "organization_code",
    "status_inferred": "probation_ends_on", "several_phones": "phone", "id_number_maybe_cut": "id_number",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing about one cell. `severity` is reject, ask or look; `column` is the letters above the cell."""

    row: int
    severity: str
    code: str
    field: str | None = None
    column: str | None = None
    label: str | None = None
    value: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As it is kept and as a program reads it; what is empty is left out."""
        return {name: value for name, value in vars(self).items() if value not in (None, {}) and name != "row"}


def findings_of(
    roster: Roster | None,
    row: int,
    refusals: tuple[Refusal, ...],
    warnings: tuple[str, ...],
    written: Mapping[str, str],
) -> Iterator[Finding]:
    """The findings of a row, the grave ones first; without the file no cells are named."""
    for refusal in refusals:
        severity = "ask" if refusal.code in ASKS else "reject"
        yield _finding(roster, row, severity, refusal, written)
    for code in warnings:
        yield _finding(roster, row, "look", Refusal(code, {}, _ABOUT.get(code)), written)


def _finding(roster: Roster | None, row: int, severity: str, refusal: Refusal, written: Mapping[str, str]) -> Finding:
    column = roster.column(refusal.field) if roster else None
    return Finding(
        row, severity, refusal.code, refusal.field, column.letters if column else None,
        column.label if column else None, written.get(refusal.field or ""), dict(refusal.values),
    )  # fmt: skip
