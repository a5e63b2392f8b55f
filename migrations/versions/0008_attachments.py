"""Files beside a case, and the one-time pages on which a unit outside answers with its receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CURRENT = sa.text("cancelled_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name=op.f("ck_attachments_kind")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_attachments_case_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_attachments_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id", "id"])
    op.create_table(
        "receipt_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("attachment_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name="fk_receipt_links_attachment_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_receipt_links_case_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_receipt_links_letter_id"),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name="fk_receipt_links_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_links"),
        sa.UniqueConstraint("code_hash", name="uq_receipt_links_code_hash"),
    )
    op.create_index(
        "uq_receipt_links_current", "receipt_links", ["case_id"], unique=True,
        sqlite_where=CURRENT, postgresql_where=CURRENT,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("receipt_links")
    op.drop_table("attachments")
