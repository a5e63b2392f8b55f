"""What both sides of a registration wrote down: contacts, services, feedback and reviews, each with its day."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from service import clock
from service.db import Transaction
from service.models import HistoryLine, HistoryText
from service.queries.history import open_text
from workflows.dates import days_of_quarter

ENTRIES = ("log_contact", "log_service", "give_feedback", "review")


@dataclass(frozen=True)
class RegistrationEntry:
    """One of them, by its place in the history: of which day, by which side, in whose words.

    Feedback says about which quarter.
    """

    seq: int
    action: str
    day: date
    party: str
    organization: str
    result: str
    quarter: str = ""
    way: str = ""
    next_on: str = ""
    service_post: str = ""

    def is_of(self, quarter: str) -> bool:
        """Whether it belongs into a quarter: feedback into the one it is about, the rest by its day."""
        first, last = days_of_quarter(quarter)
        return self.quarter == quarter if self.action == "give_feedback" else first <= self.day <= last


def entries_of(tx: Transaction, keys: Collection[int], since: date) -> dict[int, list[RegistrationEntry]]:
    """By the case's key, the oldest first; those written down on or after a day, in one statement."""
    if not keys:
        return {}
    found: dict[int, list[RegistrationEntry]] = {key: [] for key in keys}
    words = and_(HistoryText.case_id == HistoryLine.case_id, HistoryText.seq == HistoryLine.seq)
    query = (
        select(HistoryLine, HistoryText)
        .outerjoin(HistoryText, words)
        .where(HistoryLine.case_id.in_(found), HistoryLine.action.in_(ENTRIES), HistoryLine.at >= clock.start_of(since))
        .order_by(HistoryLine.case_id, HistoryLine.seq)
    )
    for line, text in tx.session.execute(query):
        found[line.case_id].append(_entry(tx, line, text))
    for entries in found.values():
        entries.sort(key=lambda entry: entry.day)
    return found


def _entry(tx: Transaction, line: HistoryLine, text: HistoryText | None) -> RegistrationEntry:
    words = open_text(tx, text) if text else {}
    body: dict[str, Any] = json.loads(line.body)
    details, unit = body["details"], body["on_behalf_of"] or body["organization"]
    happened = details.get("happened_on")
    return RegistrationEntry(
        seq=line.seq,
        action=line.action,
        day=date.fromisoformat(happened) if happened else clock.day_of(line.at),
        party=body["party"] or "",
        organization=unit["name"] if unit else "",
        result=words.get("result", ""),
        **{name: details.get(name, "") for name in ("quarter", "way", "next_on", "service_post")},
    )
