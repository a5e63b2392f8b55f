"""Rosters of members: checked row by row, and carried out in batches that may be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from service.casework.members import add_members, described_member, set_facts
from service.db import Database, Transaction
from service.intake.doubts import doubts
from service.intake.roster_columns import Roster
from service.intake.roster_lines import RosterLine, persons_of
from service.intake.unit_names import UnitNames
from service.models import Member, Organization
from service.permissions import Actor, may_write_members
from service.queries.members import holders, members_by_index, opened
from workflows.vocabulary import Refusal

BATCH = 500


@dataclass(frozen=True)
class Told:
    """What is said of the persons of a roster beside their rows: `titles` stand above the head and may name their
    unit, `answers` are the codes that unclear names of units stand for."""

    titles: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedRow:
    """A person's row and what is to become of it; `member` is the person where the ID number is known."""

    row: int
    action: str
    normalized: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    member: Member | None = None
    organization: Organization | None = None
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str | None:
        """The code of the first thing that is wrong or unclear."""
        return self.refusals[0].code if self.refusals else None

    def as_dict(self) -> dict[str, Any]:
        """As the contract prints it; a question comes with its candidates."""
        answer = {
            "row": self.row,
            "action": self.action,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "normalized": dict(self.normalized),
        }
        candidates = [choice for refusal in self.refusals for choice in refusal.values.get("candidates", ())]
        return answer | ({"candidates": candidates} if candidates else {})


@dataclass(frozen=True)
class RowResult:
    """What became of a row: created, updated, unchanged, rejected or asked.

    `member` is the person who was created or updated, `before` what an update has replaced.
    """

    row: int
    action: str
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    member: Member | None = None
    before: Mapping[str, Any] = field(default_factory=dict)


def check_members(tx: Transaction, actor: Actor, roster: Roster) -> list[CheckedRow]:
    """What would become of every person in a roster: accept, reject or ask."""
    told = Told(roster.titles)
    return [row for lines in batches(roster) for row in check_batch(tx, actor, told, lines)]


def batches(roster: Roster) -> Iterator[list[RosterLine]]:
    """The persons of a roster, 500 at a time."""
    lines = persons_of(roster)
    while batch := list(islice(lines, BATCH)):
        yield batch


def apply_members(database: Database, actor: Actor, roster: Roster) -> list[RowResult]:
    """Create and update the persons whose rows are accepted, 500 in a transaction; again changes nothing."""
    results, told = list[RowResult](), Told(roster.titles)
    for batch in batches(roster):
        results += database.transact(partial(apply_batch, actor=actor, told=told, lines=batch))
    return results


def check_batch(
    tx: Transaction, actor: Actor, told: Told, lines: Sequence[RosterLine], *, lock: bool = False
) -> list[CheckedRow]:
    """What would become of these persons."""
    names = UnitNames(tx, actor, answers=told.answers)
    names.take_default_from(told.titles)
    known = _Known.of(tx, lines, lock=lock)
    return [_checked(tx, actor, line, names, known) for line in lines]


@dataclass(frozen=True)
class _Known:
    """The persons on record with the ID numbers of some rows, and who holds them."""

    members: Mapping[str, Member]
    responsible: Mapping[str, Organization]
    affiliation: Mapping[str, Organization]

    @classmethod
    def of(cls, tx: Transaction, lines: Iterable[RosterLine], *, lock: bool) -> _Known:
        numbers = {line.values["id_number"] for line in lines if not line.refusals and line.values.get("id_number")}
        indexes = {tx.vault.blind_index("id_number", number): number for number in numbers}
        found: dict[str, Member] = {}
        keys = list(indexes)
        for start in range(0, len(keys), BATCH):
            found |= members_by_index(tx, keys[start : start + BATCH], lock=lock)
        held = [holders(tx, found.values(), relation) for relation in ("responsibility", "affiliation")]
        return cls({indexes[index]: member for index, member in found.items()}, held[0], held[1])


