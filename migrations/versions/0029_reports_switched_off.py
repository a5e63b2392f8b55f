"""Whether a unit and those below it report their inflow and outflow each quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("organizations", sa.Column("reports_flow", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("organizations", "reports_flow")
