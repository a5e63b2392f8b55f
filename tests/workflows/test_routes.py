"""How far a transfer travels is read from the tree."""

import pytest

from workflows.codes import CASE_REASONS, ROUTES
from workflows.routes import DEFAULT_VALIDITY, common_ancestors, derive_route

KINDS = {
    1: "province", 2: "city", 3: "department", 4: "department", 5: "city", 6: "province", 10: "street_committee",
    11: "street_committee", 12: "town_committee", 13: "street_committee", 14: "street_committee",
    15: "street_committee", 20: "base_committee", 21: "base_committee", 22: "base_committee", 30: "community",
    90: "external", 91: "external",
}  # fmt: skip

STREET = "/1/2/3/10/"


@pytest.mark.parametrize(
    ("committee", "street", "route"),
    [
        (STREET, STREET, "same_street"),
        ("/1/2/3/11/", STREET, "same_district"),
        ("/1/2/3/12/", STREET, "same_district"),
        ("/1/2/3/10/20/", STREET, "same_district"),
        ("/1/2/3/10/20/", "/1/2/3/10/21/", "same_district"),
        ("/1/2/3/10/30/20/", "/1/2/3/10/30/21/", "same_district"),
        ("/1/2/3/10/20/21/", "/1/2/3/10/20/22/", "same_district"),
        ("/1/2/3/12/20/", "/1/2/3/12/21/", "same_district"),
        ("/1/2/3/", STREET, "same_district"),
        ("/1/2/4/13/", STREET, "same_city"),
        ("/1/5/14/", STREET, "same_province"),
        ("/1/", STREET, "same_province"),
        ("/6/15/", STREET, "other_province"),
        ("/90/", STREET, "other_province"),
        ("/90/91/", "/90/15/", "other_province"),
        ("", STREET, "other_province"),
    ],
)
def test_the_nearest_common_ancestor_says_how_far_it_is(committee, street, route):
    assert derive_route(committee, street, KINDS, "job_change") == route
    assert derive_route(street, committee, KINDS, None) == route


@pytest.mark.parametrize("committee", ["/1/2/3/11/", "/1/2/4/13/", "/1/5/14/", "/6/15/", "/90/"])
def test_graduates_have_a_route_of_their_own(committee):
    assert derive_route(committee, STREET, KINDS, "graduation") == "graduate_batch"


def test_graduates_stay_in_the_same_street():
    assert derive_route(STREET, STREET, KINDS, "graduation") == "same_street"


def test_ids_that_only_begin_alike_are_not_the_same_ancestor():
    assert common_ancestors("/1/2/30/", "/1/2/3/") == [1, 2]
    assert common_ancestors("/1/2/", "/11/2/") == []


def test_every_route_has_a_name_and_a_validity_within_the_legal_one():
    assert DEFAULT_VALIDITY == {
        "same_street": 10, "same_district": 10, "same_city": 15, "same_province": 30, "other_province": 60,
        "graduate_batch": 90,
    }  # fmt: skip
    assert set(DEFAULT_VALIDITY) == set(ROUTES)
    assert "graduation" in CASE_REASONS
