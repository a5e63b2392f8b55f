"""Changes of organizations, and the names they had before."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "organization_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("undoes_id", KEY, nullable=True),
        sa.CheckConstraint(
            "kind IN ('rename', 'move', 'recode', 'merge', 'split', 'dissolve')",
            name=op.f("ck_organization_changes_kind"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_organization_changes_actor_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_organization_changes_organization_id"
        ),
        sa.ForeignKeyConstraint(["other_id"], ["organizations.id"], name="fk_organization_changes_other_id"),
        sa.ForeignKeyConstraint(["undoes_id"], ["organization_changes.id"], name="fk_organization_changes_undoes_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organization_changes"),
        sa.UniqueConstraint("undoes_id", name="uq_organization_changes_undoes_id"),
    )
    op.create_index("ix_organization_changes_organization_id", "organization_changes", ["organization_id", "id"])
    op.create_index("ix_organization_changes_other_id", "organization_changes", ["other_id", "id"])
    op.create_table(
        "former_names",
        sa.Column("id", KEY, nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_code", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_former_names_organization_id"),
        sa.PrimaryKeyConstraint("id", name="pk_former_names"),
    )
    op.create_index("ix_former_names_name", "former_names", ["name"])
    op.create_index("ix_former_names_organization_id", "former_names", ["organization_id", "id"])


def downgrade() -> None:
    op.drop_table("former_names")
    op.drop_table("organization_changes")
