"""What an import has to say about the columns and cells of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.intake.roster_columns import CASE_FIELDS, NOT_KEPT, ROSTER_FIELDS, name_of_field
from service.presentation.form_fields import Option
from service.presentation.words import Chip, label_of, say
from service.queries.imports import ReadRow

_SEVERITIES: Mapping[str, tuple[str, str, Any]] = {
    "reject": ("late", "alert", _l("有错")),
    "ask": ("soon", "help", _l("要问清")),
    "look": ("wait", "eye", _l("看一眼")),
}


@dataclass(frozen=True)
class FindingLine:
    """One thing about one cell."""

    row: int
    cell: str
    value: str
    chip: Chip
    text: str


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the file, and what it is read as."""

    name: str
    label: str
    options: Sequence[Option]
    value: str


def column_choice(column: Mapping[str, Any], *, for_cases: bool = False) -> ColumnChoice:
    """A column as one may have it read otherwise; `for_cases` also as where each goes, and why."""
    label = _("%(letters)s 列“%(label)s”", letters=column["letters"], label=column["label"])
    return ColumnChoice(
        f"column-{column['place']}",
        label,
        _fields((*ROSTER_FIELDS, *CASE_FIELDS) if for_cases else ROSTER_FIELDS),
        column["field"] or "",
    )


def _fields(names: Sequence[str]) -> list[Option]:
    known = [Option(name, label_of(name) or name_of_field(name)) for name in names]
    return [*known, Option(NOT_KEPT, _("备注，不导入"))]


def finding_lines(row: ReadRow) -> list[FindingLine]:
    """What is said about a row."""
    return [
        FindingLine(
            row.row,
            _cell(row.row, finding),
            finding.get("value") or "",
            _chip(finding["severity"]),
            say(finding["code"], finding.get("values", {})),
        )
        for finding in row.findings
    ]


def _cell(row: int, finding: Mapping[str, Any]) -> str:
    label = finding.get("label") or (label_of(finding["field"]) if finding.get("field") else "")
    return f"{finding.get('column', '')}{row} {label}" if finding.get("column") else label


def _chip(severity: str) -> Chip:
    tone, picture, label = _SEVERITIES[severity]
    return Chip(tone, picture, str(label))
