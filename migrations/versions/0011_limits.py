"""Limits that a unit sets for its subtree; and lines about looks at data that are written once."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "limit_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("workflow", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length IS NULL OR length > 0", name=op.f("ck_limit_changes_length")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_limit_changes_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_limit_changes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_changes")),
    )
    op.create_index("ix_limit_changes_organization_id", "limit_changes", ["organization_id", "id"])
    triggers.install(op.get_bind(), triggers.APPEND_ONLY)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.APPEND_ONLY)
    op.drop_table("limit_changes")
