"""The list of people without a confirmed place: the longest first, by key, by an index, and nobody else's."""

import re

import pytest
from sqlalchemy import event

from service.queries.conference import conference_page
from service.queries.stuck import StuckFilter, figures_of, stuck_page
from tests.driving import counted_statements


def follow(driver, who="branch", unit="branch", **body):
    member = driver.member(unit)
    return driver.open(who, workflow="follow_up", member_id=member, **{"category": "relocated", **body}).number


def listed(driver, who, wanted=None, **place):
    with driver.database.read() as tx:
        found, following = stuck_page(tx, driver.actor(who), wanted or StuckFilter(), **place)
        return [one.case.number for one in found], following


def test_the_longest_come_first_and_pages_follow_by_key(driver):
    numbers = [follow(driver) for _ in range(5)]
    first, place = listed(driver, "street", limit=2)
    second, place = listed(driver, "street", limit=2, after=place)
    third, end = listed(driver, "street", limit=2, after=place)
    assert [*first, *second, *third] == numbers
    assert end is None


@pytest.mark.parametrize(("who", "sees"), [("branch", 1), ("street", 1), ("department", 2), ("city", 2),
                                           ("village_branch", 1), ("second_street", 0), ("province", 0)])  # fmt: skip
def test_everybody_sees_those_kept_below(driver, who, sees):
    follow(driver)
    follow(driver, "village_branch", "village_branch")
    assert len(listed(driver, who)[0]) == sees


def test_a_unit_that_was_only_asked_has_nobody_on_its_list(driver):
    number = follow(driver)
    driver.act(number, "branch", "ask_unit", asked_code="D-village_branch", question="是否在贵支部？")
    assert listed(driver, "village_branch")[0] == []


def test_reasons_states_and_units_narrow_it_down(driver):
    moved, veteran = follow(driver), follow(driver, category="veteran")
    village = follow(driver, "village_branch", "village_branch")
    driver.act(veteran, "branch", "log_contact", way="phone", result="not_reached")
    assert listed(driver, "department", StuckFilter(categories=("veteran", "laid_off")))[0] == [veteran]
    assert listed(driver, "department", StuckFilter(states=("watch",)))[0] == [moved, village]
    assert listed(driver, "department", StuckFilter(unit=driver.district.town))[0] == [village]


def test_figures_stand_beside_the_past_of_the_same_unit(driver, set_now):
    set_now("2026-10-12T09:00:00+08:00")
    first = follow(driver)
    follow(driver, "village_branch", "village_branch")
    set_now("2026-11-24T09:00:00+08:00")
    follow(driver, category="veteran")
    driver.act(first, "branch", "ask_unit", asked_code="D-employer_branch", question="是否在贵支部？")
    driver.act(first, "employer_branch", "answer", result="attends_here")
    driver.act(first, "branch", "settle", way="phone")
    with driver.database.read() as tx:
        figures = figures_of(tx, driver.actor("street"))
    assert (figures.open, dict(figures.categories), dict(figures.states)) == (1, {"veteran": 1}, {"watch": 1})
    assert str(figures.oldest_on) == "2026-11-24"
    assert [(month.month, month.opened, month.settled) for month in figures.months[-2:]] == [
        ("2026-10", 1, 0), ("2026-11", 1, 1),
    ]  # fmt: skip


def test_a_quarter_counts_who_began_who_was_settled_and_who_was_left_at_its_end(driver, set_now):
    for instant, count in (("2026-03-31T23:00:00+08:00", 1), ("2026-05-04T09:00:00+08:00", 2)):
        set_now(instant)
        numbers = [follow(driver) for _ in range(count)]
    set_now("2026-08-03T09:00:00+08:00")
    driver.act(numbers[0], "branch", "ask_unit", asked_code="D-employer_branch", question="是否在贵支部？")
    driver.act(numbers[0], "employer_branch", "answer", result="attends_here")
    driver.act(numbers[0], "branch", "settle", way="phone")
    set_now("2026-11-24T09:00:00+08:00")
    with driver.database.read() as tx:
        figures = figures_of(tx, driver.actor("street"))
    assert [(one.quarter, one.opened, one.settled, one.open) for one in figures.quarters] == [
        ("2025-Q4", 0, 0, 0), ("2026-Q1", 1, 0, 1), ("2026-Q2", 2, 0, 3), ("2026-Q3", 0, 1, 2), ("2026-Q4", 0, 0, 2),
    ]  # fmt: skip


