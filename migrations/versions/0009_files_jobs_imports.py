"""Files that are kept, long work and how far it is, and rosters that were handed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
OPEN = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    _create_stored_files()
    _create_jobs()
    _create_imports()
    _create_import_rows()


def _create_stored_files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("expires_at", AT, nullable=True),
        sa.CheckConstraint("purpose IN ('upload', 'result', 'attachment')", name=op.f("ck_stored_files_purpose")),
        sa.CheckConstraint("purpose <> 'attachment' OR case_id IS NOT NULL", name=op.f("ck_stored_files_place")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_stored_files_owner_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_stored_files_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
    )
    op.create_index("ix_stored_files_case_id", "stored_files", ["case_id", "id"])
    op.create_index("ix_stored_files_expires_at", "stored_files", ["expires_at"])


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("post_code", sa.String(length=40), nullable=True),
        sa.Column("wanted", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("started_at", AT, nullable=True),
        sa.Column("ended_at", AT, nullable=True),
        sa.Column("lease_until", AT, nullable=True),
        sa.Column("attempt_token", sa.String(length=32), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_jobs_state")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_jobs_user_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_jobs_file_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_open", "jobs", ["asked_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_jobs_file_id", "jobs", ["file_id"])
    op.create_index("ix_jobs_user_id", "jobs", ["user_id", "asked_at", "id"])


def _create_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("problem", JSON, nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("applied_at", AT, nullable=True),
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed')",
            name=op.f("ck_imports_state"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_imports_user_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_imports_file_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_imports_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_user_id", "imports", ["user_id", "created_at", "id"])
    op.create_index("ix_imports_file_id", "imports", ["file_id"])


def _create_import_rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("findings_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("member_version", sa.Integer(), nullable=True),
        sa.Column("before_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "action IN ('accept', 'ask', 'reject', 'created', 'updated', 'unchanged', 'asked', 'rejected', 'undone', "
            "'kept')",
            name=op.f("ck_import_rows_action"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_import_rows_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_import_rows")),
    )
    op.create_index("ix_import_rows_action", "import_rows", ["import_id", "action", "row"])
    op.create_index("ix_import_rows_member_id", "import_rows", ["member_id"])


def downgrade() -> None:
    for table in ("import_rows", "imports", "jobs", "stored_files"):
        op.drop_table(table)
