"""The links by which a unit outside confirms a receipt: one to a case, and of its code a keyed hash."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "receipt_links",
        sa.Column("case_id", KEY, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("used_at", AT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_receipt_links_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_receipt_links")),
    )
    op.create_index("ix_receipt_links_code_hash", "receipt_links", ["code_hash"], unique=True)


def downgrade() -> None:
    op.drop_table("receipt_links")
