"""Batches: cases opened from one roster, and its rows until each is accounted for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _create_batches()
    _create_batch_rows()


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("receiving_id", KEY, nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", JSON, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("opened_at", AT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('graduates', 'retirees', 'dissolved_unit', 'resettled')", name=op.f("ck_batches_kind")
        ),
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'opening', 'opened', 'failed')", name=op.f("ck_batches_state")
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_batches_organization_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_batches_user_id")),
        sa.ForeignKeyConstraint(["receiving_id"], ["organizations.id"], name=op.f("fk_batches_receiving_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_batches_file_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_batches_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index("ix_batches_created_at", "batches", ["created_at", "id"])
    op.create_index("ix_batches_file_id", "batches", ["file_id"])


def _create_batch_rows() -> None:
    op.create_table(
        "batch_rows",
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("findings_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("struck_by", KEY, nullable=True),
        sa.Column("struck_at", AT, nullable=True),
        sa.CheckConstraint("state IN ('expected', 'opened', 'struck')", name=op.f("ck_batch_rows_state")),
        sa.CheckConstraint("verdict IN ('accept', 'ask', 'reject')", name=op.f("ck_batch_rows_verdict")),
        sa.CheckConstraint("(state = 'opened') = (case_id IS NOT NULL)", name=op.f("ck_batch_rows_case")),
        sa.CheckConstraint("(state = 'struck') = (words_sealed IS NOT NULL)", name=op.f("ck_batch_rows_words")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_rows_batch_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_batch_rows_case_id")),
        sa.ForeignKeyConstraint(["struck_by"], ["users.id"], name=op.f("fk_batch_rows_struck_by")),
        sa.PrimaryKeyConstraint("batch_id", "row", name=op.f("pk_batch_rows")),
    )
    op.create_index("ix_batch_rows_state", "batch_rows", ["batch_id", "state", "verdict", "row"])
    op.create_index("ix_batch_rows_case_id", "batch_rows", ["case_id"], unique=True)


def downgrade() -> None:
    for table in ("batch_rows", "batches"):
        op.drop_table(table)
