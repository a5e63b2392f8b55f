"""The code by which anybody asks whether a letter is genuine, and how an issuer numbers and prints its letters."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("letters", sa.Column("code", sa.String(length=12), nullable=True))
    op.create_index("ix_letters_code", "letters", ["code"], unique=True)
    op.create_table(
        "letter_settings",
        sa.Column("issuer_id", KEY, nullable=False),
        sa.Column("number_scheme", sa.String(length=40), nullable=False),
        sa.Column("number_digits", sa.Integer(), nullable=False),
        sa.Column("script", sa.String(length=7), nullable=False),
        sa.Column("offset_right", sa.Integer(), nullable=False),
        sa.Column("offset_down", sa.Integer(), nullable=False),
        sa.CheckConstraint("script IN ('zh-Hans', 'zh-Hant')", name=op.f("ck_letter_settings_script")),
        sa.CheckConstraint("number_digits BETWEEN 1 AND 8", name=op.f("ck_letter_settings_number_digits")),
        sa.CheckConstraint(
            "offset_right BETWEEN -300 AND 300 AND offset_down BETWEEN -300 AND 300",
            name=op.f("ck_letter_settings_offsets"),
        ),
        sa.ForeignKeyConstraint(["issuer_id"], ["organizations.id"], name=op.f("fk_letter_settings_issuer_id")),
        sa.PrimaryKeyConstraint("issuer_id", name=op.f("pk_letter_settings")),
    )


def downgrade() -> None:
    op.drop_table("letter_settings")
    op.drop_index("ix_letters_code", table_name="letters")
    op.drop_column("letters", "code")
