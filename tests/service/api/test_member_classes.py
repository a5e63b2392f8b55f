"""How many members of each class a unit has, over REST."""

import pytest

from tests.builders import make_id_number
from tests.service.api.client import assert_problem
from tests.service.being_away import taken_in
from tests.service.registering import filed

pytestmark = pytest.mark.postgres


def counted(answer):
    """The classes that somebody is in."""
    return {line["name"]: line["count"] for line in answer["classes"] if line["count"]}


def test_the_classes_of_a_unit_add_up_to_who_is_registered_there_and_say_who_belongs(api):
    driver = api.driver
    driver.member("second_community")
    taken_in(driver)
    filed(driver)
    stranger = {"name": "来历不明", "id_number": make_id_number()}
    driver.open("second_community", "register_inflow", "mobile_registration", member=stranger)
    found = api.get("second_community", "/organizations/D-second_community/classes").json

    assert counted(found) == {"affiliated": 1, "hosted": 1, "dual_management": 1, "affiliation_unknown": 1}
    assert (found["affiliated_here"], found["registered"], found["persons"], found["units"]) == (1, 4, 4, [])
    assert counted(api.get("branch", "/organizations/D-branch/classes").json) == {"away": 1, "takes_part_elsewhere": 1}


def test_a_street_has_the_figures_of_each_unit_and_their_sums(api):
    taken_in(api.driver)
    api.driver.member("second_branch")
    found = api.get("second_street", "/organizations/D-second_street/classes").json

    assert counted(found) == {"affiliated": 1, "hosted": 1}
    units = {line["organization"]["code"]: (line["affiliated_here"], line["registered"]) for line in found["units"]}
    assert units["D-second_community"] == (1, 2)
    assert found["registered"] == sum(registered for _here, registered in units.values())


@pytest.mark.parametrize(
    ("who", "code"),
    [("branch", "D-second_community"), ("second_community", "D-second_street"), ("province", "D-second_community"),
     ("department", "nowhere"), ("department", "D-department")],
)  # fmt: skip
def test_nobody_counts_the_members_of_a_unit_they_do_not_read(api, who, code):
    assert_problem(api.get(who, f"/organizations/{code}/classes"), 404, "not_found")
