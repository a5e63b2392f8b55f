"""The line of the history that tells of an attachment, and the links by which a unit outside confirms a receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
OPEN = sa.text("used_at IS NULL AND revoked_at IS NULL")


def upgrade() -> None:
    op.add_column("stored_files", sa.Column("seq", sa.Integer(), nullable=True))
    op.drop_index("ix_stored_files_case_id", table_name="stored_files")
    op.create_index("ix_stored_files_case_id", "stored_files", ["case_id", "seq"], unique=True)
    op.create_table(
        "receipt_links",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("letter_id", KEY, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        sa.Column("used_at", AT, nullable=True),
        sa.Column("revoked_at", AT, nullable=True),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_receipt_links_one_end")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_receipt_links_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_receipt_links_letter_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_receipt_links_organization_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_receipt_links_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_links")),
    )
    op.create_index("ix_receipt_links_code_hash", "receipt_links", ["code_hash"], unique=True)
    op.create_index("ix_receipt_links_case_id", "receipt_links", ["case_id", "id"])
    op.create_index(
        "uq_receipt_links_open", "receipt_links", ["case_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("receipt_links")
    op.drop_index("ix_stored_files_case_id", table_name="stored_files")
    op.create_index("ix_stored_files_case_id", "stored_files", ["case_id", "id"])
    op.drop_column("stored_files", "seq")
