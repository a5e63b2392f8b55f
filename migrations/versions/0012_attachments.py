"""The line of the history that tells of an attachment."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("stored_files", sa.Column("seq", sa.Integer(), nullable=True))
    op.drop_index("ix_stored_files_case_id", table_name="stored_files")
    op.create_index("ix_stored_files_case_id", "stored_files", ["case_id", "seq"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_stored_files_case_id", table_name="stored_files")
    op.create_index("ix_stored_files_case_id", "stored_files", ["case_id", "id"])
    op.drop_column("stored_files", "seq")
