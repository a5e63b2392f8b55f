"""The persons of a roster: which rows are one, and what each says, before anything on record is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from service.casework.members import a_year_later
from service.errors import ValidationFailed
from service.forms.loading import load
from service.forms.rows import MEMBER_LINE
from service.identity import clean_phone, is_mobile, is_valid_phone
from service.intake.cleaning import FAULTS, date_of_serial, plain
from service.intake.repeats import repeats_in
from service.intake.roster_columns import CASE_FIELDS, NOT_KEPT, Roster, field_of
from service.intake.rows import Cell, Row
from workflows.vocabulary import Refusal

_DATES = (
    "birth_date",
    "joined_on",
    "converted_on",
    "probation_ends_on",
    "dues_paid_through",
    "last_activity_on",
    "graduated_on",
    "discharged_on",
    "residence_changed_on",
    "work_changed_on",
)
_PERSONAL = ("id_number", "phone", "birth_date", "joined_on")
_SUMS = re.compile(r"(?:合\s*计|小\s*计|总\s*计|共\s*计|填表|制表|审核|统计|说明|备注|注[::])")
_NAME_ALONE = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+|\d{15,18}\.0*")
_MAYBE_CUT = re.compile(r"\d{15}000")
_NUMBERING = re.compile(r"^[(（]?[一二三四五六七八九十\d]+[)）]?[、.,，]\s*")
_REMARK = re.compile(r"[(（:：].*$|\s*共?\s*\d+\s*[人名].*$")
_UNITS = ("支部", "总支", "党委", "社区", "村")
_TEN_OR_ONE = re.compile(r"((?:19|20)\d\d)\.1")
_SEPARATORS = re.compile(r"[/、,，;；|]+")
_STATUSES = {
    "中共党员": "full", "党员": "full", "中共正式党员": "full", "中共预备党员": "probationary",
}  # fmt: skip


@dataclass(frozen=True)
class RosterLine:
    """A person's row: its values in normal form, or the refusals; `asks` need an answer before it can be accepted;
    `written` is what stands in the cells, `beside` what it says of the case."""

    number: int
    values: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    asks: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)


def persons_of(roster: Roster) -> Iterator[RosterLine]:
    """The rows that are persons; sums, notes, repeated heads and headings between them are left out.

    A heading that names a branch says where the persons below it belong, unless their rows say so themselves.
    """
    repeats = repeats_in(roster, (row for row, _ in _persons(roster)))
    for row, section in _persons(roster):
        line = _line(roster, row, section)
        fault = repeats.get(row.number)
        yield replace(line, refusals=(*line.refusals, fault)) if fault else line


def _persons(roster: Roster) -> Iterator[tuple[Row, str]]:
    section = ""
    for row in roster.rows:
        if _is_person(roster, row):
            yield row, section
        else:
            section = section_of(row) or section


def section_of(row: Row) -> str:
    """The unit that a heading between the rows names, if the row is one."""
    texts = row.texts
    heading = _NUMBERING.sub("", plain(texts[0])) if len(texts) == 1 else ""
    named = _REMARK.sub("", heading).strip()
    return named if named.endswith(_UNITS) else ""


def _is_person(roster: Roster, row: Row) -> bool:
    texts = row.texts
    cell = row.cell(roster.columns["name"])
    name = plain(cell.text)
    if not texts or cell.is_merged or _SUMS.match(texts[0]) or _SUMS.match(name) or field_of(name) == "name":
        return False
    if len(texts) == 1:
        return bool(_NAME_ALONE.fullmatch(name)) and not name.endswith((*_UNITS, "小组"))
    return bool(name) or any(row.cell(roster.columns[field]).text for field in _PERSONAL if field in roster.columns)


def _line(roster: Roster, row: Row, section: str) -> RosterLine:
    cells = {field: row.cell(column) for field, column in roster.columns.items()}
    beside = {name: plain(cells.pop(name).text) for name in CASE_FIELDS if name in cells}
    raw, warnings, asks = _raw(cells)
    if section and not raw.get("organization_code"):
        raw["organization_code"] = section
    warnings += [NOT_KEPT] if any(row.cell(column).text for column in roster.not_kept) else []
    warnings += ["hidden_row"] if row.is_hidden else []
    faults = _cell_faults(cells)
    written = {field: cell.text for field, cell in cells.items() if cell.text} | beside
    try:
        values = load(MEMBER_LINE, raw)
    except ValidationFailed as failed:
        asked = {ask.field for ask in asks}
        named = {refusal.field: refusal for refusal in failed.refusals if refusal.field and refusal.field not in asked}
        refusals = tuple((faults | named | faults).values())
        if refusals:
            return RosterLine(row.number, raw, refusals, tuple(asks), tuple(warnings), written, beside)
        values = load(MEMBER_LINE, {field: text for field, text in raw.items() if field not in asked})
    warnings += _complete(values)
    return RosterLine(row.number, values, tuple(faults.values()), tuple(asks), tuple(warnings), written, beside)


def _raw(cells: Mapping[str, Cell]) -> tuple[dict[str, str], list[str], list[Refusal]]:
    raw = {field: plain(cell.text) for field, cell in cells.items() if cell.text}
    asks = list(_asks(cells))
    warnings = []
    for name in _DATES:
        day, either = date_of_serial(raw.get(name, ""))
        if day:
            raw[name] = day
        if either:
            asks.append(Refusal("day_or_month", {"candidates": either}, name))
    if _MAYBE_CUT.fullmatch(raw.get("id_number", "")):
        warnings.append("id_number_maybe_cut")
    if "member_status" in raw:
        raw["member_status"] = _STATUSES.get(raw["member_status"], raw["member_status"])
    if "phone" in raw and not is_valid_phone(clean_phone(raw["phone"])):
        warnings += _one_phone(raw)
    return raw, warnings, asks


def _one_phone(raw: dict[str, str]) -> list[str]:
    phones = [phone for phone in _phones(raw["phone"]) if is_valid_phone(clean_phone(phone))]
    if not phones:
        return []
    raw["phone"] = next((phone for phone in phones if is_mobile(clean_phone(phone))), phones[0])
    return ["several_phones"]


def _phones(text: str) -> Sequence[str]:
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    return parts if len(parts) > 1 else text.split()


def _cell_faults(cells: Mapping[str, Cell]) -> dict[str | None, Refusal]:
    """What no form would notice: an ID number that is a number has lost its last places, whatever it looks like."""
    faults: dict[str | None, Refusal] = {
        field: Refusal("formula_error", {}, field) for field, cell in cells.items() if cell.text in FAULTS
    }
    cell = cells.get("id_number")
    if cell is not None and (cell.is_number or _EXPONENT.fullmatch(plain(cell.text))):
        faults["id_number"] = Refusal("id_number_is_a_number", {}, "id_number")
    return faults


def _asks(cells: Mapping[str, Cell]) -> Iterable[Refusal]:
    """1998.1 kept as a number may have been typed as 1998.10."""
    for name in _DATES:
        cell = cells.get(name)
        found = _TEN_OR_ONE.fullmatch(cell.text) if cell is not None and cell.is_number else None
        if found is not None:
            choices = [f"{found[1]}-01", f"{found[1]}-10"]
            yield Refusal("month_one_or_ten", {"candidates": choices}, name)


def _complete(values: dict[str, Any]) -> list[str]:
    """What the row tells without a column for it."""
    warnings = []
    if "member_status" not in values and not values.get("converted_on") and values.get("probation_ends_on"):
        values["member_status"] = "probationary"
        warnings.append("status_inferred")
    if values.get("member_status") == "probationary" and values.get("joined_on"):
        values.setdefault("probation_ends_on", a_year_later(values["joined_on"]))
    return warnings
