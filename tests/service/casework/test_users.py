"""Sign-ins and posts: who may give them, and what one person may not be at once."""

import pytest

from service.casework import passwords
from service.casework.users import (
    NewUser,
    change_password,
    create_user,
    disable_user,
    grant_post,
    reset_password,
    revoke_post,
)
from service.errors import NotFound, NotPermitted, ValidationFailed
from service.models import Post
from service.permissions import THE_OPERATOR
from service.queries.users import user_with_posts
from tests.builders import PASSWORD, actor_of, make_district, make_organization, make_user


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def new(name, organization, role="branch_secretary", password=PASSWORD):
    return NewUser(name, role, organization.code, password)


def posts_of(tx, name):
    user = user_with_posts(tx, THE_OPERATOR, name)
    assert user is not None
    return [(post.role, post.organization.code) for post in user.posts]


def code_of(caught):
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def test_an_administrator_makes_sign_ins_in_the_own_subtree(database, district):
    with database.write() as tx:
        user, one_time = create_user(tx, district.actors["province"], new("Wu.Min", district.branch))
        assert (user.name, user.must_change_password, one_time) == ("wu.min", False, None)


def test_without_a_password_a_one_time_one_is_made_and_must_be_changed(database, district):
    with database.write() as tx:
        user, one_time = create_user(tx, THE_OPERATOR, new("wu", district.branch, password=None))
        assert one_time is not None
        assert user.must_change_password
        assert passwords.fits(one_time, user.password_hash)


def test_an_administrator_makes_none_outside_the_own_subtree(database, district):
    with database.write() as tx:
        admin = make_user(tx, role="administrator", organization=district.street)
        with pytest.raises(NotPermitted):
            create_user(tx, actor_of(tx, user=admin), new("wu", district.town))


@pytest.mark.parametrize("who", ["department", "street", "city"])
def test_nobody_but_an_administrator_makes_sign_ins(database, district, who):
    with database.write() as tx, pytest.raises(NotPermitted):
        create_user(tx, district.actors[who], new("wu", district.branch))


@pytest.mark.parametrize("name", ["", "wu min", "wu\x00", "a" * 61])
def test_a_name_that_cannot_be_typed_is_refused(database, district, name):
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        create_user(tx, THE_OPERATOR, new(name, district.branch))
    assert code_of(caught) == [("invalid_name", "name")]


def test_a_name_is_given_once_however_it_is_written(database, district):
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        create_user(tx, THE_OPERATOR, new("BRANCH", district.town))
    assert code_of(caught) == [("name_taken", "name")]


def test_a_unit_outside_has_no_sign_ins(database, district):
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        create_user(tx, THE_OPERATOR, new("wu", district.external))
    assert code_of(caught) == [("external_has_no_sign_ins", "organization_code")]


def test_an_unknown_role_is_refused(database, district):
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        create_user(tx, THE_OPERATOR, new("wu", district.branch, role="king"))
    assert code_of(caught) == [("not_a_choice", "role")]


@pytest.mark.parametrize(("first", "second"), [("administrator", "auditor"), ("auditor", "administrator")])
def test_nobody_is_administrator_and_auditor_at_once_even_at_two_organizations(database, district, first, second):
    with database.write() as tx:
        user = make_user(tx, role=first, organization=district.street)
        with pytest.raises(ValidationFailed) as caught:
            grant_post(tx, THE_OPERATOR, user.name, second, district.town.code)
    assert code_of(caught) == [("incompatible_posts", "role")]


def test_granting_a_post_twice_gives_one(database, district):
    with database.write() as tx:
        grant_post(tx, THE_OPERATOR, "branch", "branch_secretary", district.branch.code)
        tx.session.flush()
        assert posts_of(tx, "branch") == [("branch_secretary", "D-branch")]


def test_a_revoked_post_is_gone_and_cannot_be_revoked_again(database, district):
    with database.write() as tx:
        revoke_post(tx, THE_OPERATOR, "branch", "branch_secretary", district.branch.code)
        assert posts_of(tx, "branch") == []
        with pytest.raises(NotFound):
            revoke_post(tx, THE_OPERATOR, "branch", "branch_secretary", district.branch.code)


def test_an_administrator_does_not_see_users_of_other_subtrees(database, district):
    with database.write() as tx:
        admin = actor_of(tx, user=make_user(tx, role="administrator", organization=district.street))
        with pytest.raises(NotFound):
            disable_user(tx, admin, "town")


def test_an_administrator_does_not_reset_the_password_of_somebody_with_a_post_above(database, district):
    with database.write() as tx:
        admin = actor_of(tx, user=make_user(tx, role="administrator", organization=district.street))
        grant_post(tx, admin, "branch", "tracking_staff", district.street.code)
        grant_post(tx, THE_OPERATOR, "branch", "department_officer", district.department.code)
        with pytest.raises(NotPermitted):
            reset_password(tx, admin, "branch")


@pytest.mark.parametrize(
    ("password", "code"),
    [("elevenchars", "password_too_short"), ("x" * 129, "password_too_long"), ("PROVINCIAL.ADMIN", "password_is_name")],
)
def test_a_password_that_is_too_short_too_long_or_the_name_is_refused(database, password, code):
    with database.write() as tx:
        root = make_organization(tx, kind="province")
        with pytest.raises(ValidationFailed) as caught:
            create_user(tx, THE_OPERATOR, new("provincial.admin", root, password=password))
    assert code_of(caught) == [(code, "password")]


def test_one_changes_the_own_password_with_the_current_one(database, district):
    with database.write() as tx:
        change_password(tx, district.actors["branch"], PASSWORD, "another invented password")
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        change_password(tx, district.actors["branch"], PASSWORD, "yet another invented password")
    assert code_of(caught) == [("wrong_password", "current_password")]


def test_a_new_password_is_another_one(database, district):
    with database.write() as tx, pytest.raises(ValidationFailed) as caught:
        change_password(tx, district.actors["branch"], PASSWORD, PASSWORD)
    assert code_of(caught) == [("password_unchanged", "password")]


def test_the_database_itself_refuses_an_auditor_who_administers(database, district):
    with pytest.raises(Exception, match="administrator"), database.write() as tx:
        tx.session.add(Post(user_id=district.users["city"].id, role="administrator", organization_id=district.city.id))
