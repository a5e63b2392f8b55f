"""Reading notices and alerts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from service.db import Transaction
from service.models import Case, Notice


def nudged_since(tx: Transaction, case: Case, sender_id: int, day: date) -> datetime | None:
    """When this sender last nudged the case's holder, on or after a day."""
    return tx.session.scalar(
        select(func.max(Notice.due_at)).where(
            Notice.case_id == case.id, Notice.kind == "nudge", Notice.sender_id == sender_id, Notice.sent_on >= day
        )
    )
