"""Re-computing the histories: chains, heads, sealed words, and each case's state replayed from its lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from service import chain
from service.db import Transaction
from service.models import Case, HistoryLine, HistoryText
from service.vault import VaultError
from workflows import workflow_of
from workflows.everywhere import EVERYWHERE
from workflows.vocabulary import NEW

BATCH = 500
UNREADABLE = (ValueError, TypeError, LookupError)
"""What it leads to when somebody writes into a column what the program never would."""


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong with a case, and the line where it shows."""

    case: str
    seq: int | None
    problem: str


@dataclass(frozen=True)
class Report:
    """What was looked at, and what was found; `findings` is empty when every line is as it was written."""

    cases: int
    lines: int
    findings: tuple[Finding, ...]


def verify(tx: Transaction) -> Report:
    """Every case, in batches by key, so that memory stays bounded."""
    cases, lines, findings, last_id = 0, 0, list(_orphans(tx)), 0
    while ids := list(tx.session.scalars(select(Case.id).where(Case.id > last_id).order_by(Case.id).limit(BATCH))):
        for length, found in _look_at(tx, ids):
            findings += [found] if found else []
            cases, lines = cases + 1, lines + length
        last_id = ids[-1]
        tx.session.expunge_all()
    return Report(cases, lines, tuple(findings))


def _look_at(tx: Transaction, ids: list[int]) -> list[tuple[int, Finding | None]]:
    """The length of each case's history, and what is wrong with it; one that cannot be read is looked at by itself."""
    try:
        histories = _histories(tx, ids)
        cases = tx.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id)).all()
        return [(len(history := histories.get(case.id, [])), first_fault(tx, case, history)) for case in cases]
    except UNREADABLE:
        tx.session.expunge_all()
        return [found for key in ids for found in _look_at(tx, [key])] if len(ids) > 1 else [(0, _garbled(tx, ids[0]))]


def _garbled(tx: Transaction, key: int) -> Finding:
    """The first line of a case that is no line any more; where there is none, the case's own row is at fault."""
    number = tx.session.scalar(select(Case.number).where(Case.id == key)) or f"#{key}"
    seqs = tx.session.scalars(select(HistoryLine.seq).where(HistoryLine.case_id == key).order_by(HistoryLine.seq)).all()
    for seq in seqs:
        try:
            line = tx.session.scalars(
                select(HistoryLine).where(HistoryLine.case_id == key, HistoryLine.seq == seq)
            ).one()
            _columns_agree(line, json.loads(line.body))
        except UNREADABLE:
            return Finding(number, seq, "unreadable")
    return Finding(number, None, "unreadable")


def _orphans(tx: Transaction) -> Iterator[Finding]:
    """Histories whose case is gone."""
    lines = select(HistoryLine.case_id).outerjoin(Case, Case.id == HistoryLine.case_id).where(Case.id.is_(None))
    for key in tx.session.scalars(lines.distinct().order_by(HistoryLine.case_id)):
        yield Finding(f"#{key}", 1, "case_missing")


def verify_case(tx: Transaction, case: Case) -> Finding | None:
    """One case."""
    try:
        return first_fault(tx, case, _histories(tx, [case.id]).get(case.id, []))
    except UNREADABLE:
        return _garbled(tx, case.id)


def _histories(tx: Transaction, case_ids: list[int]) -> dict[int, list[tuple[HistoryLine, HistoryText | None]]]:
    rows = tx.session.execute(
        select(HistoryLine, HistoryText)
        .outerjoin(HistoryText, (HistoryText.case_id == HistoryLine.case_id) & (HistoryText.seq == HistoryLine.seq))
        .where(HistoryLine.case_id.in_(case_ids))
        .order_by(HistoryLine.case_id, HistoryLine.seq)
    )
    pairs = [(line, text) for line, text in rows]
    return {key: list(group) for key, group in groupby(pairs, key=lambda pair: pair[0].case_id)}


def first_fault(tx: Transaction, case: Case, history: list[tuple[HistoryLine, HistoryText | None]]) -> Finding | None:
    """Walk the chain once, and compare its end with the case."""
    previous, state = "", NEW
    for expected_seq, (line, text) in enumerate(history, start=1):
        problem = next(_faults_of_line(tx, case, line, text, expected_seq, previous, state), None)
        if problem:
            return Finding(case.number, line.seq, problem)
        previous, state = line.hash, line.to_state
    if (len(history), previous) != (case.history_count, case.history_head):
        return Finding(case.number, len(history) + 1, "lines_missing")
    if state != case.state:
        return Finding(case.number, len(history), "state_differs")
    return None


def _faults_of_line(  # noqa: PLR0913, PLR0917 - one line beside all it must agree with
    tx: Transaction,
    case: Case,
    line: HistoryLine,
    text: HistoryText | None,
    expected_seq: int,
    previous: str,
    state: str,
) -> Iterator[str]:
    if line.seq != expected_seq:
        yield "gap"
    if line.previous_hash != previous:
        yield "chain_broken"
    if line.hash != chain.line_hash(case.number, line.seq, line.previous_hash, line.body):
        yield "line_changed"
    body = json.loads(line.body)
    if not _columns_agree(line, body):
        yield "columns_changed"
    if not _words_agree(tx, case, line, text, body):
        yield "words_changed"
    if not _is_legal(case, line, state):
        yield "illegal_step"


def _columns_agree(line: HistoryLine, body: dict[str, Any]) -> bool:
    shown = (line.seq, chain.instant(line.at), line.action, line.from_state, line.to_state)
    who = (line.actor_id, line.organization_id)
    written = tuple(body[name] for name in ("seq", "at", "action", "from", "to", "actor", "organization_id"))
    return (*shown, *who) == written


def _words_agree(tx: Transaction, case: Case, line: HistoryLine, text: HistoryText | None, body: Any) -> bool:
    """Erased words leave their commitment behind; words that are there must match it."""
    if text is None:
        return True
    try:
        place = f"{text.case_id}|{text.seq}"
        words = tx.vault.unseal(text.sealed, table="history_texts", column="sealed", row=place)
    except VaultError:
        return False
    return bool(body["text"] == tx.vault.commitment(f"{case.number}|{line.seq}|{words}"))


def _is_legal(case: Case, line: HistoryLine, state: str) -> bool:
    """The step leaves the state the case was in, and its workflow knows a move that leads where it went."""
    if line.from_state != state:
        return False
    if line.action in EVERYWHERE:
        return line.action == "undo" or line.to_state == line.from_state
    action = workflow_of(case.workflow, case.workflow_version).actions.get(line.action)
    return action is not None and any(
        line.from_state in move.sources and line.to_state == (move.target or line.from_state) for move in action.moves
    )
