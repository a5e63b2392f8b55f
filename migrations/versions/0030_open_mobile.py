"""Members who are away are listed by when they are due, in the order of an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

OPEN_MOBILE = sa.text("is_open AND workflow = 'mobile_registration'")


def upgrade() -> None:
    op.create_index(
        "ix_cases_open_mobile", "cases", ["due_on", "id"], sqlite_where=OPEN_MOBILE, postgresql_where=OPEN_MOBILE
    )


def downgrade() -> None:
    op.drop_index("ix_cases_open_mobile", table_name="cases")
