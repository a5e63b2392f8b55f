"""One open follow-up per person."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0022"
down_revision = "0021"

OPEN = sa.text("is_open AND workflow = 'follow_up'")


def upgrade() -> None:
    op.create_index(
        "uq_cases_one_open_follow_up", "cases", ["member_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    triggers.install(op.get_bind(), triggers.FOLLOW_UPS)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.FOLLOW_UPS)
    op.drop_index("uq_cases_one_open_follow_up", table_name="cases")
