"""An index for the registrations of members who take part on two sides, in the order they were opened."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

REGISTRATIONS = sa.text("workflow = 'dual_management'")


def upgrade() -> None:
    op.create_index(
        "ix_cases_registrations", "cases", ["workflow", "id"],
        sqlite_where=REGISTRATIONS, postgresql_where=REGISTRATIONS,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_cases_registrations", table_name="cases")
