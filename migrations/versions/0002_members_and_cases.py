"""Members, cases, and who is party to them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_counters",
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name="pk_case_counters"),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_initials", sa.String(length=30), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("ethnic_group", sa.String(length=20), nullable=True),
        sa.Column("birth_date", sa.String(length=10), nullable=True),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_index", sa.String(length=32), nullable=True),
        sa.Column("id_last4_index", sa.String(length=32), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(length=32), nullable=True),
        sa.Column("member_status", sa.String(length=15), nullable=False),
        sa.Column("joined_on", sa.String(length=10), nullable=True),
        sa.Column("converted_on", sa.String(length=10), nullable=True),
        sa.Column("probation_ends_on", sa.String(length=10), nullable=True),
        sa.Column("dues_paid_through", sa.String(length=7), nullable=True),
        sa.Column("employer", sa.String(length=120), nullable=True),
        sa.Column("residence", sa.String(length=255), nullable=True),
        sa.Column("last_activity_on", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("member_status IN ('full', 'probationary')", name=op.f("ck_members_member_status")),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("id_number_index", name="uq_members_id_number_index"),
    )
    op.create_index("ix_members_id_last4_index", "members", ["id_last4_index"], unique=False)
    op.create_index("ix_members_name", "members", ["name"], unique=False)
    op.create_index("ix_members_name_initials", "members", ["name_initials"], unique=False)
    op.create_index("ix_members_phone_index", "members", ["phone_index"], unique=False)
    op.create_table(
        "access_lines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_access_lines_member_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_access_lines_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_lines"),
    )
    op.create_table(
        "cases",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("workflow", sa.String(length=30), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_party", sa.String(length=20), nullable=False),
        sa.Column("opened_by_id", KEY, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("holder_party", sa.String(length=20), nullable=True),
        sa.Column("holder_id", KEY, nullable=True),
        sa.Column("handler_id", KEY, nullable=True),
        sa.Column("receiving_id", KEY, nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("letter_id", KEY, nullable=True),
        sa.Column("particulars", sa.JSON(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("undo", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("history_count", sa.Integer(), nullable=False),
        sa.Column("history_head", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version > 0 AND history_count >= 0", name=op.f("ck_cases_counts")),
        sa.ForeignKeyConstraint(["handler_id"], ["users.id"], name="fk_cases_handler_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["organizations.id"], name="fk_cases_holder_id"),
        sa.ForeignKeyConstraint(
            ["id", "history_count"],
            ["history_lines.case_id", "history_lines.seq"],
            name="fk_cases_id_history_count",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_cases_letter_id", use_alter=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_cases_member_id"),
        sa.ForeignKeyConstraint(["opened_by_id"], ["organizations.id"], name="fk_cases_opened_by_id"),
        sa.ForeignKeyConstraint(["receiving_id"], ["organizations.id"], name="fk_cases_receiving_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index(
        "ix_cases_due_on",
        "cases",
        ["due_on", "id"],
        unique=False,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("ix_cases_member_id", "cases", ["member_id", "id"], unique=False)
    op.create_index(
        "uq_cases_one_open_registration",
        "cases",
        ["member_id", "receiving_id"],
        unique=True,
        sqlite_where=sa.text("is_open AND workflow = 'dual_management'"),
        postgresql_where=sa.text("is_open AND workflow = 'dual_management'"),
    )
    op.create_index(
        "uq_cases_one_open_transfer",
        "cases",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("is_open AND workflow = 'transfer'"),
        postgresql_where=sa.text("is_open AND workflow = 'transfer'"),
    )
    op.create_table(
        "case_parties",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("desk_id", KEY, nullable=True),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("has_acted", sa.Boolean(), nullable=False),
        sa.Column("sort_on", sa.Date(), nullable=False),
        sa.Column("in_mine", sa.Boolean(), nullable=False),
        sa.Column("in_waiting", sa.Boolean(), nullable=False),
        sa.Column("in_opened", sa.Boolean(), nullable=False),
        sa.Column("in_done", sa.Boolean(), nullable=False),
        sa.Column("in_copied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_parties_case_id"),
        sa.ForeignKeyConstraint(["desk_id"], ["organizations.id"], name="fk_case_parties_desk_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_case_parties_organization_id"),
        sa.PrimaryKeyConstraint("case_id", "party", name="pk_case_parties"),
    )
    op.create_index(
        "ix_case_parties_copied",
        "case_parties",
        ["desk_id", "sort_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("in_copied"),
        postgresql_where=sa.text("in_copied"),
    )
    op.create_index(
        "ix_case_parties_done",
        "case_parties",
        ["desk_id", "sort_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("in_done"),
        postgresql_where=sa.text("in_done"),
    )
    op.create_index(
        "ix_case_parties_mine",
        "case_parties",
        ["desk_id", "sort_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("in_mine"),
        postgresql_where=sa.text("in_mine"),
    )
    op.create_index(
        "ix_case_parties_opened",
        "case_parties",
        ["desk_id", "sort_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("in_opened"),
        postgresql_where=sa.text("in_opened"),
    )
    op.create_index("ix_case_parties_organization_id", "case_parties", ["organization_id", "case_id"], unique=False)
    op.create_index(
        "ix_case_parties_waiting",
        "case_parties",
        ["desk_id", "sort_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("in_waiting"),
        postgresql_where=sa.text("in_waiting"),
    )
    op.create_table(
        "member_relations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("relation", sa.String(length=15), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", KEY, nullable=True),
        sa.CheckConstraint("relation IN ('affiliation', 'responsibility')", name=op.f("ck_member_relations_relation")),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("ck_member_relations_order")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_member_relations_case_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_member_relations_member_id"),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_member_relations_organization_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member_relations"),
    )
    op.create_index("ix_member_relations_member_id", "member_relations", ["member_id", "since"], unique=False)
    op.create_index(
        "ix_member_relations_organization_id",
        "member_relations",
        ["organization_id", "relation", "member_id"],
        unique=False,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_member_relations_current",
        "member_relations",
        ["member_id", "relation"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("member_relations")
    op.drop_table("case_parties")
    op.drop_table("cases")
    op.drop_table("access_lines")
    op.drop_table("members")
    op.drop_table("case_counters")
