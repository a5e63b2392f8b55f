"""A unit sets its own limits: what starts in its subtree afterwards is counted by them, and nothing else."""

from datetime import date

import pytest
from sqlalchemy import select

from service import clock
from service.alerts.worker import run_once
from service.calendar_seed import PublishedDay
from service.casework.calendar import load_calendar
from service.casework.limits import foresee_limit, set_limit
from service.errors import NotFound, NotPermitted, ValidationFailed
from service.models import Alert, CaseClock, LimitChange
from service.permissions import THE_OPERATOR
from tests.builders import actor_of, make_user
from tests.driving import counted_statements
from workflows.lengths import SETTABLE

REVIEW = ("transfer", "outflow_review")


def set_to(driver, unit, length, key=REVIEW, actor=THE_OPERATOR, **more):
    values = {"basis": "区转接办法第五条", **({"length": length} if length else {}), **more}
    code = getattr(driver.district, unit).code
    return driver.database.transact(lambda tx: set_limit(tx, actor, code, key, values))


def alerts_of(driver, number):
    with driver.database.read() as tx:
        query = select(Alert).where(Alert.case_id == driver.case(number).id).order_by(Alert.id)
        return tx.session.scalars(query).all()


def days_of(driver, number):
    """How many working days the running clock has."""
    with driver.database.read() as tx:
        query = select(CaseClock).where(CaseClock.running, CaseClock.case_id == driver.case(number).id)
        row = tx.session.scalars(query).one()
        return tx.working_days().between(row.started_on, row.due_on)


def test_a_case_that_starts_afterwards_is_counted_by_what_the_unit_set(driver):
    set_to(driver, "street", 3)
    assert days_of(driver, driver.drive_to("outflow_review")) == 3


def test_the_nearest_setting_above_the_unit_wins(driver):
    set_to(driver, "department", 8)
    assert days_of(driver, driver.drive_to("outflow_review")) == 8
    set_to(driver, "street", 3)
    assert days_of(driver, driver.drive_to("outflow_review")) == 3


def test_what_is_set_elsewhere_in_the_tree_counts_for_nobody_here(driver):
    set_to(driver, "second_street", 3)
    set_to(driver, "street", 3, ("transfer", "street_review"))
    assert days_of(driver, driver.drive_to("outflow_review")) == 5


def test_a_case_started_before_keeps_its_day(driver):
    number = driver.drive_to("outflow_review")
    before = driver.case(number).due_on
    set_to(driver, "street", 1)
    assert driver.case(number).due_on == before
    driver.act(number, "street", "send_back", reason="缺联系电话")
    driver.act(number, "branch", "submit")
    assert days_of(driver, number) == 1


def test_given_back_the_limit_above_is_in_force_again(driver):
    set_to(driver, "department", 8)
    set_to(driver, "street", 3)
    set_to(driver, "street", None)
    assert days_of(driver, driver.drive_to("outflow_review")) == 8


def test_a_provisional_day_is_counted_anew_by_the_length_it_started_with(driver, set_now):
    set_to(driver, "street", 3)
    set_now("2026-12-30T09:00:00+08:00")
    number = driver.drive_to("outflow_review")
    set_to(driver, "street", 9)
    holidays = [PublishedDay(date(2027, 1, day), is_working=False, name="元旦") for day in range(1, 8)]
    driver.database.transact(lambda tx: load_calendar(tx, THE_OPERATOR, holidays, "通知"))
    assert driver.case(number).due_on == date(2027, 1, 11)


def test_a_unit_outside_is_given_what_the_recording_party_set(driver):
    set_to(driver, "street", 4, ("transfer", "placement"))
    number = driver.open(receiving_code="D-external", destination_reason="本人去外省").number
    driver.act(number, "branch", "submit")
    driver.act(number, "street", "issue_letter")
    driver.act(number, "street", "report_in", letter_number="THE LETTER")
    driver.act(number, "street", "accept")
    assert days_of(driver, number) == 4


def test_who_set_it_when_and_why_is_written_once(driver, set_now):
    set_now("2026-11-24T09:00:00+08:00")
    line = set_to(driver, "street", 3, actor=driver.actor("department"))
    with driver.database.read() as tx:
        kept = tx.session.scalars(select(LimitChange)).one()
    assert (kept.id, kept.user_id, kept.length) == (line.id, driver.actor("department").user_id, 3)
    assert (kept.at.isoformat(), kept.basis) == ("2026-11-24T01:00:00+00:00", "区转接办法第五条")


@pytest.mark.parametrize(("name", "length", "most", "rule"), [
    ("receipt_due", 2, 1, "组通字〔2006〕45号"),
    ("outflow_review", 251, 250, "内部时限不超过一年"),
    ("draft", -1, 366, "内部时限不超过一年"),
])  # fmt: skip
def test_a_length_above_the_maximum_is_refused_with_the_rule(driver, name, length, most, rule):
    with pytest.raises(ValidationFailed) as raised:
        set_to(driver, "street", length, ("transfer", name))
    (refusal,) = raised.value.refusals
    assert (refusal.code, refusal.field) == ("limit_over_max", "length")
    assert (refusal.values["max"], refusal.values["rule"]) == (most, rule)


def test_what_is_in_force_already_is_not_set_again(driver):
    set_to(driver, "street", 3)
    with pytest.raises(ValidationFailed) as raised:
        set_to(driver, "street", 3)
    assert [refusal.code for refusal in raised.value.refusals] == ["nothing_changes"]


def test_a_limit_that_does_not_exist_is_not_found(driver):
    with pytest.raises(NotFound):
        set_to(driver, "street", 3, ("transfer", "in_transit"))


@pytest.mark.parametrize("who", ["branch", "street", "second_street"])
def test_secretaries_and_street_officers_set_no_limits(driver, who):
    with pytest.raises(NotPermitted):
        set_to(driver, "street", 3, actor=driver.actor(who))


def test_an_administrator_sets_limits_in_the_own_subtree_only(driver):
    def administrator(tx):
        return actor_of(tx, user=make_user(tx, role="administrator", organization=driver.district.street))

    actor = driver.database.transact(administrator)
    set_to(driver, "community", 3, ("transfer", "draft"), actor)
    with pytest.raises(NotPermitted):
        set_to(driver, "department", 3, actor=actor)


def test_a_step_costs_no_statement_more_for_limits_that_are_set(driver):
    numbers = [driver.drive_to("draft") for _ in range(2)]
    counts = []
    for number in numbers:
        with counted_statements(driver.database) as sent:
            driver.act(number, "branch", "submit")
        counts.append(len(sent))
        set_to(driver, "street", 3)
        driver.drive_to("outflow_review")  # every process reads the limits once after each change
        set_to(driver, "street", 4)
        driver.drive_to("outflow_review")
    assert counts[0] == counts[1]


def test_every_length_has_a_maximum_no_shorter_than_its_default():
    assert all(1 <= length.default.length <= length.maximum for length in SETTABLE.values())


def test_open_cases_move_where_the_unit_says_so_and_the_line_says_how_many(driver):
    inside, elsewhere = driver.drive_to("outflow_review"), driver.drive_to("street_review")
    before, other = driver.case(inside), driver.case(elsewhere).due_on
    change = set_to(driver, "street", 2, open_cases=True)
    after = driver.case(inside)
    assert (change.moved, days_of(driver, inside)) == (1, 2)
    assert (after.due_on < before.due_on, after.version, driver.case(elsewhere).due_on) == (True, before.version, other)
    set_to(driver, "street", None, open_cases=True)
    assert (days_of(driver, inside), driver.case(inside).particulars.get("lengths")) == (5, {})


def test_a_nearer_setting_keeps_its_cases_where_one_above_changes(driver):
    set_to(driver, "street", 3)
    number = driver.drive_to("outflow_review")
    assert set_to(driver, "department", 8, open_cases=True).moved == 0
    assert days_of(driver, number) == 3


def test_an_alert_already_raised_is_not_repeated_by_a_new_day(driver, set_now):
    number = driver.drive_to("outflow_review")
    set_now("2026-12-02T00:00:10+08:00")
    raised = lambda: [(row.rung, row.recipient_id) for row in alerts_of(driver, number)]  # noqa: E731
    run_once(driver.database, driver.config, clock.now())
    once = raised()
    assert {rung for rung, _ in once} == {"reminder", "overdue"}
    set_to(driver, "street", 8, open_cases=True)
    assert driver.case(number).due_on == date(2026, 12, 4)
    set_now("2026-12-05T00:00:10+08:00")
    run_once(driver.database, driver.config, clock.now())
    assert raised() == once
    set_now("2026-12-10T00:00:10+08:00")
    run_once(driver.database, driver.config, clock.now())
    assert {rung for rung, _ in raised()} == {"reminder", "overdue", "escalated"}


def test_what_would_move_is_foreseen_and_nothing_is_saved(driver, set_now):
    number = driver.drive_to("outflow_review")
    set_now("2026-11-27T09:00:00+08:00")
    with driver.database.read() as tx:
        moves = foresee_limit(tx, driver.actor("department"), "D-street", REVIEW, {"length": 1, "basis": "x"})
        (move,) = moves
        assert (move.case.number, move.due_on, move.becomes_late(tx.today)) == (number, date(2026, 11, 25), True)
    assert days_of(driver, number) == 5
    with driver.database.read() as tx, pytest.raises(NotPermitted):
        foresee_limit(tx, driver.actor("street"), "D-street", REVIEW, {"length": 1, "basis": "x"})


def test_foreseeing_ten_cases_takes_as_many_statements_as_one(driver):
    counts = []
    for number in (1, 9):
        for _ in range(number):
            driver.drive_to("outflow_review")
        with counted_statements(driver.database) as sent, driver.database.read() as tx:
            foresee_limit(tx, THE_OPERATOR, "D-street", REVIEW, {"length": 1, "basis": "x"})
        counts.append(len(sent))
    assert counts[0] == counts[1]
