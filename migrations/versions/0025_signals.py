"""Facts by which members are followed up, and the signals computed from them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LASTING = sa.text("ended_on IS NULL")
DATES = ("graduated_on", "discharged_on", "residence_changed_on", "work_changed_on")
YES_OR_NO = ("household_here", "lives_here")


def upgrade() -> None:
    for name in DATES:
        op.add_column("members", sa.Column(name, sa.String(length=10), nullable=True))
    for name in YES_OR_NO:
        op.add_column("members", sa.Column(name, sa.Boolean(), nullable=True))
    op.create_table(
        "signals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("case_id", KEY, nullable=True),
        sa.Column("follow_up_id", KEY, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_signals_member_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_signals_case_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["cases.id"], name=op.f("fk_signals_follow_up_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint("member_id", "name", "since", name=op.f("uq_signals_member_id_name_since")),
    )
    op.create_index(
        "uq_signals_lasting", "signals", ["member_id", "name"], unique=True,
        sqlite_where=LASTING, postgresql_where=LASTING,
    )  # fmt: skip
    op.create_index(
        "ix_signals_lasting", "signals", ["name", "member_id"], sqlite_where=LASTING, postgresql_where=LASTING
    )
    op.create_index("ix_signals_follow_up_id", "signals", ["follow_up_id", "id"])


def downgrade() -> None:
    op.drop_table("signals")
    for name in (*YES_OR_NO, *DATES):
        op.drop_column("members", name)
