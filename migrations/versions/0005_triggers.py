"""The rules that the database keeps by itself: see the files in `triggers`."""

from alembic import op

from service import triggers

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    triggers.install(op.get_bind())


def downgrade() -> None:
    triggers.remove(op.get_bind())
