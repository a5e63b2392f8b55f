"""The ladder of alerts, day by day: who hears of what, from which day on, and how often."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from service import clock
from service.alerts.sweep import raise_alerts
from service.casework.speak import add_comment
from service.casework.users import revoke_post
from service.models import CaseClock, HistoryLine
from service.permissions import THE_OPERATOR
from service.queries.alerts import LADDER, unheard
from tests.builders import add_post
from tests.driving import counted_statements
from tests.service.alerts.conftest import Look

# 24 November 2026 is a Tuesday: five working days end on Tuesday, 1 December.


def test_each_rung_is_raised_on_its_day_and_to_those_it_is_meant_for(driver, sweep_on):
    driver.drive_to("outflow_review")
    told = {day: sweep_on(day) for day in _days("2026-11-24", 26)}
    assert {day: new for day, new in told.items() if new} == {
        "2026-11-27": {("reminder", "street"), ("reminder", "branch")},
        "2026-12-02": {("overdue", "street"), ("overdue", "branch")},
        "2026-12-05": {("escalated", "department")},
        "2026-12-16": {("conference", "department")},
    }


def test_a_clock_found_late_raises_all_its_rungs_at_once(driver, sweep_on):
    driver.drive_to("outflow_review")
    assert {rung for rung, _ in sweep_on("2027-01-31")} == {"reminder", "overdue", "escalated", "conference"}


def test_a_clock_that_starts_inside_its_last_days_reminds_at_once(driver, sweep_on):
    number = driver.drive_to("outflow_review")
    driver.act(number, "street", "issue_letter", valid_days=5)
    assert sweep_on("2026-11-24") == {("reminder", "street"), ("reminder", "branch")}


def test_a_letter_in_the_members_hands_is_reminded_of_seven_days_before_and_never_escalated(driver, sweep_on):
    driver.drive_to("in_transit")
    told = {day: new for day in _days("2026-11-24", 60) if (new := sweep_on(day))}
    assert told == {"2026-11-27": {("reminder", "street"), ("reminder", "branch")}}


def test_what_members_do_of_their_own_will_never_climbs(driver, look, sweep_on):
    member = driver.member()
    number = driver.open("branch", workflow="dual_management", member_id=member, kind="two_way_registration",
                         consent_on="2026-11-20").number  # fmt: skip
    driver.act(number, "branch", "submit")
    driver.act(number, "second_street", "file")
    assert driver.case(number).state == "active"
    sweep_on("2030-01-01")
    assert {(alert.clock, alert.rung) for alert in look.alerts()} == {("feedback", "reminder"), ("review", "reminder")}


def test_a_new_turn_is_told_of_anew(driver, look, sweep_on):
    number = driver.drive_to("outflow_review")
    sweep_on("2026-12-02")
    driver.act(number, "street", "send_back", reason="补材料")
    driver.act(number, "branch", "submit")
    sweep_on("2026-12-31")
    turns = [(alert.turn, alert.rung) for alert in look.alerts() if alert.clock == "outflow_review"]
    assert turns.count((1, "overdue")) == turns.count((2, "overdue")) == 2
    assert (1, "escalated") not in turns


def test_a_case_that_moved_on_in_time_raises_nothing(driver, sweep_on):
    number = driver.drive_to("outflow_review")
    driver.act(number, "street", "release")
    assert sweep_on("2026-11-26") == set()


def test_a_finished_case_raises_nothing(driver, sweep_on):
    driver.drive_to("closed")
    assert sweep_on("2030-01-01") == set()


def test_alerts_are_no_history_and_leave_an_open_page_valid(driver, database, sweep_on):
    number = driver.drive_to("outflow_review")
    before = driver.case(number)
    sweep_on("2027-01-31")
    after = driver.case(number)
    assert (after.version, after.history_count) == (before.version, before.history_count)
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(HistoryLine)) == before.history_count


def test_whoever_is_told_without_holding_the_case_finds_it_among_the_copied_once(driver, database, sweep_on):
    number = driver.drive_to("outflow_review")
    sweep_on("2027-01-31")
    rows = {row.party: row for row in driver.case(number).parties}
    assert [rows["outflow"].in_copied, rows["outflow_committee"].in_copied] == [True, False]
    assert sum(row.in_copied for row in rows.values() if row.desk_id == driver.district.department.id) == 1
    assert not rows["street"].in_copied  # it may not read the case yet


def test_a_step_after_the_alert_keeps_the_case_among_the_copied(driver, sweep_on):
    number = driver.drive_to("outflow_review")
    sweep_on("2026-12-05")
    driver.act(number, "street", "release")
    department = [row for row in driver.case(number).parties if row.desk_id == driver.district.department.id]
    assert [row.in_copied for row in department].count(True) == 1


def test_what_was_raised_is_not_looked_at_again(driver, database, sweep_on):
    for _ in range(3):
        driver.open()
    sweep_on("2027-01-31")
    with database.read() as tx:
        due = [select(CaseClock.case_id).where(step.day <= tx.today) for step in LADDER]
        assert [tx.session.execute(query).all() for query in due] == [[], [], [], []]
    with counted_statements(database) as sent:
        raise_alerts(database, clock.now())
    assert len(sent) == len(LADDER)


def test_more_clocks_than_a_batch_are_raised_in_one_sweep(driver, database, look, sweep_on, monkeypatch):
    monkeypatch.setattr("service.alerts.sweep.BATCH", 2)
    for _ in range(5):
        driver.open()
    sweep_on("2026-12-08")
    assert sum(alert.rung == "reminder" for alert in look.alerts()) == 5


def test_a_rung_without_a_recipient_is_reported_and_raised_once_there_is_one(driver, database, look, sweep_on):
    number = driver.drive_to("outflow_review")
    without_superior = update(CaseClock).values(superior_id=None)
    database.transact(lambda tx: tx.session.execute(without_superior))
    sweep_on("2026-12-07")
    assert "escalated" not in {rung for rung, _ in look.told()}
    with database.read() as tx:
        assert [(row.case, row.clock, row.rung) for row in unheard(tx)] == [(number, "outflow_review", "escalated")]
    somebody = update(CaseClock).values(superior_id=driver.district.city.id)
    database.transact(lambda tx: tx.session.execute(somebody))
    assert sweep_on("2026-12-08") == {("escalated", "city")}
    with database.read() as tx:
        assert unheard(tx) == []


def test_rungs_without_a_recipient_hold_up_no_others(driver, database, look, sweep_on, monkeypatch):
    monkeypatch.setattr("service.alerts.sweep.BATCH", 2)
    numbers = [driver.drive_to("outflow_review") for _ in range(5)]
    first_three = [driver.case(number).id for number in numbers[:3]]
    nobody = update(CaseClock).where(CaseClock.case_id.in_(first_three)).values(superior_id=None)
    database.transact(lambda tx: tx.session.execute(nobody))
    sweep_on("2026-12-07")
    assert {alert.case for alert in look.alerts() if alert.rung == "escalated"} == set(numbers[3:])


def test_an_alert_goes_to_the_desk_that_acts_on_its_day(driver, database, look, sweep_on):
    driver.open()
    database.transact(lambda tx: revoke_post(tx, THE_OPERATOR, "branch", "branch_secretary", "D-branch"))
    assert {to for rung, to in sweep_on("2026-12-10") if rung == "overdue"} == {"street"}
    database.transact(
        lambda tx: add_post(
            tx, user=driver.district.users["branch"], role="branch_secretary", organization=driver.district.branch
        )
    )
    assert sweep_on("2026-12-11") == set()


def test_a_comment_between_two_sweeps_changes_nothing_about_the_alerts(driver, database, look, sweep_on):
    number = driver.drive_to("outflow_review")
    sweep_on("2026-12-02")
    database.transact(lambda tx: add_comment(tx, driver.actor("branch"), number, "在办"))
    assert sweep_on("2026-12-03") == set()


@pytest.mark.postgres
def test_a_case_in_the_middle_of_a_step_waits_for_the_next_sweep(postgres_driver, set_now):
    driver, database = postgres_driver, postgres_driver.database
    look = Look(database)
    busy, idle = driver.open(), driver.open()
    set_now("2026-12-08T09:00:00+08:00")
    with database.write() as tx:
        add_comment(tx, driver.actor("branch"), busy.number, "正在办")
        raise_alerts(database, clock.now())
        assert {alert.case for alert in look.alerts()} == {idle.number}
    raise_alerts(database, clock.now())
    assert {alert.case for alert in look.alerts()} == {busy.number, idle.number}


def _days(first: str, number: int) -> list[str]:
    return [(date.fromisoformat(first) + timedelta(days=day)).isoformat() for day in range(number)]
