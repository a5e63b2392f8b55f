"""Activity certificates, and one open mobile registration per member and host."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0024"
down_revision = "0023"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_FORCE = sa.text("status = 'valid'")
OPEN_MOBILE = sa.text("is_open AND workflow = 'mobile_registration'")


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("issuer_id", KEY, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("normal_number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", KEY, nullable=True),
        sa.Column("photo_applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal_applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('valid', 'lost', 'void', 'returned')", name=op.f("ck_certificates_status")),
        sa.CheckConstraint(
            "issued_on <= inspected_on AND inspected_on <= valid_until", name=op.f("ck_certificates_dates")
        ),
        sa.CheckConstraint("(status = 'valid') = (ended_on IS NULL)", name=op.f("ck_certificates_ended")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificates_case_id")),
        sa.ForeignKeyConstraint(["issuer_id"], ["organizations.id"], name=op.f("fk_certificates_issuer_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["certificates.id"], name=op.f("fk_certificates_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("issuer_id", "normal_number", name=op.f("uq_certificates_issuer_id_normal_number")),
    )
    op.create_index(
        "uq_certificates_in_force", "certificates", ["case_id"], unique=True,
        sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
    )  # fmt: skip
    op.create_index("ix_certificates_case_id", "certificates", ["case_id", "id"])
    op.create_index("ix_certificates_normal_number", "certificates", ["normal_number"])
    op.create_index(
        "uq_cases_one_open_mobile", "cases", ["member_id", "receiving_id"], unique=True,
        sqlite_where=OPEN_MOBILE, postgresql_where=OPEN_MOBILE,
    )  # fmt: skip
    triggers.install(op.get_bind(), triggers.CERTIFICATES)


def downgrade() -> None:
    triggers.remove(op.get_bind(), triggers.CERTIFICATES)
    op.drop_index("uq_cases_one_open_mobile", table_name="cases")
    op.drop_table("certificates")
