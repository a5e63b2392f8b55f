"""Where a unit is vacant, the nearest one above with an officer acts; and cases under way follow at once."""

import pytest
from sqlalchemy import select

from service.casework.desks import refresh_desks
from service.casework.organizations import update_organization
from service.casework.users import disable_user, enable_user, grant_post, revoke_post
from service.models import Case, CaseClock
from service.permissions import THE_OPERATOR
from tests.builders import make_district, make_organization, make_user, refreshed
from workflows.roles import Role


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def desks(unit):
    return (unit.branch_desk_id, unit.committee_desk_id, unit.department_desk_id, unit.superior_desk_id)


def test_a_unit_with_people_is_its_own_desk(district):
    assert district.branch.branch_desk_id == district.branch.id
    assert district.community.branch_desk_id == district.community.id
    assert district.street.committee_desk_id == district.street.id
    assert district.department.department_desk_id == district.department.id


def test_a_secretary_of_a_community_does_not_stand_in_for_its_branches(database, district):
    with database.write() as tx:
        empty = make_organization(tx, parent=district.community)
        assert desks(empty) == (district.street.id,) * 4


def test_an_officer_of_a_community_stands_in_for_its_branches(database, district):
    with database.write() as tx:
        empty = make_organization(tx, parent=district.community)
        grant_post(tx, THE_OPERATOR, "community", "committee_officer", district.community.code)
        assert refreshed(tx, empty).branch_desk_id == district.community.id
        assert refreshed(tx, district.branch).superior_desk_id == district.community.id


def test_when_the_last_secretary_is_disabled_the_street_acts_until_the_secretary_is_back(database, district):
    with database.write() as tx:
        disable_user(tx, THE_OPERATOR, "branch")
        assert refreshed(tx, district.branch).branch_desk_id == district.street.id
        enable_user(tx, THE_OPERATOR, "branch")
        assert refreshed(tx, district.branch).branch_desk_id == district.branch.id


def test_two_vacancies_in_a_row_climb_to_the_department(database, district):
    with database.write() as tx:
        revoke_post(tx, THE_OPERATOR, "branch", "branch_secretary", district.branch.code)
        revoke_post(tx, THE_OPERATOR, "street", "committee_officer", district.street.code)
        assert desks(refreshed(tx, district.branch))[0] == district.department.id
        assert refreshed(tx, district.street).committee_desk_id == district.department.id


def test_with_nobody_up_to_the_root_there_is_no_desk(database):
    with database.write() as tx:
        root = make_organization(tx, kind="province")
        assert desks(make_organization(tx, parent=root)) == (None,) * 4


def test_an_auditor_an_administrator_and_the_tracking_staff_are_no_desk(database):
    with database.write() as tx:
        branch = make_organization(tx, parent=make_organization(tx, kind="street_committee"))
        for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.TRACKING_STAFF):
            make_user(tx, role=role, organization=branch)
        assert desks(refreshed(tx, branch)) == (None,) * 4


def test_a_unit_outside_has_no_desk_of_its_own(database, district):
    with database.write() as tx:
        inside_the_tree = make_organization(tx, kind="external", parent=district.department)
        assert desks(inside_the_tree)[:3] == (None,) * 3
        assert desks(district.external)[:3] == (None,) * 3


def test_a_moved_unit_takes_the_desks_of_its_new_place_with_all_below_it(database, district):
    with database.write() as tx:
        empty = make_organization(tx, parent=district.village)
        assert empty.branch_desk_id == district.town.id
        update_organization(tx, THE_OPERATOR, district.village.code, {"parent_code": district.street.code})
        assert refreshed(tx, empty).branch_desk_id == district.street.id


def test_refreshing_everything_changes_nothing_that_was_right(database, district):
    with database.write() as tx:
        before = [desks(refreshed(tx, unit)) for unit in (district.branch, district.street, district.department)]
        refresh_desks(tx)
        assert before == [
            desks(refreshed(tx, unit)) for unit in (district.branch, district.street, district.department)
        ]


def test_the_alerts_of_a_case_under_way_follow_the_desk_and_come_back(driver):
    number = driver.open().number
    place = driver.district

    def warned():
        with driver.database.read() as tx:
            of_case = select(CaseClock.holder_id).join(Case, Case.id == CaseClock.case_id)
            return tx.session.scalars(of_case.where(Case.number == number, CaseClock.running)).one()

    assert warned() == place.branch.id
    driver.database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    assert warned() == place.street.id
    driver.database.transact(lambda tx: enable_user(tx, THE_OPERATOR, "branch"))
    assert warned() == place.branch.id
