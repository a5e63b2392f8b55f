"""The ledgers: an index for the order of each, and what an export took along."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

OUR_OWN = sa.text("NOT issuer_external")
ACCEPTED = sa.text("accepted_on IS NOT NULL")
IN_TRANSIT = sa.text("state IN ('in_transit', 'lapsed', 'street_review', 'file_check') AND workflow = 'transfer'")
UNRECEIPTED = sa.text("state IN ('receipt_due', 'receipt_check') AND workflow = 'transfer'")
INDEXES = (
    ("ix_letters_issued_on", "letters", ["issued_on", "id"], OUR_OWN),
    ("ix_cases_accepted_on", "cases", ["accepted_on", "id"], ACCEPTED),
    ("ix_cases_in_transit", "cases", ["due_on", "id"], IN_TRANSIT),
    ("ix_cases_unreceipted", "cases", ["due_on", "id"], UNRECEIPTED),
)


def upgrade() -> None:
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.add_column("access_lines", sa.Column("selection", sa.String(length=400), nullable=True))
    op.add_column("access_lines", sa.Column("row_count", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("access_lines", "row_count")
    op.drop_column("access_lines", "selection")
    for name, table, _columns, _where in reversed(INDEXES):
        op.drop_index(name, table_name=table)
