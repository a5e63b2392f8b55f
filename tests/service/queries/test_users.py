"""Reading sign-ins: an administrator those of the own subtree, everybody the own tokens."""

import pytest

from service.casework.tokens import create_token, revoke_token
from service.casework.users import revoke_post
from service.permissions import THE_OPERATOR
from service.queries.users import tokens_of, user_with_name, user_with_posts, users_page
from tests.builders import actor_of, make_district, make_user


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def names(users):
    return [user.name for user in users]


def test_users_come_by_name_page_by_page_with_their_posts(database, district):
    with database.read() as tx:
        first = users_page(tx, THE_OPERATOR, limit=2)
        assert names(first) == ["branch", "city"]
        assert [post.organization.code for post in first[0].posts] == ["D-branch"]
        assert names(users_page(tx, THE_OPERATOR, after="city", limit=1)) == ["community"]


def test_an_administrator_sees_the_own_subtree_and_users_without_a_post(database, district):
    with database.write() as tx:
        admin = actor_of(tx, user=make_user(tx, role="administrator", organization=district.street, name="admin"))
        assert names(users_page(tx, admin)) == ["admin", "branch", "community", "street"]
        revoke_post(tx, THE_OPERATOR, "town", "committee_officer", "D-town")
        assert user_with_name(tx, admin, "town") is not None
        assert user_with_posts(tx, admin, "village") is None


@pytest.mark.parametrize("who", ["branch", "street", "department", "city"])
def test_nobody_else_sees_any(database, district, who):
    with database.read() as tx:
        assert users_page(tx, district.actors[who]) == []


def test_one_sees_the_own_tokens_that_still_speak(database, district):
    with database.write() as tx:
        old, _ = create_token(tx, district.actors["branch"], label="old")
        create_token(tx, district.actors["branch"], label="new")
        create_token(tx, district.actors["street"], label="another's")
        revoke_token(tx, district.actors["branch"], old.id)
        tx.session.flush()
        assert [token.label for token in tokens_of(tx, district.actors["branch"])] == ["new"]
