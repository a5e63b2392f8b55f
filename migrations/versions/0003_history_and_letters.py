"""The history of a case and its letters."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letter_counters",
        sa.Column("issuer_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["organizations.id"], name="fk_letter_counters_issuer_id"),
        sa.PrimaryKeyConstraint("issuer_id", "year", name="pk_letter_counters"),
    )
    op.create_table(
        "history_lines",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("from_state", sa.String(length=30), nullable=False),
        sa.Column("to_state", sa.String(length=30), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_history_lines_seq")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_history_lines_actor_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_history_lines_case_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_history_lines_organization_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_history_lines"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_history_lines_at", "history_lines", ["at"], unique=False)
    op.create_table(
        "history_texts",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_history_texts_case_id"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_history_texts"),
    )
    op.create_table(
        "letters",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("issuer_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("normal_number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("first_issued_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("issuer_external", sa.Boolean(), nullable=False),
        sa.Column("reissue_of_id", KEY, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("seal_applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("riding_seal_applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('paper', 'online')", name=op.f("ck_letters_kind")),
        sa.CheckConstraint("status IN ('valid', 'lost', 'void')", name=op.f("ck_letters_status")),
        sa.CheckConstraint("issued_on <= expires_on AND first_issued_on <= issued_on", name=op.f("ck_letters_dates")),
        sa.CheckConstraint("valid_days BETWEEN 0 AND 90", name=op.f("ck_letters_valid_days")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_letters_case_id"),
        sa.ForeignKeyConstraint(["issuer_id"], ["organizations.id"], name="fk_letters_issuer_id"),
        sa.ForeignKeyConstraint(["reissue_of_id"], ["letters.id"], name="fk_letters_reissue_of_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("issuer_id", "year", "normal_number", name="uq_letters_issuer_id_year_normal_number"),
    )
    op.create_index("ix_letters_case_id", "letters", ["case_id", "id"], unique=False)
    if op.get_context().dialect.name == "postgresql":  # SQLite made them with the table, which may name one to come
        op.create_foreign_key("fk_cases_letter_id", "cases", "letters", ["letter_id"], ["id"])
        op.create_foreign_key(
            "fk_cases_id_history_count",
            "cases",
            "history_lines",
            ["id", "history_count"],
            ["case_id", "seq"],
            deferrable=True,
            initially="DEFERRED",
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("fk_cases_id_history_count", "cases")
        op.drop_constraint("fk_cases_letter_id", "cases")
    op.drop_table("letters")
    op.drop_table("history_texts")
    op.drop_table("history_lines")
    op.drop_table("letter_counters")
