"""The tree: made, changed, moved, confirmed and dissolved by those who may, and never into a circle."""

from datetime import date

import pytest

from service.casework.organizations import confirm_party_names, create_organization, update_organization
from service.casework.reorganization.verb import reorganize
from service.casework.tree import PATH_LENGTH
from service.errors import ActionRefused, NotFound, NotPermitted, ValidationFailed
from service.permissions import THE_OPERATOR
from tests.builders import actor_of, make_district, make_member, make_organization, make_user, refreshed


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def refusals(verb, *arguments, error=ValidationFailed):
    with pytest.raises(error) as caught:
        verb(*arguments)
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def branch_below(unit, **values):
    return {"kind": "branch", "name": "新设第二党支部", "parent_code": unit.code, **values}


def test_a_department_officer_makes_a_unit_below_and_the_path_follows(database, district):
    with database.write() as tx:
        made = create_organization(tx, district.actors["department"], branch_below(district.community, code="B-2"))
        assert made.path == f"{district.community.path}{made.id}/"
        assert (made.initials, made.may_issue_letters, made.party_name_confirmed) == ("xsdedzb", False, False)


def test_a_unit_without_a_code_is_given_one(database, district):
    with database.write() as tx:
        made = create_organization(tx, THE_OPERATOR, branch_below(district.community))
        assert made.code == f"L{made.id}"


@pytest.mark.parametrize(
    ("kind", "may"),
    [("street_committee", True), ("base_committee", True), ("department", True), ("branch", False), ("external", True)],
)
def test_committees_departments_and_units_outside_may_issue_letters(database, kind, may):
    with database.write() as tx:
        assert make_organization(tx, kind=kind).may_issue_letters is may


@pytest.mark.parametrize("who", ["street", "branch", "city", "far_department"])
def test_nobody_else_makes_a_unit_there(database, district, who):
    with database.write() as tx, pytest.raises(NotPermitted):
        create_organization(tx, district.actors[who], branch_below(district.community))


def test_a_department_officer_does_not_write_the_own_department(database, district):
    with database.write() as tx, pytest.raises(NotPermitted):
        update_organization(tx, district.actors["department"], "D-department", {"name": "别的名字"})


def test_units_outside_are_shared_by_all_departments(database, district):
    with database.write() as tx:
        outside = {"kind": "external", "name": "远方省第二机械厂党委", "code": "X-2"}
        create_organization(tx, district.actors["department"], outside)
        update_organization(tx, district.actors["far_department"], "X-2", {"phone": "010-12345678"})


def test_a_root_is_made_on_the_command_line_only(database, district):
    with database.write() as tx, pytest.raises(NotPermitted):
        create_organization(tx, district.actors["province"], {"kind": "province", "name": "新省"})


def test_a_code_is_given_once(database, district):
    with database.write() as tx:
        assert refusals(create_organization, tx, THE_OPERATOR, branch_below(district.community, code="D-branch")) == [
            ("code_taken", "code")
        ]


def test_an_unknown_parent_is_refused(database, district):
    with database.write() as tx:
        values = {"kind": "branch", "name": "新支部", "parent_code": "nowhere"}
        assert refusals(create_organization, tx, THE_OPERATOR, values) == [("unknown_organization", "parent_code")]


def test_a_moved_unit_takes_everything_below_it_along(database, district):
    with database.write() as tx:
        update_organization(tx, district.actors["department"], "D-community", {"parent_code": "D-second_street"})
        assert refreshed(tx, district.branch).path.startswith(district.second_street.path)


def test_a_unit_is_not_moved_below_itself(database, district):
    with database.write() as tx:
        arguments = (tx, THE_OPERATOR, "D-street", {"parent_code": "D-branch"})
        assert refusals(update_organization, *arguments) == [("parent_is_below", "parent_code")]


def test_a_unit_is_not_moved_out_of_ones_reach(database, district):
    with database.write() as tx, pytest.raises(NotPermitted):
        update_organization(tx, district.actors["department"], "D-community", {"parent_code": "D-far_street"})


def test_a_tree_deeper_than_its_paths_can_say_is_refused(database, district):
    with database.write() as tx:
        parent = district.branch
        while len(parent.path) + 3 <= PATH_LENGTH:
            parent = make_organization(tx, kind="group", parent=parent, confirmed=False)
        assert refusals(create_organization, tx, THE_OPERATOR, branch_below(parent)) == [("too_deep", "parent_code")]


