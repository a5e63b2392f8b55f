"""Reading members: one's own subtree, by name, initials, ID number or its last four places."""

import pytest

from service.permissions import THE_OPERATOR
from service.queries.members import find_member, holders, members_page
from tests.builders import make_district, make_id_number, make_member

ZHOU, WU = make_id_number(serial=1), make_id_number(serial=2)


@pytest.fixture
def district(database):
    with database.write() as tx:
        district = make_district(tx)
        make_member(tx, organization=district.branch, name="周国栋", id_number=ZHOU)
        make_member(tx, organization=district.branch, name="周亮", id_number=None)
        make_member(tx, organization=district.village_branch, name="吴敏", id_number=WU)
        make_member(tx, organization=district.far_community, name="单文轩", id_number=None)
        return district


def names(members):
    return {member.name for member in members}


@pytest.mark.parametrize(
    ("who", "read"),
    [
        ("branch", {"周国栋", "周亮"}),
        ("community", {"周国栋", "周亮"}),
        ("street", {"周国栋", "周亮"}),
        ("second_street", set()),
        ("department", {"周国栋", "周亮", "吴敏"}),
        ("city", {"周国栋", "周亮", "吴敏"}),
        ("far_department", {"单文轩"}),
        ("province", set()),
    ],
)
def test_one_reads_the_members_of_the_own_subtree(database, district, who, read):
    with database.read() as tx:
        found = members_page(tx, district.actors[who])
        assert names(found) == read
        assert {member.name for member in found if find_member(tx, district.actors[who], member.id)} == read


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("周", {"周国栋", "周亮"}),
        ("周国", {"周国栋"}),
        ("国栋", set()),
        ("zg", {"周国栋"}),
        ("ZL", {"周亮"}),
        ("swx", {"单文轩"}),
        (WU[-4:], {"吴敏"}),
        (WU, {"吴敏"}),
        (f" {WU.lower()} ", {"吴敏"}),
        (WU[:17], set()),
        ("%", set()),
    ],
)
def test_a_member_is_found_by_what_is_typed(database, district, typed, found):
    with database.read() as tx:
        assert names(members_page(tx, THE_OPERATOR, q=typed)) == found


def test_a_search_is_limited_to_a_subtree(database, district):
    with database.read() as tx:
        assert names(members_page(tx, THE_OPERATOR, organization=district.department)) == {"周国栋", "周亮", "吴敏"}
        assert names(members_page(tx, THE_OPERATOR, organization=district.town, q="周")) == set()


def test_pages_follow_each_other_and_repeat_nobody(database, district):
    with database.read() as tx:
        seen, after = [], ""
        while page := members_page(tx, THE_OPERATOR, after=after, limit=3):
            seen += [member.name for member in page]
            after = page[-1].id
        assert sorted(seen) == sorted(["周国栋", "周亮", "吴敏", "单文轩"])


def test_the_holders_of_many_members_are_one_statement(database, district):
    with database.read() as tx:
        members = members_page(tx, district.actors["department"])
        held = holders(tx, members, "affiliation")
        assert {member.name: held[member.id].code for member in members} == {
            "周国栋": "D-branch",
            "周亮": "D-branch",
            "吴敏": "D-village_branch",
        }
