"""What a check asks back about names of units, and the answers, kept with the import and with the batch."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

TABLES = ("imports", "batches")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("questions_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "questions_sealed")
