"""Only rungs still to be climbed are looked for: a clock that lost one leaves that index alone from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_RUNGS = ("reminder", "overdue", "escalated", "conference")


def upgrade() -> None:
    for rung in _RUNGS:
        _index(rung, f"running AND {rung}_on IS NOT NULL")


def downgrade() -> None:
    for rung in _RUNGS:
        _index(rung, "running")


def _index(rung: str, condition: str) -> None:
    where, name = sa.text(condition), f"ix_case_clocks_{rung}_on"
    op.drop_index(name, table_name="case_clocks")
    op.create_index(name, "case_clocks", [f"{rung}_on", "case_id"], sqlite_where=where, postgresql_where=where)
