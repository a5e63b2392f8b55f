"""What a year came to, told by the lines of the history alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, HistoryLine

PAPERS = ("issue_letter", "reissue", "release")
"""Steps that draw a number of our own."""

ON_THE_WAY = ("in_transit", "lapsed", "street_review", "file_check")
UNRECEIPTED = ("receipt_due", "receipt_check")


@dataclass
class Told:
    """A case as its lines tell it."""

    workflow: str
    member_id: str | None
    to: str = ""
    state: str = "new"
    papers: int = 0
    accepted: bool = False
    came: bool = False
    unit: str = ""
    quarter: str = ""


@dataclass(frozen=True)
class Report:
    """What a unit handed in about a quarter; of what was sent back, what was handed in last."""

    unit: str
    quarter: str
    figures: Mapping[str, Any]


@dataclass
class Recount:
    """Every case, every placement with the instant and the unit, and every report."""

    cases: dict[int, Told] = field(default_factory=dict)
    placed: list[tuple[datetime, str, str]] = field(default_factory=list)
    reports: dict[int, Report] = field(default_factory=dict)

    def of(self, workflow: str) -> list[Told]:
        """The cases of a workflow."""
        return [told for told in self.cases.values() if told.workflow == workflow]

    def members_at(self, began: Mapping[str, str], instant: datetime) -> Counter[str]:
        """How many belonged to each unit, by its code, of those who were there when the year began or came in it."""
        moved = {member: unit for at, member, unit in self.placed if at < instant}
        return Counter((dict(began) | moved).values())


def recount(tx: Transaction) -> Recount:
    """Told anew from the first line to the last."""
    found = Recount()
    query = select(HistoryLine, Case.workflow, Case.member_id).join(Case, Case.id == HistoryLine.case_id)
    for line, workflow, member_id in tx.session.execute(
        query.order_by(HistoryLine.at, HistoryLine.case_id, HistoryLine.seq)
    ):
        told = found.cases.setdefault(line.case_id, Told(workflow, member_id))
        _tell(found, told, line)
    return found


def _tell(found: Recount, told: Told, line: HistoryLine) -> None:
    details = json.loads(line.body)["details"]
    told.to = details.get("receiving_code", told.to)
    told.unit, told.quarter = details.get("unit_code", told.unit), details.get("quarter", told.quarter)
    told.state = line.to_state
    told.came |= line.to_state == "attached"
    told.papers += line.action in PAPERS
    told.accepted |= line.to_state == "placement"
    if line.action == "place" and told.member_id is not None:
        found.placed.append((line.at, told.member_id, details.get("placed_in_code", told.to)))
    if line.action == "hand_in":
        found.reports[line.case_id] = Report(told.unit, told.quarter, details["figures"])
