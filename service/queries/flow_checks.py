"""Whether reports say what their histories say, and add up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, HistoryLine
from service.models.case import REPORTS
from service.queries.member_classes import BELONG_HERE


def reports_that_do_not_add_up(tx: Transaction) -> list[str]:
    """Numbers of reports whose figures are not those of the line with which they were handed in, or are at odds."""
    query = (
        select(Case.number, Case.particulars, HistoryLine.body)
        .join(HistoryLine, HistoryLine.case_id == Case.id)
        .where(REPORTS, HistoryLine.action == "hand_in")
        .order_by(Case.id, HistoryLine.seq)
    )
    newest = {number: (kept.get("figures"), json.loads(body)["details"].get("figures"))
              for number, kept, body in tx.session.execute(query)}  # fmt: skip
    return [number for number, (kept, told) in newest.items() if kept != told or not _adds_up(kept)]


def _adds_up(figures: Mapping[str, Any]) -> bool:
    came = figures["in_by_transfer"] + figures["in_otherwise"]
    went = figures["out_by_transfer"] + figures["out_otherwise"]
    here = sum(count for name, count in figures["classes"].items() if name in BELONG_HERE)
    return bool(figures["opening"] + came - went == figures["closing"] == here)
