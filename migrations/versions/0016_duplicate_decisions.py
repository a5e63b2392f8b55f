"""What people decided about two records that might be of one person, written once."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0016"
down_revision = "0015"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MERGED = sa.text("decision = 'merged'")


def upgrade() -> None:
    op.create_table(
        "duplicate_decisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("decision IN ('merged', 'distinct')", name=op.f("ck_duplicate_decisions_decision")),
        sa.CheckConstraint("member_id <> other_id", name=op.f("ck_duplicate_decisions_two_records")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_duplicate_decisions_user_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_duplicate_decisions_member_id")),
        sa.ForeignKeyConstraint(["other_id"], ["members.id"], name=op.f("fk_duplicate_decisions_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_decisions")),
    )
    op.create_index(
        "uq_duplicate_decisions_merged", "duplicate_decisions", ["member_id"], unique=True,
        sqlite_where=MERGED, postgresql_where=MERGED,
    )  # fmt: skip
    op.create_index("ix_duplicate_decisions_member_id", "duplicate_decisions", ["member_id", "other_id"])
    op.create_index("ix_duplicate_decisions_other_id", "duplicate_decisions", ["other_id", "member_id"])
    triggers.install(op.get_bind(), triggers.DUPLICATES)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.DUPLICATES)
    op.drop_table("duplicate_decisions")
