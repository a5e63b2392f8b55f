"""Indexes for the list of people without a confirmed place, and for its figures."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

PARTS = {
    "ix_cases_follow_ups": sa.text("workflow = 'follow_up'"),
    "ix_cases_open_follow_ups": sa.text("is_open AND workflow = 'follow_up'"),
}


def upgrade() -> None:
    for name, part in PARTS.items():
        op.create_index(name, "cases", ["workflow", "id"], sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    for name in PARTS:
        op.drop_index(name, table_name="cases")
