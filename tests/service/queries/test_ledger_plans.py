"""The ledgers at 10,000 cases: read in the order of an index, and no further than shown."""

from datetime import date

import pytest
from sqlalchemy import event, select

from service.models import Case, Organization
from service.permissions import Actor, PostHeld
from service.queries.ledgers import LEDGERS, LedgerFilter, ledger_page
from tests.benchmark.fill import fill, organization_at
from tests.service.queries.test_worklist_plan import nodes, rows_read
from workflows.roles import Role

pytestmark = [pytest.mark.slow]

INDEXES = {
    "transfer_out": "ix_letters_issued_on",
    "transfer_in": "ix_cases_accepted_on",
    "in_transit": "ix_cases_in_transit",
    "unreceipted": "ix_cases_unreceipted",
    "outflow": "ix_cases_mobile",
    "inflow": "ix_cases_mobile",
}
PAGE = 20


def first_statement(database, actor, wanted):
    """The statement that finds the lines of a page, with its values."""
    sent = []

    def note(_connection, _cursor, statement, values, *_rest):
        sent.append((statement, values))

    with database.read() as tx:
        event.listen(database.engine, "before_cursor_execute", note)
        try:
            rows, place = ledger_page(tx, actor, wanted, limit=PAGE)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
    return rows, place, next(row for row in sent if "case_parties" in row[0])


def filter_of(ledger):
    return LedgerFilter(ledger, since=date(2026, 1, 1) if ledger.startswith("transfer") else None)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_an_embedded_database_reads_a_ledger_by_its_index(sqlite_driver, ledger):
    actor = sqlite_driver.actor("department")
    _rows, _place, (statement, values) = first_statement(sqlite_driver.database, actor, filter_of(ledger))
    with sqlite_driver.database.read() as tx:
        rows = tx.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    plan = [row[3] for row in rows]
    assert any(INDEXES[ledger] in line for line in plan), plan
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["in_transit", "receipt_due"])
def test_a_server_reads_each_ledger_by_its_index_and_no_further_than_shown(postgres_driver, state):
    database, actor = _filled(postgres_driver, state)
    for ledger in ("transfer_out", "in_transit" if state == "in_transit" else "unreceipted", "transfer_in"):
        rows, place, (statement, values) = first_statement(database, actor, filter_of(ledger))
        if state == "in_transit" and ledger == "transfer_in":
            assert rows == []
            continue
        assert len(rows) == PAGE
        assert place is not None
        with database.engine.connect() as connection:
            explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
        plan = list(nodes(explained[0]["Plan"]))
        assert INDEXES[ledger] in {node.get("Index Name") for node in plan}, (ledger, explained)
        assert not [node for node in plan if "Sort" in node["Node Type"]], (ledger, explained)
        driven = "letters" if ledger == "transfer_out" else "cases"
        assert rows_read(plan, driven) <= 2 * (PAGE + 1), (ledger, explained)


def _filled(driver, state):
    number = driver.drive_to(state)
    with driver.database.read() as tx:
        template = tx.session.scalars(select(Case.id).where(Case.number == number)).one()
    fill(driver.database.engine, template, 10_000)
    with driver.database.read() as tx:
        unit = tx.session.get_one(Organization, organization_at("city"))
    post = PostHeld(Role.DEPARTMENT_OFFICER, unit.id, unit.code, unit.title, unit.kind, unit.path)
    return driver.database, Actor(driver.actor("department").user_id, "区里", (post,))
