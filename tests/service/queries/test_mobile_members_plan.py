"""Members who are away are listed in the order of an index, from where the page before ended."""

from datetime import date

import pytest
from sqlalchemy import event

from service.queries.mobile_members import MobileFilter, mobile_members
from tests.service.being_away import taken_in


def first_statement(driver, part):
    """The statement that finds the rows of a page, with its values."""
    sent = []

    def note(_connection, _cursor, statement, values, *_rest):
        sent.append((statement, values))

    with driver.database.read() as tx:
        event.listen(driver.database.engine, "before_cursor_execute", note)
        try:
            place = (date(2026, 11, 24), 1)
            mobile_members(tx, driver.actor("second_community"), MobileFilter("in", part), after=place)
        finally:
            event.remove(driver.database.engine, "before_cursor_execute", note)
    return next(row for row in sent if "case_parties" in row[0])


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("part", "index"), [("", "ix_cases_open_mobile"), ("late", "ix_cases_open_mobile"), ("ended", "ix_cases_mobile")]
)
def test_a_page_is_found_by_its_index(driver, part, index):
    taken_in(driver)
    statement, values = first_statement(driver, part)
    explain = "EXPLAIN QUERY PLAN" if driver.database.is_sqlite else "EXPLAIN"
    with driver.database.read() as tx:
        connection = tx.session.connection()
        if not driver.database.is_sqlite:  # a table of one row is read as a whole unless that is forbidden
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_sort = off")
        plan = [str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", values)]
    assert any(f"{index} " in f"{line} " for line in plan), plan
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan
