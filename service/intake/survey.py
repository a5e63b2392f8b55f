"""排查: a list of persons found without a confirmed place. Each is followed up; whoever is already, is joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from service.casework.open_case import open_case, opening
from service.casework.speak import add_comment
from service.db import Transaction
from service.errors import DeskError, DuplicateOpenCase, NotFound, NotPermitted, TooLarge
from service.forms.directory import PERSON
from service.intake.roster_columns import read_roster_file
from service.intake.roster_lines import RosterLine, persons_of
from service.permissions import Actor, may_import, require
from service.queries.subjects import person_by_id_number
from workflows.vocabulary import Refusal

ROWS_MAX = 300
"""A community's survey; it is carried out at once, in one transaction."""
DEFAULT_CATEGORY = "affiliation_unknown"
"""Of a row, where neither it nor whoever hands the list in says why."""
NOTED = "排查时再次列入。"
"""What is written into a follow-up that a row joins. It is kept in the language of the office."""


@dataclass(frozen=True)
class SurveyRow:
    """What became of a row of the sheet: a follow-up was opened, joined, or the row says too little."""

    row: int
    outcome: Literal["opened", "joined", "refused"]
    number: str | None = None
    reasons: tuple[Refusal, ...] = ()


def survey(tx: Transaction, actor: Actor, content: bytes, category: str) -> list[SurveyRow]:
    """Every row is taken for itself: one that is refused leaves nothing behind, and keeps no other from being taken."""
    require(may_import(actor))
    lines = list(persons_of(read_roster_file(content)))
    if len(lines) > ROWS_MAX:
        raise TooLarge([Refusal("survey_too_long", {"max": ROWS_MAX})])
    return [_row(tx, actor, line, category) for line in lines]


def _row(tx: Transaction, actor: Actor, line: RosterLine, category: str) -> SurveyRow:
    if reasons := tuple(_wrong(line)):
        return SurveyRow(line.number, "refused", None, reasons)
    try:
        with tx.session.begin_nested():
            return SurveyRow(line.number, "opened", _open(tx, actor, line, category))
    except DuplicateOpenCase as known:
        return SurveyRow(line.number, "joined", _join(tx, actor, str(known.values["number"])))
    except DeskError as refused:
        reasons = tuple(refused.refusals) or (Refusal(refused.code, refused.values),)
        return SurveyRow(line.number, "refused", None, reasons)


def _wrong(line: RosterLine) -> Iterator[Refusal]:
    """Without the number nobody knows whether somebody is followed up already."""
    yield from (*line.refusals, *line.asks)
    if not line.refusals and not line.values.get("id_number"):
        yield Refusal("required", {}, "id_number")


def _open(tx: Transaction, actor: Actor, line: RosterLine, category: str) -> str:
    known = person_by_id_number(tx, line.values["id_number"], line.values["name"])
    described = {name: value for name, value in line.values.items() if name in PERSON.fields}
    named = {name: line.values[name] for name in ("id_number", "name")}
    who: dict[str, Any] = named if known else {"member": described}
    return open_case(tx, actor, opening("follow_up", None, {**who, "category": _category(line, category)})).number


def _category(line: RosterLine, category: str) -> str:
    """A row that says when somebody graduated or was discharged says why they are followed up."""
    if line.values.get("graduated_on"):
        return "graduate_waiting"
    return "veteran" if line.values.get("discharged_on") else category


def _join(tx: Transaction, actor: Actor, number: str) -> str:
    """The follow-up says so, where the unit has a part in it."""
    try:
        with tx.session.begin_nested():
            add_comment(tx, actor, number, NOTED)
    except (NotFound, NotPermitted):
        pass
    return number
