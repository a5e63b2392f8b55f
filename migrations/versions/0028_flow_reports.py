"""A case may be about a unit and a quarter instead of a member: one report for each."""

import sqlalchemy as sa
from alembic import op

from service import triggers

revision = "0028"
down_revision = "0027"

REPORTS = sa.text("workflow = 'flow_report'")
CHECKS = {
    "ck_cases_member": "(workflow = 'flow_report') = (member_id IS NULL)",
    "ck_cases_quarter": "(workflow = 'flow_report') = (quarter IS NOT NULL)",
}
NEEDED, OPTIONAL = "member_id VARCHAR(32) NOT NULL", "member_id VARCHAR(32)"
KEPT = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'trigger' OR (type = 'index' AND {of_cases}))"


def upgrade() -> None:
    op.add_column("cases", sa.Column("quarter", sa.String(length=7), nullable=True))
    checks = ", ".join(f"CONSTRAINT {name} CHECK ({rule})" for name, rule in CHECKS.items())
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(lambda table: _with(table.replace(NEEDED, OPTIONAL), checks))
    else:
        op.alter_column("cases", "member_id", nullable=True)
        for name, rule in CHECKS.items():
            op.create_check_constraint(op.f(name), "cases", rule)
    op.create_index(
        "uq_cases_one_report", "cases", ["receiving_id", "quarter"], unique=True,
        sqlite_where=REPORTS, postgresql_where=REPORTS,
    )  # fmt: skip
    triggers.install(op.get_bind(), triggers.FLOW_REPORTS)


def downgrade() -> None:
    """Refused by the database while there are reports: no older program knows what they are."""
    triggers.remove(op.get_bind(), triggers.FLOW_REPORTS)
    op.drop_index("uq_cases_one_report", table_name="cases")
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(_without)
    else:
        for name in CHECKS:
            op.drop_constraint(name, "cases")
        op.alter_column("cases", "member_id", nullable=False)
    op.drop_column("cases", "quarter")


def _with(table: str, checks: str) -> str:
    head, _closed, tail = table.rpartition(")")
    return f"{head}, {checks}){tail}"


def _without(table: str) -> str:
    for name, rule in CHECKS.items():
        table = table.replace(f", CONSTRAINT {name} CHECK ({rule})", "")
    return table.replace(OPTIONAL, NEEDED)


def _rewrite(change) -> None:  # type: ignore[no-untyped-def]
    """SQLite knows no other way to take NOT NULL from a column than a new table, with its indexes and every trigger.

    The triggers of other tables name this one too, and would be found wanting while it is away.
    """
    run = op.get_bind().exec_driver_sql
    _name, _open, body = run("SELECT sql FROM sqlite_master WHERE name = 'cases'").scalar_one().partition("(")
    kept = run(KEPT.format(of_cases="tbl_name = 'cases'")).scalars().all()
    for name in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        run(f"DROP TRIGGER {name}")
    run(change(f"CREATE TABLE new_cases ({body}"))
    columns = ", ".join(row[1] for row in run("PRAGMA table_info(cases)"))
    run(f"INSERT INTO new_cases ({columns}) SELECT {columns} FROM cases")  # noqa: S608 - names of our own columns
    run("DROP TABLE cases")
    run("ALTER TABLE new_cases RENAME TO cases")
    for statement in kept:
        run(statement)
