"""Questions about names of units: gathered while rows are checked, kept with the roster, and answered by its owner."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from service.db import Transaction
from service.errors import ValidationFailed
from service.intake.destinations import FIELD as DESTINATION
from service.intake.destinations import Destinations
from service.intake.roster_lines import RosterLine
from service.intake.unit_names import Meaning, UnitNames, one_line
from service.models.handed_in import HandedIn
from service.permissions import Actor
from service.queries.questions import UnitQuestion, questions_of
from workflows.vocabulary import Refusal

LISTED = 50
"""More names than these are no names: another column was meant."""
_NOTICED = 1000
_LONGEST = 120
_UNCLEAR = frozenset({"ambiguous_organization", "organization_not_exact", "unknown_organization"})
NAMES: Mapping[str, type[UnitNames]] = {"organization_code": UnitNames, DESTINATION: Destinations}
"""The columns that name units, and who knows what is meant there."""
Key = tuple[str, str]


class Asking:
    """Gathers the questions of one check; those that have an answer are counted and stay, to be answered otherwise."""

    def __init__(self, before: Iterable[UnitQuestion] = ()) -> None:
        self._found = {(asked.field, asked.text): asked for asked in before if asked.answer}
        self._answered = frozenset(self._found)
        self._rows: Counter[Key] = Counter()
        self._first: dict[Key, int] = {}

    def notice(self, line: RosterLine, told: Iterable[Refusal]) -> None:
        """A row, and what there is to say about it."""
        for key in {*(self._answered & set(_named_in(line))), *self._asked_by(told)}:
            self._rows[key] += 1
            self._first.setdefault(key, line.number)

    def _asked_by(self, told: Iterable[Refusal]) -> Iterator[Key]:
        for refusal in told:
            text = _text_of(refusal)
            key = (refusal.field or "", text)
            if text and key[0] in NAMES and (key in self._found or len(self._found) < _NOTICED):
                self._found.setdefault(key, UnitQuestion(*key, refusal.code, refusal.values.get("candidates", ())))
                yield key

    def questions(self) -> list[UnitQuestion]:
        """Those without an answer first, of most rows first."""
        found = [
            replace(asked, rows=self._rows[key], first=self._first.get(key, 0)) for key, asked in self._found.items()
        ]
        found.sort(key=lambda asked: (-asked.rows, asked.first))
        return [asked for asked in found if not asked.answer][:LISTED] + [asked for asked in found if asked.answer]


def keep_questions(tx: Transaction, found: HandedIn, questions: Sequence[UnitQuestion]) -> None:
    """Keep them encrypted: what stands in a cell may be anything."""
    text = json.dumps([asdict(asked) for asked in questions], ensure_ascii=False)
    place = {"table": found.__tablename__, "column": "questions", "row": found.id}
    found.questions_sealed = tx.vault.seal(text, **place) if questions else None


def keep_answers(tx: Transaction, actor: Actor, found: HandedIn, given: Sequence[Mapping[str, str]]) -> None:
    """For each `field` and `text` the unit that is meant, by code or name; an empty `code` leaves the question open.

    Raises ValidationFailed for what was not asked, what names no unit for certain, and where nothing is said anew.
    """
    before = questions_of(tx, found)
    asked = {(question.field, question.text): question for question in before}
    refusals: list[Refusal] = []
    for place, one in enumerate(given):
        key = (one["field"], one["text"])
        question, meaning = asked.get(key), _meaning(tx, actor, one)
        wrong = meaning.refusal or meaning.question if question else Refusal("not_asked", {"name": one["text"]})
        if wrong or question is None:
            refusals += [replace(wrong, field=f"answers.{place}")] if wrong else []
            continue
        unit = meaning.organization
        asked[key] = replace(question, answer={"code": unit.code, "name": unit.title} if unit else None)
    if refusals:
        raise ValidationFailed(refusals)
    if list(asked.values()) == before:
        raise ValidationFailed([Refusal("nothing_answered", {})])
    keep_questions(tx, found, list(asked.values()))


def _meaning(tx: Transaction, actor: Actor, one: Mapping[str, str]) -> Meaning:
    if not one.get("code"):
        return Meaning()
    return NAMES[one["field"]](tx, actor).meaning_of(one["code"])


def _named_in(line: RosterLine) -> Iterator[Key]:
    for field, said in (("organization_code", line.values), (DESTINATION, line.beside)):
        if text := said.get(field):
            yield field, one_line(str(text))


def _text_of(refusal: Refusal) -> str:
    """What stands in the cell that the refusal is about; nothing where a unit was not the matter."""
    if refusal.code not in _UNCLEAR:
        return ""
    said = refusal.values.get("name") or refusal.values.get("destination") or ""
    text = one_line(str(said))
    return text if len(text) <= _LONGEST else ""
