"""The tree of organizations, the people who sign in, and the settings of the installation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_days"),
    )
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_calendar_years"),
    )
    op.create_table(
        "organizations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("code_scheme", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("party_name", sa.String(length=120), nullable=True),
        sa.Column("party_name_confirmed", sa.Boolean(), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column(
            "path",
            sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("may_issue_letters", sa.Boolean(), nullable=False),
        sa.Column("setup_mode", sa.String(length=20), nullable=True),
        sa.Column("covers", sa.String(length=255), nullable=True),
        sa.Column("address", sa.String(length=255), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", KEY, nullable=True),
        sa.Column("branch_desk_id", KEY, nullable=True),
        sa.Column("committee_desk_id", KEY, nullable=True),
        sa.Column("department_desk_id", KEY, nullable=True),
        sa.Column("superior_desk_id", KEY, nullable=True),
        sa.CheckConstraint(
            "kind IN ('province', 'city', 'department', 'street_committee', 'town_committee', "
            "'base_committee', 'general_branch', 'branch', 'community', 'village', 'group', "
            "'talent_centre', 'external')",
            name=op.f("ck_organizations_kind"),
        ),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_organizations_not_its_own_parent")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name=op.f("ck_organizations_validity")
        ),
        sa.ForeignKeyConstraint(["branch_desk_id"], ["organizations.id"], name="fk_organizations_branch_desk_id"),
        sa.ForeignKeyConstraint(["committee_desk_id"], ["organizations.id"], name="fk_organizations_committee_desk_id"),
        sa.ForeignKeyConstraint(
            ["department_desk_id"], ["organizations.id"], name="fk_organizations_department_desk_id"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["organizations.id"], name="fk_organizations_parent_id"),
        sa.ForeignKeyConstraint(["successor_id"], ["organizations.id"], name="fk_organizations_successor_id"),
        sa.ForeignKeyConstraint(["superior_desk_id"], ["organizations.id"], name="fk_organizations_superior_desk_id"),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
        sa.UniqueConstraint("code", name="uq_organizations_code"),
    )
    op.create_index("ix_organizations_name", "organizations", ["name"], unique=False)
    op.create_index("ix_organizations_parent_id", "organizations", ["parent_id", "code"], unique=False)
    op.create_index("ix_organizations_path", "organizations", ["path"], unique=True)
    op.create_index("ix_organizations_short_name", "organizations", ["short_name"], unique=False)
    op.create_index(
        "ix_organizations_unconfirmed",
        "organizations",
        ["id"],
        unique=False,
        sqlite_where=sa.text("NOT party_name_confirmed"),
        postgresql_where=sa.text("NOT party_name_confirmed"),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "users",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=True),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"], unique=False)
    op.create_table(
        "idempotency_keys",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=60), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_idempotency_keys_user_id"),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False)
    op.create_table(
        "posts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.CheckConstraint(
            "role IN ('branch_secretary', 'committee_officer', 'department_officer', "
            "'tracking_staff', 'auditor', 'administrator')",
            name=op.f("ck_posts_role"),
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name="fk_posts_organization_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_posts_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("user_id", "role", "organization_id", name="uq_posts_user_id_role_organization_id"),
    )
    op.create_index("ix_posts_organization_id", "posts", ["organization_id", "role"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sign_ins_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("sign_ins")
    op.drop_table("posts")
    op.drop_table("idempotency_keys")
    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("settings")
    op.drop_table("organizations")
    op.drop_table("calendar_years")
    op.drop_table("calendar_days")
