"""The registrations of a unit are read in the order of an index, from where the page before ended."""

import pytest
from sqlalchemy import event

from service.queries.registrations import RegistrationFilter, registrations_page
from tests.service.registering import filed


def first_statement(driver):
    """The statement that finds the rows of a page, with its values."""
    sent = []

    def note(_connection, _cursor, statement, values, *_rest):
        sent.append((statement, values))

    with driver.database.read() as tx:
        event.listen(driver.database.engine, "before_cursor_execute", note)
        try:
            registrations_page(tx, driver.actor("second_community"), RegistrationFilter("2026-Q4"), after=1)
        finally:
            event.remove(driver.database.engine, "before_cursor_execute", note)
    return next(row for row in sent if "case_parties" in row[0])


@pytest.mark.postgres
def test_a_page_of_registrations_is_found_by_its_index(driver):
    filed(driver)
    statement, values = first_statement(driver)
    explain = "EXPLAIN QUERY PLAN" if driver.database.is_sqlite else "EXPLAIN"
    with driver.database.read() as tx:
        connection = tx.session.connection()
        if not driver.database.is_sqlite:  # a table of one row is read as a whole unless that is forbidden
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = [str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", values)]
    assert any("ix_cases_registrations" in line for line in plan), plan
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan
