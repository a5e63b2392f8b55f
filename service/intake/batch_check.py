"""What would become of the rows of a batch: who, from where, to where and why, and what keeps a case from opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from service.casework.members import described_member
from service.casework.open_case import Opening, opening, require_openable
from service.db import Transaction
from service.errors import DeskError
from service.intake.destinations import FIELD, Destinations
from service.intake.doubts import doubts
from service.intake.findings import ASKS
from service.intake.members import CheckedRow, Told, check_batch
from service.intake.roster_columns import CASE_FIELDS
from service.intake.roster_lines import RosterLine
from service.models import Batch, Case, Member, Organization
from service.permissions import Actor
from service.queries.members import holders, members_by_index
from service.queries.questions import answers_of, questions_of
from service.queries.subjects import Person, organizations_by_code
from workflows.codes import CASE_REASONS
from workflows.vocabulary import Refusal

OPENS_WITH = {"graduates": "open", "retirees": "open", "dissolved_unit": "open", "resettled": "request"}
"""The sender opens; where resettled households are registered, the receiver asks for those it has found."""
USUAL_REASON = {
    "graduates": "graduation", "retirees": "retirement",
    "dissolved_unit": "unit_dissolved", "resettled": "resettlement",
}  # fmt: skip
_REASONS = {label: code for code, label in CASE_REASONS.items()}


@dataclass(frozen=True)
class BatchLine:
    """A row as it was judged: accept, ask or reject, and what it says in its normal form."""

    row: int
    verdict: str
    values: Mapping[str, Any]
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)


def check_lines(
    tx: Transaction, actor: Actor, batch: Batch, titles: Sequence[str], lines: Sequence[RosterLine]
) -> list[BatchLine]:
    """Judge these rows: as the roster of persons does, where each goes, and against the rules of opening.

    Nothing is written.
    """
    opens = OPENS_WITH[batch.kind] == "open"
    asked = questions_of(tx, batch)
    told = Told(titles, answers_of(asked, "organization_code"))
    rows = check_batch(tx, actor, told, lines) if opens else [_named(tx, line) for line in lines]
    names = Destinations(tx, actor, default=batch.receiving, answers=answers_of(asked, FIELD))
    found = [_with_destination(batch, names, row, line.beside) for row, line in zip(rows, lines, strict=True)]
    trial = _Trial.of(tx, actor, batch, [line for line in found if line.verdict == "accept"])
    return [trial.judged(line) if line.verdict == "accept" else line for line in found]


def line_of(row: int, values: Mapping[str, Any]) -> RosterLine:
    """A row that is kept, as it was read."""
    beside = {name: str(values.get(name) or "") for name in CASE_FIELDS}
    return RosterLine(row, person_values(values), beside=beside)


def person_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What describes the person and where they belong, without where they go."""
    return {name: value for name, value in values.items() if name not in CASE_FIELDS}


def opening_of(batch: Batch, values: Mapping[str, Any], words: str, who: Mapping[str, Any]) -> Opening:
    """The opening that a row asks for."""
    action = OPENS_WITH[batch.kind]
    body = {**who, **{name: values[name] for name in CASE_FIELDS}}
    return opening("transfer", action, body | ({"destination_reason": words} if words and action == "open" else {}))


def words_of(tx: Transaction, batch: Batch) -> str:
    """Why these people go where they go, as the form of the batch says it."""
    kept = batch.words_sealed
    return tx.vault.unseal(kept, table="batches", column="words", row=batch.id) if kept else ""


def verdict_of(told: Iterable[Refusal]) -> str:
    """What the findings of a row come to."""
    codes = [refusal.code for refusal in told]
    return "accept" if not codes else "ask" if ASKS.issuperset(codes) else "reject"


def refusals_of(error: DeskError) -> tuple[Refusal, ...]:
    """What an error has to say of a row."""
    return error.refusals or (Refusal(error.code, dict(error.values), "name"),)


def _named(tx: Transaction, line: RosterLine) -> CheckedRow:
    """A person of another unit is named by ID number and name, both exact; nothing of them is changed."""
    asks = line.asks
    if not line.refusals and not line.values.get("id_number"):
        asks += (Refusal("id_number_missing", {}, "id_number"),)
    warnings = line.warnings if line.refusals else (*line.warnings, *doubts(line.values, tx.today))
    return CheckedRow(line.number, "", line.values, (*line.refusals, *asks), warnings, written=line.written)


def _with_destination(batch: Batch, names: Destinations, row: CheckedRow, beside: Mapping[str, str]) -> BatchLine:
    to, why = (beside.get(name, "") for name in CASE_FIELDS)
    meaning = names.meaning_of(to)
    told = (*row.refusals, *(refusal for refusal in (meaning.refusal, meaning.question) if refusal))
    values = dict(row.normalized) | {
        "receiving_code": meaning.organization.code if meaning.organization else to,
        "reason_code": _REASONS.get(why, why) or USUAL_REASON[batch.kind],
    }
    return BatchLine(row.row, verdict_of(told), values, told, row.warnings, row.written or dict(beside))


@dataclass(frozen=True)
class _Trial:
    """What rows are tried against: the persons on record, by ID number, their open transfers, and where others are."""

    tx: Transaction
    actor: Actor
    batch: Batch
    persons: Mapping[str, Person]
    under_way: Mapping[str, Refusal]
    units: Mapping[str, Organization]
    words: str

    @classmethod
    def of(cls, tx: Transaction, actor: Actor, batch: Batch, lines: Sequence[BatchLine]) -> _Trial:
        persons = _known(tx, lines)
        under_way = _open_transfers(tx, [person.member.id for person in persons.values()])
        units = organizations_by_code(tx, {line.values.get("organization_code", "") for line in lines})
        return cls(tx, actor, batch, persons, under_way, units, words_of(tx, batch))

    def judged(self, line: BatchLine) -> BatchLine:
        """The row, refused where the case could not be opened."""
        person = self.persons.get(line.values["id_number"])
        if person is not None and person.member.id in self.under_way:
            return _refused(line, (self.under_way[person.member.id],))
        if OPENS_WITH[self.batch.kind] == "request" and (person is None or person.member.name != line.values["name"]):
            return _refused(line, (Refusal("no_such_person", {}, "id_number"),))
        wanted = opening_of(self.batch, line.values, self.words, {})
        try:
            require_openable(self.tx, self.actor, wanted, person or self._newcomer(line))
        except DeskError as error:
            return _refused(line, refusals_of(error))
        return line

    def _newcomer(self, line: BatchLine) -> Person:
        """Somebody who is not recorded yet, as the roster describes them."""
        unit = self.units.get(line.values.get("organization_code", ""))
        described = {name: value for name, value in person_values(line.values).items() if name != "organization_code"}
        return Person(described_member(self.tx, described), unit, unit)


def _refused(line: BatchLine, refusals: tuple[Refusal, ...]) -> BatchLine:
    told = (*line.refusals, *refusals)
    return replace(line, verdict=verdict_of(told), refusals=told)


def _known(tx: Transaction, lines: Sequence[BatchLine]) -> dict[str, Person]:
    numbers = {tx.vault.blind_index("id_number", line.values["id_number"]): line.values["id_number"] for line in lines}
    found = members_by_index(tx, numbers)
    belong, answer = (holders(tx, found.values(), relation) for relation in ("affiliation", "responsibility"))
    return {
        numbers[index]: Person(member, belong.get(member.id), answer.get(member.id)) for index, member in found.items()
    }


def _open_transfers(tx: Transaction, members: Sequence[str]) -> dict[str, Refusal]:
    query = (
        select(Member.id, Case.number, Case.state, Organization.name)
        .join(Member, Member.id == Case.member_id)
        .outerjoin(Organization, Organization.id == Case.holder_id)
        .where(Case.member_id.in_(members), Case.workflow == "transfer", Case.is_open)
    )
    return {
        member: Refusal("duplicate_open_case", {"number": number, "state": state, "holder": holder}, "name")
        for member, number, state, holder in tx.session.execute(query)
    }
