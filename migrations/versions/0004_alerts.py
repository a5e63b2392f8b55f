"""Running clocks, alerts, notices and the mail about them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("clock", sa.String(length=30), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=12), nullable=False),
        sa.Column("recipient_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint("rung IN ('reminder', 'overdue', 'escalated', 'conference')", name=op.f("ck_alerts_rung")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_alerts_case_id"),
        sa.ForeignKeyConstraint(["recipient_id"], ["organizations.id"], name="fk_alerts_recipient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("case_id", "clock", "turn", "rung", "recipient_id", name="uq_alerts_key"),
    )
    op.create_index("ix_alerts_recipient_id", "alerts", ["recipient_id", "id"], unique=False)
    op.create_index(
        "ix_alerts_to_mail",
        "alerts",
        ["id"],
        unique=False,
        sqlite_where=sa.text("NOT mailed_out"),
        postgresql_where=sa.text("NOT mailed_out"),
    )
    op.create_table(
        "case_clocks",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("reminder_on", sa.Date(), nullable=True),
        sa.Column("overdue_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("conference_on", sa.Date(), nullable=True),
        sa.Column("holder_id", KEY, nullable=True),
        sa.Column("responsible_id", KEY, nullable=True),
        sa.Column("opener_id", KEY, nullable=True),
        sa.Column("superior_id", KEY, nullable=True),
        sa.Column("conference_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_clocks_case_id"),
        sa.ForeignKeyConstraint(["conference_id"], ["organizations.id"], name="fk_case_clocks_conference_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["organizations.id"], name="fk_case_clocks_holder_id"),
        sa.ForeignKeyConstraint(["opener_id"], ["organizations.id"], name="fk_case_clocks_opener_id"),
        sa.ForeignKeyConstraint(["responsible_id"], ["organizations.id"], name="fk_case_clocks_responsible_id"),
        sa.ForeignKeyConstraint(["superior_id"], ["organizations.id"], name="fk_case_clocks_superior_id"),
        sa.PrimaryKeyConstraint("case_id", "slot", name="pk_case_clocks"),
    )
    op.create_index(
        "ix_case_clocks_conference_on",
        "case_clocks",
        ["conference_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("running"),
        postgresql_where=sa.text("running"),
    )
    op.create_index(
        "ix_case_clocks_escalated_on",
        "case_clocks",
        ["escalated_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("running"),
        postgresql_where=sa.text("running"),
    )
    op.create_index(
        "ix_case_clocks_overdue_on",
        "case_clocks",
        ["overdue_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("running"),
        postgresql_where=sa.text("running"),
    )
    op.create_index(
        "ix_case_clocks_reminder_on",
        "case_clocks",
        ["reminder_on", "case_id"],
        unique=False,
        sqlite_where=sa.text("running"),
        postgresql_where=sa.text("running"),
    )
    op.create_table(
        "notices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("recipient_id", KEY, nullable=False),
        sa.Column("sender_id", KEY, nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("mailed_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('step', 'nudge', 'comment')", name=op.f("ck_notices_kind")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_notices_case_id"),
        sa.ForeignKeyConstraint(["recipient_id"], ["organizations.id"], name="fk_notices_recipient_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["organizations.id"], name="fk_notices_sender_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("case_id", "seq", "recipient_id", name="uq_notices_case_id_seq_recipient_id"),
    )
    op.create_index("ix_notices_recipient_id", "notices", ["recipient_id", "id"], unique=False)
    op.create_index(
        "ix_notices_to_mail",
        "notices",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("NOT mailed_out"),
        postgresql_where=sa.text("NOT mailed_out"),
    )
    op.create_index(
        "uq_notices_one_nudge_a_day",
        "notices",
        ["case_id", "sender_id", "sent_on", "recipient_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'nudge'"),
        postgresql_where=sa.text("kind = 'nudge'"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("alert_id", KEY, nullable=True),
        sa.Column("notice_id", KEY, nullable=True),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_token", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'claimed', 'submitting', 'sent', 'failed', 'unknown')",
            name=op.f("ck_deliveries_state"),
        ),
        sa.CheckConstraint("(alert_id IS NULL) <> (notice_id IS NULL)", name=op.f("ck_deliveries_about_one_thing")),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_deliveries_notice_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_deliveries_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state", "available_at"], unique=False)
    op.create_index("uq_deliveries_alert", "deliveries", ["alert_id", "channel", "user_id"], unique=True)
    op.create_index("uq_deliveries_notice", "deliveries", ["notice_id", "channel", "user_id"], unique=True)


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("notices")
    op.drop_table("case_clocks")
    op.drop_table("alerts")
