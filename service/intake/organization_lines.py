"""Lines of a table of organizations: the contract's own columns, or the administrative table as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.casework.party_names import from_place
from service.errors import ValidationFailed
from service.forms.loading import load
from service.forms.rows import ORGANIZATION_LINE
from service.intake.tables import Row
from workflows.vocabulary import Refusal

NEEDED = ("code", "parent_code", "kind", "name")
ADMINISTRATIVE_SCHEME = "stats2023"
_ADMINISTRATIVE = "level"
_NO_NAME = "市辖区"
"""Stands where a city directly under the central government has no name of its own."""

_KINDS_BY_LEVEL = {"province": "province", "city": "city", "district": "department"}
_KINDS = {
    "街道": "street_committee", "镇": "town_committee", "乡": "town_committee", "类似乡级单位": "street_committee",
    "居委会": "community", "村委会": "village", "类似居委会": "community", "类似村委会": "village",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What one row of the file says, or why it says nothing usable. `proposed` is a Party name to be confirmed."""

    number: int
    values: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    proposed: str | None = None

    @property
    def code(self) -> str:
        """The organization's code; empty where it could not be read."""
        return str(self.values.get("code", ""))


@dataclass
class _Columns:
    names: Sequence[str]
    known: frozenset[str] = field(default_factory=lambda: frozenset(ORGANIZATION_LINE.fields))

    def raw(self, row: Row) -> dict[str, str]:
        return {name: row.cell(column).text for column, name in enumerate(self.names) if name}


def read_lines(rows: Sequence[Row]) -> list[Line]:
    """The lines of a table. Raises ValidationFailed naming the columns that are missing."""
    columns = _Columns([cell.text.strip().lower() for cell in rows[0].cells] if rows else [])
    missing = [name for name in NEEDED if name not in columns.names]
    if missing:
        raise ValidationFailed([Refusal("missing_column", {"column": name}, name) for name in missing])
    if _ADMINISTRATIVE in columns.names:
        return _administrative(columns, rows[1:])
    return [
        _line(row.number, {n: text for n, text in columns.raw(row).items() if n in columns.known}) for row in rows[1:]
    ]


def _administrative(columns: _Columns, rows: Iterable[Row]) -> list[Line]:
    raws = [(row.number, columns.raw(row)) for row in rows]
    names = {raw["code"]: (raw["name"], raw["parent_code"]) for _, raw in raws}
    return [_of_a_place(number, raw, _full_name(raw["code"], names)) for number, raw in raws]


def _of_a_place(number: int, raw: Mapping[str, str], place: str) -> Line:
    kind = _KINDS_BY_LEVEL.get(raw[_ADMINISTRATIVE]) or _KINDS.get(raw["kind"], raw["kind"])
    translated = {
        "code": raw["code"], "parent_code": raw["parent_code"], "kind": kind, "name": raw["name"],
        "short_name": raw.get("short_name", ""), "code_scheme": raw.get("code_scheme") or ADMINISTRATIVE_SCHEME,
    }  # fmt: skip
    return _line(number, translated, from_place(kind, place))


def _full_name(code: str, names: Mapping[str, tuple[str, str]]) -> str:
    """The names from the province down, without the stand-in."""
    parts: list[str] = []
    passed: set[str] = set()
    while code in names and code not in passed:
        passed.add(code)
        name, code = names[code]
        parts.insert(0, "" if name == _NO_NAME else name)
    return "".join(parts)


def _line(number: int, raw: Mapping[str, str], proposed: str | None = None) -> Line:
    try:
        return Line(number, load(ORGANIZATION_LINE, raw), proposed=proposed)
    except ValidationFailed as failed:
        return Line(number, {"code": raw.get("code", "")}, failed.refusals)
