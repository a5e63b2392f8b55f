"""Who struck a person out of a batch, and who put the person back, written once."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0018"
down_revision = "0017"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "batch_strikes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('struck', 'restored')", name=op.f("ck_batch_strikes_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_batch_strikes_user_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_strikes_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_strikes")),
    )
    op.create_index("ix_batch_strikes_batch_id", "batch_strikes", ["batch_id", "row", "id"])
    triggers.install(op.get_bind(), triggers.STRIKES)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.STRIKES)
    op.drop_table("batch_strikes")
