"""Numbers of cases and of papers: drawn once, per prefix and year, from a row, so that a rollback leaves no gap."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from service.db import Transaction
from service.models import Case, CaseCounter
from workflows import NEWEST


def draw_number(tx: Transaction, case: Case) -> str:
    """The next one of the workflow's prefix in this year."""
    return draw(tx, NEWEST[case.workflow].prefix)


def draw(tx: Transaction, prefix: str) -> str:
    """The next number with a prefix in this year."""
    dialect = sqlite if tx.database.is_sqlite else postgresql
    statement = dialect.insert(CaseCounter).values(prefix=prefix, year=tx.today.year, last_number=1)
    drawn = tx.session.execute(
        statement.on_conflict_do_update(
            index_elements=["prefix", "year"], set_={"last_number": CaseCounter.last_number + 1}
        ).returning(CaseCounter.last_number)
    ).scalar_one()
    return f"{prefix}-{tx.today.year}-{drawn:04d}"
