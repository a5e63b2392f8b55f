"""Reading alerts, notices and the mail nobody is sure of."""

import pytest

from service.casework.speak import nudge
from service.queries.alerts import alerts_for, alerts_of_case, count_alerts_for
from service.queries.notices import count_notices_for, notices_for, notices_of_case


def test_a_person_sees_the_alerts_to_their_own_organizations_newest_first(driver, database, sweep_on):
    numbers = [driver.drive_to("outflow_review") for _ in range(3)]
    sweep_on("2026-12-02")
    with database.read() as tx:
        rows = alerts_for(tx, driver.actor("street"))
        assert [row.rung for row in rows] == ["overdue"] * 3 + ["reminder"] * 3
        assert {row.case for row in rows[:3]} == {row.case for row in rows[3:]} == set(numbers)
        assert {row.recipient for row in rows} == {"D-street"}
        assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
        assert alerts_for(tx, driver.actor("second_street")) == []


def test_an_alert_bears_its_key_and_what_a_list_shows(driver, database, sweep_on):
    number = driver.drive_to("outflow_review")
    sweep_on("2026-12-05")
    with database.read() as tx:
        (row,) = alerts_for(tx, driver.actor("department"))
        assert (row.case, row.clock, row.turn, row.rung, row.recipient) == (
            number, "outflow_review", 1, "escalated", "D-department",
        )  # fmt: skip
        assert (row.workflow, row.state, row.due_on.isoformat()) == ("transfer", "outflow_review", "2026-12-01")
        assert row.recipient_name == driver.district.department.title
        assert [alert.rung for alert in alerts_of_case(tx, driver.case(number))] == [
            "reminder", "reminder", "overdue", "overdue", "escalated",
        ]  # fmt: skip


def test_pages_of_alerts_follow_each_other_without_a_gap(driver, database, sweep_on):
    for _ in range(5):
        driver.open()
    sweep_on("2027-01-31")
    with database.read() as tx:
        actor = driver.actor("branch")
        whole, pages, cursor = alerts_for(tx, actor, limit=50), [], None
        while page := alerts_for(tx, actor, cursor, limit=3):
            pages += page
            cursor = page[-1].id
        assert pages == whole
        assert len(whole) == count_alerts_for(tx, actor) == 10


def test_counts_stop_at_a_hundred(driver, database, sweep_on, monkeypatch):
    monkeypatch.setattr("service.queries.alerts.COUNT_LIMIT", 3)
    monkeypatch.setattr("service.queries.notices.COUNT_LIMIT", 3)
    for _ in range(4):
        driver.drive_to("outflow_review")
    sweep_on("2027-01-31")
    with database.read() as tx:
        assert count_alerts_for(tx, driver.actor("branch")) == 3
        assert count_notices_for(tx, driver.actor("street")) == 3


@pytest.mark.parametrize("who", ["province", "city", "second_branch"])
def test_who_is_not_told_or_reads_no_cases_sees_nothing(driver, database, sweep_on, who):
    driver.drive_to("outflow_review")
    sweep_on("2027-01-31")
    with database.read() as tx:
        assert alerts_for(tx, driver.actor(who)) == []
        assert notices_for(tx, driver.actor(who)) == []


def test_a_case_that_the_street_may_not_read_yet_is_the_departments_conference(driver, database, sweep_on):
    driver.drive_to("outflow_review")
    sweep_on("2026-12-16")
    with database.read() as tx:
        assert alerts_for(tx, driver.actor("second_street")) == []
        assert "conference" in [row.rung for row in alerts_for(tx, driver.actor("department"))]


def test_a_notice_is_there_once_the_step_can_no_longer_be_taken_back(driver, database, set_now):
    number = driver.open().number
    driver.act(number, "branch", "submit")
    with database.read() as tx:
        assert [row.action for row in notices_for(tx, driver.actor("street"))] == []
    set_now("2026-11-24T09:00:30+08:00")
    with database.read() as tx:
        (row,) = notices_for(tx, driver.actor("street"))
        assert (row.case, row.kind, row.action, row.from_state, row.to_state, row.sender) == (
            number, "step", "submit", "draft", "outflow_review", "D-branch",
        )  # fmt: skip
        assert count_notices_for(tx, driver.actor("street")) == 1
        assert row in notices_of_case(tx, driver.case(number))


def test_a_nudge_is_there_at_once(driver, database):
    number = driver.drive_to("outflow_review")
    database.transact(lambda tx: nudge(tx, driver.actor("branch"), number))
    with database.read() as tx:
        assert [row.kind for row in notices_for(tx, driver.actor("street"))] == ["nudge"]
        assert notices_for(tx, driver.actor("street"), cursor=1) == []