def test_a_page_costs_three_statements_however_many_there_are(driver):
    follow(driver)
    actor = driver.actor("street")
    with driver.database.read() as tx, counted_statements(driver.database) as few:
        stuck_page(tx, actor, StuckFilter())
    for _ in range(4):
        follow(driver)
    with driver.database.read() as tx, counted_statements(driver.database) as many:
        stuck_page(tx, actor, StuckFilter())
    assert len(few) == len(many) == 3


def plans_of(driver, ask):
    """How SQLite would find what is asked for, statement by statement."""
    plans = []

    def explain(_connection, cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([row[3] for row in cursor.fetchall()])

    event.listen(driver.database.engine, "before_cursor_execute", explain)
    ask()
    event.remove(driver.database.engine, "before_cursor_execute", explain)
    return plans


def test_the_list_is_read_in_the_order_of_an_index(sqlite_driver):
    follow(sqlite_driver)
    (first, *rest), *_others = plans_of(sqlite_driver, lambda: listed(sqlite_driver, "department"))
    assert re.search(r"cases USING (COVERING )?INDEX ix_cases_open_follow_ups", first), first
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN cases") for step in rest)


def test_the_sheet_of_a_conference_looks_through_neither_all_cases_nor_all_alerts(sqlite_driver):
    follow(sqlite_driver)
    plan, *_others = plans_of(sqlite_driver, lambda: blocked(sqlite_driver, "department"))
    assert any("ix_cases_due_on" in step for step in plan), plan
    assert not any(re.match(r"SCAN (cases|alerts|case_clocks)", step) for step in plan), plan


def test_the_sheet_costs_the_same_however_many_there_are(driver):
    actor, counts = driver.actor("street"), []
    for number in (1, 4):
        for _ in range(number):
            driver.act(follow(driver), "branch", "log_contact", way="phone", result="needs_coordination")
        with driver.database.read() as tx, counted_statements(driver.database) as statements:
            assert conference_page(tx, actor)[0]
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 6


def blocked(driver, who, unit=None):
    with driver.database.read() as tx:
        found, _ = conference_page(tx, driver.actor(who), unit)
        return {one.case.number: one.street for one in found}


def test_the_conference_takes_up_what_somebody_asked_for_and_what_was_reported_up(driver):
    asked, quiet = follow(driver), follow(driver)
    driver.act(asked, "branch", "log_contact", way="phone", result="needs_coordination")
    driver.act(quiet, "branch", "log_contact", way="phone", result="reached")
    assert list(blocked(driver, "street")) == [asked]
    assert blocked(driver, "second_street") == {}
    driver.act(asked, "branch", "log_contact", way="phone", result="reached")
    assert blocked(driver, "street") == {}


def test_the_sheet_of_the_department_says_in_which_street_and_is_narrowed_to_one(driver):
    here, there = follow(driver), follow(driver, "village_branch", "village_branch")
    for number, who in ((here, "branch"), (there, "village_branch")):
        driver.act(number, who, "log_contact", way="phone", result="needs_coordination")
    units = driver.district
    assert blocked(driver, "department") == {here: units.street.title, there: units.town.title}
    assert list(blocked(driver, "department", units.town)) == [there]
    assert blocked(driver, "street", units.town) == {}
    assert blocked(driver, "province") == {}, "who reads no cases has no sheet"
