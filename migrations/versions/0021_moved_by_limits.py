"""How many open cases a change of a limit has moved."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("limit_changes", sa.Column("moved", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("limit_changes", "moved")
