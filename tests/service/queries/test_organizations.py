"""Reading the tree: everybody finds a destination, page by page, by name, initials or code."""

import pytest

from service.casework.organizations import update_organization
from service.errors import NotFound
from service.permissions import THE_OPERATOR
from service.queries.organizations import (
    ancestors,
    children_page,
    named,
    organization_with_code,
    search,
    subtree_page,
    unconfirmed_page,
)
from tests.builders import make_district, make_organization


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def codes(units):
    return [unit.code for unit in units]


def test_an_unknown_code_is_not_found(database):
    with database.read() as tx, pytest.raises(NotFound):
        organization_with_code(tx, "nowhere")


def test_the_way_up_is_told_from_the_root_down(database, district):
    with database.read() as tx:
        above = codes(ancestors(tx, district.branch))
        assert above == ["D-province", "D-city", "D-department", "D-street", "D-community"]
        assert ancestors(tx, district.province) == []


def test_children_come_by_code_page_by_page(database, district):
    with database.read() as tx:
        assert codes(children_page(tx, district.department, limit=2)) == ["D-employer", "D-second_street"]
        assert codes(children_page(tx, district.department, after="D-second_street")) == ["D-street", "D-town"]
        assert codes(children_page(tx, None)) == ["D-external", "D-province"]


def test_a_subtree_comes_by_path_page_by_page_and_by_kind(database, district):
    with database.read() as tx:
        whole = subtree_page(tx, district.street)
        assert codes(whole) == ["D-street", "D-community", "D-branch"]
        assert codes(subtree_page(tx, district.street, after=whole[0].path, limit=1)) == ["D-community"]
        assert codes(subtree_page(tx, district.department, kinds=["village"])) == ["D-village"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("望潮社区第一", "D-branch"),
        ("wcsqdydzb", "D-branch"),
        ("WCSQDYDZB", "D-branch"),
        ("D-branch", "D-branch"),
        ("第一党支部", "D-branch"),
    ],
)
def test_a_unit_is_found_by_its_name_its_initials_its_code_and_a_part_of_its_name(database, district, typed, first):
    with database.read() as tx:
        assert codes(search(tx, typed))[0] == first


def test_names_that_begin_so_come_before_those_that_have_it_inside(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.street, name="社区总支", code="BEGINS")
        assert codes(search(tx, "社区"))[0] == "BEGINS"
        assert {"D-community", "D-second_community"} <= set(codes(search(tx, "社区")))


def test_a_search_is_limited_to_kinds_a_subtree_and_a_number(database, district):
    with database.read() as tx:
        assert codes(search(tx, "第一党支部", below=district.town.path)) == ["D-village_branch"]
        assert codes(search(tx, "望潮", kinds=["community"])) == ["D-community"]
        assert len(search(tx, "社区", limit=2)) == 2


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "没有这个"])
def test_nothing_matches_nothing(database, district, typed):
    with database.read() as tx:
        assert search(tx, typed) == []


def test_a_unit_that_is_no_more_is_not_found(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.street, name="旧港社区", valid_to=tx.today.replace(year=2020))
        make_organization(tx, parent=district.street, name="将来社区", valid_from=tx.today.replace(year=2030))
        assert search(tx, "旧港") == search(tx, "将来") == []


def test_a_name_means_every_unit_that_bears_it(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.town, name="望潮社区", code="TWIN")
        assert codes(named(tx, "望潮社区")) == ["D-community", "TWIN"]
        assert codes(named(tx, "中共望潮社区委员会", below=district.street.path)) == ["D-community"]
        assert named(tx, "望潮") == []


def test_officers_see_which_names_they_have_to_confirm(database, district):
    with database.write() as tx:
        for code in ("N-1", "N-2"):
            make_organization(tx, parent=district.community, code=code, confirmed=False)
        make_organization(tx, parent=district.village, code="N-3", confirmed=False)
        update_organization(tx, THE_OPERATOR, "N-1", {"party_name": "中共第一支部委员会"})
    with database.read() as tx:
        first = unconfirmed_page(tx, district.actors["department"], limit=1)
        assert codes(first) == ["N-2"]
        assert codes(unconfirmed_page(tx, district.actors["department"], after=first[0].id)) == ["N-3"]
        assert codes(unconfirmed_page(tx, district.actors["street"])) == ["N-2"]
        assert codes(unconfirmed_page(tx, THE_OPERATOR)) == ["N-2", "N-3"]
        assert unconfirmed_page(tx, district.actors["branch"]) == []
