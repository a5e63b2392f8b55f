"""The persons of a roster: which rows are one, and what each says, before anything on record is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.casework.members import a_year_later
from service.errors import ValidationFailed
from service.forms.loading import load
from service.forms.rows import MEMBER_LINE
from service.identity import clean_phone, is_mobile, is_valid_phone
from service.intake.roster_columns import NOT_KEPT, Roster, field_of
from service.intake.tables import Cell, Row
from workflows.vocabulary import Refusal

_DATES = ("birth_date", "joined_on", "converted_on", "probation_ends_on", "dues_paid_through", "last_activity_on")
_PERSONAL = ("id_number", "phone", "birth_date", "joined_on")
_SUMS = re.compile(r"(?:合\s*计|小\s*计|总\s*计|共\s*计|填表|制表|审核|统计|说明|备注|注[::])")
_NAME_ALONE = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_TEN_OR_ONE = re.compile(r"((?:19|20)\d\d)\.1")
_SEPARATORS = re.compile(r"[/、,，;；|]+")
_STATUSES = {
    "中共党员": "full", "党员": "full", "中共正式党员": "full", "中共预备党员": "probationary",
}  # fmt: skip


@dataclass(frozen=True)
class RosterLine:
    """A person's row: its values in normal form, or the refusals; `asks` need an answer before it can be accepted."""

    number: int
    values: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    asks: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()


def persons_of(roster: Roster) -> list[RosterLine]:
    """The rows that are persons; sums, notes, repeated heads and headings between them are left out."""
    return [_line(roster, row) for row in roster.rows if _is_person(roster, row)]


def _is_person(roster: Roster, row: Row) -> bool:
    texts = row.texts
    name = row.cell(roster.columns["name"]).text
    if _SUMS.match(texts[0]) or _SUMS.match(name) or field_of(name) == "name":
        return False
    if len(texts) == 1:
        return bool(_NAME_ALONE.fullmatch(name)) and not name.endswith(("支部", "社区", "小组"))
    return bool(name) or any(row.cell(roster.columns[field]).text for field in _PERSONAL if field in roster.columns)


def _line(roster: Roster, row: Row) -> RosterLine:
    cells = {field: row.cell(column) for field, column in roster.columns.items()}
    raw, warnings = _raw(cells)
    warnings += [NOT_KEPT] if any(row.cell(column).text for column in roster.not_kept) else []
    try:
        values = load(MEMBER_LINE, raw)
    except ValidationFailed as failed:
        named = _number_faults(cells) | {refusal.field: refusal for refusal in failed.refusals if refusal.field}
        return RosterLine(row.number, raw, tuple((named | _number_faults(cells)).values()), (), tuple(warnings))
    warnings += _complete(values)
    return RosterLine(row.number, values, tuple(_number_faults(cells).values()), tuple(_asks(cells)), tuple(warnings))


def _raw(cells: Mapping[str, Cell]) -> tuple[dict[str, str], list[str]]:
    raw = {field: cell.text.lstrip("'`") for field, cell in cells.items() if cell.text}
    if "member_status" in raw:
        raw["member_status"] = _STATUSES.get(raw["member_status"], raw["member_status"])
    if "phone" not in raw or is_valid_phone(clean_phone(raw["phone"])):
        return raw, []
    phones = [phone for phone in _phones(raw["phone"]) if is_valid_phone(clean_phone(phone))]
    if not phones:
        return raw, []
    raw["phone"] = next((phone for phone in phones if is_mobile(clean_phone(phone))), phones[0])
    return raw, ["several_phones"]


def _phones(text: str) -> Sequence[str]:
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    return parts if len(parts) > 1 else text.split()


def _number_faults(cells: Mapping[str, Cell]) -> dict[str, Refusal]:
    """An ID number that a sheet keeps as a number has lost its last places, whatever it looks like."""
    cell = cells.get("id_number")
    if cell is None or not (cell.is_number or _EXPONENT.fullmatch(cell.text)):
        return {}
    return {"id_number": Refusal("id_number_is_a_number", {}, "id_number")}


def _asks(cells: Mapping[str, Cell]) -> Iterable[Refusal]:
    """1998.1 kept as a number may have been typed as 1998.10."""
    for field in _DATES:
        cell = cells.get(field)
        found = _TEN_OR_ONE.fullmatch(cell.text) if cell is not None and cell.is_number else None
        if found is not None:
            choices = [f"{found[1]}-01", f"{found[1]}-10"]
            yield Refusal("month_one_or_ten", {"candidates": choices}, field)


def _complete(values: dict[str, Any]) -> list[str]:
    """What the row tells without a column for it."""
    warnings = []
    if "member_status" not in values and not values.get("converted_on") and values.get("probation_ends_on"):
        values["member_status"] = "probationary"
        warnings.append("status_inferred")
    if values.get("member_status") == "probationary" and values.get("joined_on"):
        values.setdefault("probation_ends_on", a_year_later(values["joined_on"]))
    return warnings
