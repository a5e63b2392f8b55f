"""One rule decides who reads: on a row and in SQL the same, for every post, relation and look-alike."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from service.models import Case, Member, Organization
from service.permissions import THE_CLOCK, Actor, PostHeld, may_read_case, visible_cases, visible_members
from service.queries.cases import case_by_number
from tests.driving import Driver
from workflows.roles import Role

STATES = ("draft", "in_transit", "closed")


def someone(unit: Organization, role: Role) -> Actor:
    return Actor(1, "某人", (PostHeld(role, unit.id, unit.code, unit.name, unit.kind, unit.path),))


def test_the_rule_on_a_row_and_the_rule_in_sql_agree_for_every_unit_and_role(sqlite_driver: Driver) -> None:
    driver = sqlite_driver
    numbers = [driver.drive_to(state) for state in STATES]
    with driver.database.read() as tx:
        units = list(tx.session.scalars(select(Organization)))
        cases = [case_by_number(tx, number) for number in numbers]
        for actor in [someone(unit, role) for unit in units for role in Role]:
            listed = set(tx.session.scalars(select(Case.number).where(visible_cases(actor))))
            assert listed == {case.number for case in cases if case and may_read_case(actor, case)}


@pytest.mark.parametrize(
    ("unit", "state", "reads"),
    [
        ("branch", "draft", True),  # own
        ("community", "draft", True),  # above
        ("department", "draft", True),
        ("city", "draft", True),
        ("second_community", "draft", False),  # party, but the case has not come its way
        ("second_community", "in_transit", True),
        ("second_branch", "in_transit", False),  # below a party
        ("village", "closed", False),  # sibling
        ("far_department", "closed", False),
        ("branch", "closed", True),  # finished, and still a party
    ],
)
def test_who_reads_a_transfer(sqlite_driver: Driver, unit: str, state: str, reads: bool) -> None:
    case = sqlite_driver.case(sqlite_driver.drive_to(state))

    assert may_read_case(someone(getattr(sqlite_driver.district, unit), Role.COMMITTEE_OFFICER), case) is reads


def test_a_path_that_only_begins_alike_is_another_unit(sqlite_driver: Driver) -> None:
    street = sqlite_driver.district.street
    lookalike = PostHeld(Role.COMMITTEE_OFFICER, 1, "X", "X", "street_committee", street.path[:-2] + "/")
    case = sqlite_driver.case(sqlite_driver.drive_to("draft"))

    if not street.path.startswith(lookalike.path):
        assert not may_read_case(Actor(1, "某人", (lookalike,)), case)


def test_an_administrator_reads_no_cases_and_no_members(sqlite_driver: Driver) -> None:
    sqlite_driver.drive_to("closed")
    administrator = sqlite_driver.actor("province")
    with sqlite_driver.database.read() as tx:
        assert tx.session.scalars(select(Case.number).where(visible_cases(administrator))).all() == []
        assert tx.session.scalars(select(Member.id).where(visible_members(administrator))).all() == []
        assert len(tx.session.scalars(select(Case.number).where(visible_cases(THE_CLOCK))).all()) == 1


def test_a_replaced_receiver_reads_no_more(sqlite_driver: Driver) -> None:
    number = sqlite_driver.drive_to("street_review")
    sqlite_driver.act(number, "second_street", "send_back", reason="改转其他街道")
    sqlite_driver.act(number, "branch", "edit", receiving_code="D-village", comment="改到柳湾村")
    case = sqlite_driver.case(number)

    assert not may_read_case(sqlite_driver.actor("second_community"), case)
    assert not may_read_case(sqlite_driver.actor("village"), case)
