"""After a quarter each community with something in its registers is asked for its report: once, however late."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from service.alerts.reports import ask_for_reports, ask_once_a_day
from service.alerts.sweep import raise_alerts
from service.casework.organizations import update_organization
from service.db import Database, Transaction
from service.models import Alert, Case, HistoryLine, Organization
from service.permissions import THE_OPERATOR
from service.queries.flow_reports import units_without_street
from tests.builders import make_member, make_organization
from tests.driving import Driver
from tests.fixtures.databases import SetNow

SWITCH = "reports_flow"
NEW_YEAR = "2027-01-01T00:01:00+08:00"


def asked(database: Database) -> dict[str, str]:
    """The quarter by the code of the unit."""
    with database.read() as tx:
        query = select(Organization.code, Case.quarter).join(Case, Case.receiving_id == Organization.id)
        return {code: quarter or "" for code, quarter in tx.session.execute(query.where(Case.quarter.is_not(None)))}


def ask(driver: Driver) -> int:
    return ask_for_reports(driver.database, driver.database.now())


def test_who_has_members_or_a_part_in_a_case_is_asked_once_and_nobody_else(driver: Driver, set_now: SetNow) -> None:
    driver.member("branch")  # below the community
    driver.open(receiving_code="D-second_community")
    assert ask(driver) == 0  # nobody was here in the third quarter
    set_now(NEW_YEAR)
    assert ask_once_a_day(driver.database, driver.database.now()) == 2
    assert asked(driver.database) == {"D-community": "2026-Q4", "D-second_community": "2026-Q4"}
    driver.member("village")
    assert (ask(driver), ask_once_a_day(driver.database, driver.database.now())) == (0, 0)
    with driver.database.read() as tx:
        line = tx.session.scalars(select(HistoryLine).where(HistoryLine.action == "open_report")).first()
        assert line is not None
        assert (line.actor_id, line.organization_id) == (None, None)


def test_it_is_asked_for_however_late_and_every_rung_is_climbed_at_once(driver: Driver, set_now: SetNow) -> None:
    driver.member("community")
    set_now("2027-03-31T23:00:00+08:00")
    assert ask(driver) == 1
    raise_alerts(driver.database, driver.database.now())
    with driver.database.read() as tx:
        rungs = {
            (rung, code) for rung, code in tx.session.execute(select(Alert.rung, Organization.code).join(Organization))
        }
    assert rungs == {
        ("reminder", "D-community"), ("overdue", "D-community"), ("escalated", "D-street"), ("conference", "D-street"),
    }  # fmt: skip
    set_now("2027-04-01T00:01:00+08:00")
    assert ask(driver) == 1


@pytest.mark.parametrize("where", ["community", "street", "department"])
def test_a_unit_or_one_above_it_may_switch_it_off(driver: Driver, set_now: SetNow, where: str) -> None:
    driver.member("community")
    code = f"D-{where}"
    for on, opened in ((False, 0), (True, 1)):
        driver.database.transact(partial(update_organization, actor=THE_OPERATOR, code=code, changes={SWITCH: on}))
        set_now(NEW_YEAR)
        assert ask(driver) == opened


def test_a_community_with_no_street_above_is_not_asked_and_doctor_knows(driver: Driver, set_now: SetNow) -> None:
    def make(tx: Transaction) -> None:
        unit = make_organization(tx, kind="community", name="孤岛社区", parent=driver.district.department)
        make_member(tx, organization=unit)

    driver.database.transact(make)
    set_now(NEW_YEAR)
    assert ask(driver) == 0
    with driver.database.read() as tx:
        assert units_without_street(tx) == ["孤岛社区"]
