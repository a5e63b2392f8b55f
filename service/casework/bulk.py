"""One verb for many cases: the same guards, a transaction for each, an answer for each, and a look ahead before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exc, select
from sqlalchemy.orm.exc import StaleDataError

from service import chain
from service.casework.idempotency import Answer, Request, answer_once
from service.casework.jobs import told
from service.casework.perform_action import perform_action
from service.casework.undo import undo
from service.db import Database, Transaction
from service.errors import DeskError, ValidationFailed
from service.models import Case
from service.permissions import Actor
from workflows import NEWEST
from workflows.vocabulary import Refusal

AT_ONCE = 50
"""So many cases are done while one waits for the answer; more are long work."""
AT_MOST = 2000
_BUSY = frozenset({"55P03", "40P01", "40001"})
_OK = 200


@dataclass(frozen=True)
class Chosen:
    """One of the cases: the version that was seen, where it matters, and what differs from case to case."""

    number: str
    version: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bulk:
    """What is to be done with which cases; `fields` are the same for all of them."""

    action: str
    cases: Sequence[Chosen]
    fields: Mapping[str, Any] = field(default_factory=dict)

    def fields_of(self, chosen: Chosen) -> dict[str, Any]:
        """Its own fields before the common ones."""
        return {**self.fields, **chosen.fields}

    def as_bytes(self) -> bytes:
        """As a job keeps it."""
        return json.dumps(
            {"action": self.action, "cases": [vars(chosen) for chosen in self.cases], "fields": dict(self.fields)}
        ).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> Bulk:
        """The same read again."""
        kept = json.loads(content)
        return cls(kept["action"], [Chosen(**chosen) for chosen in kept["cases"]], kept["fields"])


@dataclass(frozen=True)
class CaseAnswer:
    """What became of one case: its state and version after the step, or why it was skipped."""

    number: str
    done: bool
    state: str | None = None
    version: int | None = None
    code: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    refusals: Sequence[Refusal] = ()

    @classmethod
    def refused(cls, number: str, error: DeskError) -> CaseAnswer:
        """The case is as it was, for this reason."""
        kept = told(error)
        return cls(number, done=False, code=error.code, values=kept["values"], refusals=error.refusals)


def require_known(bulk: Bulk) -> None:
    """Raises ValidationFailed for an action that no workflow has, no cases, too many, or one of them twice."""
    known = {name for workflow in NEWEST.values() for name, action in workflow.actions.items() if not action.opens}
    if bulk.action not in known | {"undo"}:
        raise ValidationFailed([Refusal("not_a_choice", {"choices": sorted(known)}, "action")])
    require_chosen([chosen.number for chosen in bulk.cases])


def require_chosen(numbers: Sequence[str]) -> None:
    """Raises ValidationFailed for no cases, too many, or one of them twice."""
    if not numbers:
        raise ValidationFailed([Refusal("nothing_chosen", {}, "cases")])
    if len(numbers) > AT_MOST:
        raise ValidationFailed([Refusal("too_many_cases", {"max": AT_MOST}, "cases")])
    if len(set(numbers)) < len(numbers):
        raise ValidationFailed([Refusal("case_chosen_twice", {}, "cases")])


def take_all(
    database: Database, actor: Actor, bulk: Bulk, key: str, progress: Callable[[int, int], None] | None = None
) -> list[CaseAnswer]:
    """The answer of every case. Under the same key again, what was done is not done twice, and the rest is tried."""
    answers = []
    for chosen in bulk.cases:
        answers.append(_take_one(database, actor, bulk, chosen, key))
        if progress:
            progress(len(answers), len(bulk.cases))
    return answers


def _take_one(database: Database, actor: Actor, bulk: Bulk, chosen: Chosen, key: str) -> CaseAnswer:
    own_key = hashlib.sha256(f"{key}\x00{chosen.number}".encode()).hexdigest()
    parts = (bulk.action, chosen.number, chain.canonical(bulk.fields_of(chosen)))
    request = Request.of(actor.user_id or 0, f"bulk:{own_key}", *parts)
    try:
        answer = answer_once(database, request, lambda tx: _taken(tx, actor, bulk, chosen))
    except DeskError as error:
        return CaseAnswer.refused(chosen.number, error)
    except (exc.OperationalError, StaleDataError) as error:
        if isinstance(error, exc.OperationalError) and not _is_busy(error):
            raise
        return CaseAnswer(chosen.number, done=False, code="busy")
    return CaseAnswer(**json.loads(answer.body))


def _taken(tx: Transaction, actor: Actor, bulk: Bulk, chosen: Chosen) -> Answer:
    number, version = chosen.number, chosen.version
    if version is None:
        version = tx.session.scalar(select(Case.version).where(Case.number == number))
    if bulk.action == "undo":
        case = undo(tx, actor, number, expected_version=version)
    else:
        case = perform_action(tx, actor, number, bulk.action, bulk.fields_of(chosen), expected_version=version)
    done = {"number": number, "done": True, "state": case.state, "version": case.version}
    return Answer(_OK, json.dumps(done).encode())


def _is_busy(error: exc.OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _BUSY or "database is locked" in str(error.orig)


def answers_as_bytes(action: str, answers: Iterable[CaseAnswer]) -> bytes:
    """The answers as they are kept beside a job."""
    rows = [vars(answer) | {"refusals": [vars_of(refusal) for refusal in answer.refusals]} for answer in answers]
    return json.dumps({"action": action, "answers": rows}, ensure_ascii=False, default=_as_text).encode()


def answers_of_bytes(content: bytes) -> tuple[str, list[CaseAnswer]]:
    """The action, and the answers of its cases."""
    kept = json.loads(content)
    return kept["action"], [_answer(row) for row in kept["answers"]]


def vars_of(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON."""
    return {"code": refusal.code, "values": dict(refusal.values), "field": refusal.field}


def _answer(row: dict[str, Any]) -> CaseAnswer:
    refusals = [Refusal(**{**refusal, "values": _read(refusal["values"])}) for refusal in row["refusals"]]
    return CaseAnswer(**{**row, "values": _read(row["values"]), "refusals": refusals})


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if name == "at" else value for name, value in values.items()}


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
