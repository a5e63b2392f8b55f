"""What a year came to, told by the lines of the history alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass
class Recount:
    """Every case, and where each member belongs whom a placement has moved."""

    cases: dict[int, Told] = field(default_factory=dict)
    belongs: dict[str, str] = field(default_factory=dict)

    def of(self, workflow: str) -> list[Told]:
        """The cases of a workflow."""
        return [told for told in self.cases.values() if told.workflow == workflow]

    def members_at(self, began: Mapping[str, str]) -> Counter[str]:
        """How many belong to each unit, by its code, of those who were there when the year began or came in it."""
        return Counter((dict(began) | self.belongs).values())


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
    told.state = line.to_state
    told.came |= line.to_state == "attached"
    if told.workflow != "transfer":
        return
    told.papers += line.action in PAPERS
    told.accepted |= line.to_state == "placement"
    if line.action == "place" and told.member_id is not None:
        found.belongs[told.member_id] = details.get("placed_in_code", told.to)