def _checked(tx: Transaction, actor: Actor, line: RosterLine, names: UnitNames, known: _Known) -> CheckedRow:
    meaning = names.meaning_of(line.values.get("organization_code"))
    unit = meaning.organization
    normalized = {**line.values, **({"organization_code": unit.code} if unit else {})}
    member = known.members.get(line.values.get("id_number", ""))
    needs_unit = member is None or bool(line.values.get("organization_code"))
    refusals = [*line.refusals, *([meaning.refusal] if meaning.refusal and needs_unit else [])]
    questions = [*line.asks, *([meaning.question] if meaning.question else [])]
    warnings = line.warnings
    if not refusals:
        warnings += (*doubts(line.values, tx.today), *_moved(member, unit, known))
        questions += _unsure(line, member)
        refusals += _not_allowed(actor, member, unit, known)
    action = "reject" if refusals else "ask" if questions else "accept"
    told = (*refusals, *questions)
    written = line.written if told or warnings else {}  # of a hundred thousand good rows nobody asks for it
    return CheckedRow(line.number, action, normalized, told, warnings, member, unit, written)


def _unsure(line: RosterLine, member: Member | None) -> list[Refusal]:
    if not line.values.get("id_number"):
        return [Refusal("id_number_missing", {}, "id_number")]
    if member is not None and member.name != line.values["name"]:
        return [Refusal("name_differs", {"name": line.values["name"]}, "name")]
    return []


def _not_allowed(actor: Actor, member: Member | None, unit: Organization | None, known: _Known) -> list[Refusal]:
    """A person on record elsewhere is not taken over by a roster: that is what transfers are for."""
    if member is not None:
        responsible = known.responsible.get(member.id)
        allowed = responsible is not None and may_write_members(actor, responsible)
        return [] if allowed else [Refusal("known_elsewhere", {}, "id_number")]
    if unit is not None and not may_write_members(actor, unit):
        return [Refusal("not_permitted", {"code": unit.code}, "organization_code")]
    return []


def _moved(member: Member | None, unit: Organization | None, known: _Known) -> list[str]:
    """The roster names another unit than the record; only a case moves a member."""
    current = known.affiliation.get(member.id) if member is not None else None
    return ["organization_differs"] if current is not None and unit is not None and current.id != unit.id else []


def apply_batch(tx: Transaction, actor: Actor, told: Told, lines: Sequence[RosterLine]) -> list[RowResult]:
    """Create and update those of these persons whose rows are accepted."""
    rows = check_batch(tx, actor, told, lines, lock=True)
    accepted = [(row, row.organization) for row in rows if row.action == "accept" and row.member is None]
    newcomers = {row.row: (described_member(tx, _described(row)), unit) for row, unit in accepted if unit is not None}
    taken = {member.id for member in add_members(tx, list(newcomers.values()))}
    beaten = {number for number, (member, _) in newcomers.items() if member.id in taken}
    return [
        _known_meanwhile(row) if row.row in beaten else _written(tx, row, newcomers.get(row.row, (None,))[0])
        for row in rows
    ]


def _known_meanwhile(row: CheckedRow) -> RowResult:
    """Somebody recorded the person between the look and the writing."""
    return RowResult(
        row.row,
        "rejected",
        "id_number_taken",
        row.warnings,
        (Refusal("id_number_taken", {}, "id_number"),),
        row.written,
    )


def _written(tx: Transaction, row: CheckedRow, newcomer: Member | None) -> RowResult:
    if row.action != "accept":
        action = {"reject": "rejected", "ask": "asked"}[row.action]
        return RowResult(row.row, action, row.reason, row.warnings, row.refusals, row.written)
    if row.member is None:
        return RowResult(row.row, "created", warnings=row.warnings, written=row.written, member=newcomer)
    changes = _changes(tx, row.member, _described(row))
    before = {name: _recorded(tx, row.member, name) for name in changes}
    set_facts(tx, row.member, changes)
    action = "updated" if changes else "unchanged"
    return RowResult(row.row, action, warnings=row.warnings, written=row.written, member=row.member, before=before)


def _described(row: CheckedRow) -> dict[str, Any]:
    return {name: value for name, value in row.normalized.items() if name != "organization_code"}


def _changes(tx: Transaction, member: Member, described: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says otherwise than the record; what it leaves empty stays."""
    kept = dict(described)
    kept.pop("id_number")
    phone = kept.pop("phone", None)
    changes = {name: value for name, value in kept.items() if getattr(member, name) != value}
    if phone and tx.vault.blind_index("phone", phone) != member.phone_index:
        changes["phone"] = phone
    return changes


def _recorded(tx: Transaction, member: Member, name: str) -> Any:
    return opened(tx, member, name) if name == "phone" else getattr(member, name)