def test_a_unit_inside_does_not_become_one_outside(database, district):
    with database.write() as tx:
        arguments = (tx, THE_OPERATOR, "D-branch", {"kind": "external"})
        assert refusals(update_organization, *arguments) == [("kind_is_fixed", "kind")]


def test_a_unit_does_not_end_before_it_begins(database, district):
    with database.write() as tx:
        days = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}
        assert refusals(update_organization, tx, THE_OPERATOR, "D-branch", days) == [
            ("ends_before_it_begins", "valid_to")
        ]


def test_what_is_cleared_is_empty(database, district):
    with database.write() as tx:
        update_organization(tx, THE_OPERATOR, "D-branch", {"covers": "建设路"})
        changed = update_organization(tx, THE_OPERATOR, "D-branch", {"covers": None, "short_name": None})
        assert (changed.covers, changed.short_name) == (None, "")


def test_officers_confirm_party_names_in_bulk_as_proposed_or_as_they_write_them(database, district):
    with database.write() as tx:
        for code in ("N-1", "N-2"):
            make_organization(tx, parent=district.community, code=code, party_name=None, confirmed=False)
        update_organization(tx, THE_OPERATOR, "N-1", {"party_name": "中共第一支部委员会"})
        confirmed = confirm_party_names(tx, district.actors["street"], {"N-1": None, "N-2": "中共第二支部委员会"})
        assert [unit.title for unit in confirmed] == ["中共第一支部委员会", "中共第二支部委员会"]


def test_a_unit_without_a_proposed_name_is_not_confirmed_and_nor_are_the_others(database, district):
    with database.write() as tx:
        make_organization(tx, parent=district.community, code="N-1", confirmed=False)
        arguments = (tx, district.actors["street"], {"D-branch": "改名", "N-1": None})
        assert refusals(confirm_party_names, *arguments) == [("party_name_missing", "N-1")]
        assert district.branch.party_name != "改名"


def test_officers_confirm_no_names_beside_them(database, district):
    with database.write() as tx, pytest.raises(NotPermitted):
        confirm_party_names(tx, district.actors["street"], {"D-village": "中共柳湾村委员会"})
    with database.write() as tx, pytest.raises(NotFound):
        confirm_party_names(tx, district.actors["street"], {"nowhere": "中共某村委员会"})


def test_a_unit_with_members_is_not_dissolved_and_the_members_are_listed(database, district):
    with database.write() as tx:
        make_member(tx, organization=district.branch, name="周国栋")
        with pytest.raises(ActionRefused) as caught:
            reorganize(tx, district.actors["department"], "D-branch", "dissolve", {})
    assert [(r.code, dict(r.values)) for r in caught.value.refusals] == [
        ("still_has_members", {"count": 1, "list": ["周国栋"]})
    ]


def test_who_reads_no_members_is_told_only_how_many_there_are(database, district):
    with database.write() as tx:
        make_member(tx, organization=district.branch)
        with pytest.raises(ActionRefused) as caught:
            reorganize(tx, district.actors["province"], "D-branch", "dissolve", {})
    assert dict(caught.value.refusals[0].values) == {"count": 1, "list": []}


def test_a_unit_with_units_below_it_is_not_dissolved(database, district):
    with database.write() as tx:
        officer = district.actors["department"]
        found = refusals(reorganize, tx, officer, "D-community", "dissolve", {}, error=ActionRefused)
        assert found == [("still_has_units", None)]


def test_a_dissolved_unit_is_no_more_from_that_day_and_names_its_successor(database, district):
    with database.write() as tx:
        successor = {"successor_code": "D-second_branch"}
        reorganize(tx, district.actors["department"], "D-branch", "dissolve", successor)
        dissolved = refreshed(tx, district.branch)
        assert not dissolved.is_valid_on(tx.today)
        assert dissolved.successor_id == district.second_branch.id


def test_the_administrator_of_a_street_writes_that_street(database, district):
    with database.write() as tx:
        admin = actor_of(tx, user=make_user(tx, role="administrator", organization=district.street))
        update_organization(tx, admin, "D-street", {"address": "建设路1号"})
        with pytest.raises(NotPermitted):
            update_organization(tx, admin, "D-town", {"address": "建设路1号"})
