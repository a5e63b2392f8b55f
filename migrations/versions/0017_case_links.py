"""That one case follows from another or settles it, said on both and written once."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_links",
        sa.Column("case_id", KEY, autoincrement=False, nullable=False),
        sa.Column("other_id", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('follows', 'followed_by', 'settles', 'settled_by')", name=op.f("ck_case_links_kind")
        ),
        sa.CheckConstraint("case_id <> other_id", name=op.f("ck_case_links_two_cases")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_case_links_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", "kind", name=op.f("pk_case_links")),
        sqlite_with_rowid=False,
    )
    triggers.install(op.get_bind(), triggers.LINKS)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.LINKS)
    op.drop_table("case_links")
