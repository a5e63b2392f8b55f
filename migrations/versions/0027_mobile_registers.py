"""The registers of members who are away and of those who have come are read in the order of an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

MOBILE = sa.text("workflow = 'mobile_registration'")


def upgrade() -> None:
    op.create_index("ix_cases_mobile", "cases", ["id"], sqlite_where=MOBILE, postgresql_where=MOBILE)


def downgrade() -> None:
    op.drop_index("ix_cases_mobile", table_name="cases")
