"""先靠稳定工作单位,后看实际居住地: the employer's unit is proposed before that of the residence."""

import pytest

from service.queries.destinations import destination_rule, places_in, proposals
from tests.builders import make_district, make_member, make_organization


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def proposed(tx, member, **near):
    return [(proposal.rule, proposal.organization.code) for proposal in proposals(tx, member, **near)]


def test_the_employer_comes_before_the_residence(database, district):
    with database.write() as tx:
        member = make_member(
            tx,
            organization=district.village_branch,
            employer="盛达建材有限公司",
            residence="梧桐街道望潮社区建设路12号",
        )
        assert proposed(tx, member)[0] == ("employer", "D-employer")
        assert {rule for rule, _ in proposed(tx, member)} == {"employer"}


def test_without_an_employer_on_the_platform_the_residence_decides(database, district):
    with database.write() as tx:
        member = make_member(
            tx, organization=district.village_branch, employer="某某饭店", residence="梧桐街道望潮社区建设路12号"
        )
        assert proposed(tx, member) == [("residence", "D-community")]


def test_an_estate_that_a_community_covers_names_the_community(database, district):
    with database.write() as tx:
        covering = make_organization(tx, kind="community", parent=district.street, covers="江畔花园、建设路1至99号")
        member = make_member(tx, organization=district.village_branch, residence="青石区江畔花园3幢201")
        assert proposed(tx, member) == [("residence", covering.code)]


def test_of_two_communities_of_one_name_the_one_in_the_written_street_is_likelier(database, district):
    with database.write() as tx:
        other = make_organization(tx, kind="community", parent=district.second_street, name="望潮社区")
        member = make_member(tx, organization=district.village_branch, residence="青石区银杏街道望潮社区5号")
        assert proposed(tx, member) == [("residence", other.code), ("residence", "D-community")]


def test_of_two_communities_of_one_name_the_nearer_is_likelier(database, district):
    with database.write() as tx:
        make_organization(tx, kind="community", parent=district.far_street, name="望潮社区")
        member = make_member(tx, organization=district.village_branch, residence="望潮社区5号")
        assert proposed(tx, member, near=district.street.path)[0] == ("residence", "D-community")
        assert proposed(tx, member, near=district.far_street.path)[0][1] != "D-community"


def test_a_dissolved_unit_is_not_proposed(database, district):
    with database.write() as tx:
        make_organization(
            tx, kind="community", parent=district.street, name="旧港社区", valid_to=tx.today.replace(year=2020)
        )
        assert proposed(tx, make_member(tx, organization=district.branch, residence="旧港社区1号")) == []


def test_a_branch_below_the_proposed_unit_is_the_same_choice(database, district):
    with database.write() as tx:
        member = make_member(tx, organization=district.village_branch, employer="盛达建材有限公司")
        assert destination_rule(tx, member, district.employer_branch) == "employer"
        assert destination_rule(tx, member, district.community) == "other"


def test_where_the_rules_name_no_unit_no_rule_applied(database, district):
    with database.write() as tx:
        assert destination_rule(tx, make_member(tx, organization=district.branch), district.community) == ""


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("海棠市东城街道江畔花园3幢201", ["江畔花园"]),
        ("望江市青石区梧桐街道望潮社区建设路12号", ["建设路"]),
        ("柳湾村5组", ["柳湾村"]),
        ("12-3", []),
    ],
)
def test_an_address_is_read_for_its_roads_and_estates(address, places):
    assert places_in(address) == places
