"""Signing in: the same answer for every failure, growing delays, sessions that end, tokens that act as their user."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service import clock
from service.casework.sign_ins import actor_of_session, sign_in, sign_out
from service.casework.tokens import create_token, revoke_token
from service.casework.users import change_password, disable_user, reset_password, revoke_post
from service.errors import NotFound, Unauthenticated
from service.models import ApiToken, SignIn, User
from service.permissions import THE_OPERATOR
from service.queries.users import actor_of_token, hash_of_token
from tests.builders import PASSWORD, add_post, make_district
from tests.driving import counted_statements

WRONG = "a wrong password"


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


@pytest.fixture
def later(set_now):
    def move(**by):
        set_now(clock.now() + timedelta(**by))

    return move


def refused(database, name="branch", password=WRONG):
    with pytest.raises(Unauthenticated) as caught:
        sign_in(database, name, password)
    return dict(caught.value.values)


def statements(database, run):
    with counted_statements(database) as sent:
        run()
    return len(sent)


def test_a_session_speaks_for_all_posts_of_its_user(database, district):
    with database.write() as tx:
        add_post(tx, user=district.users["branch"], role="tracking_staff", organization=district.street)
    actor = actor_of_session(database, sign_in(database, " Branch ", PASSWORD))
    assert actor is not None
    assert [(post.role, post.code) for post in actor.posts] == [
        ("branch_secretary", "D-branch"),
        ("tracking_staff", "D-street"),
    ]
    assert actor.posts[0].path == district.branch.path


def test_only_the_hash_of_a_session_is_kept(database, district):
    token = sign_in(database, "branch", PASSWORD)
    with database.read() as tx:
        kept = tx.session.scalars(select(SignIn.token_hash)).one()
    assert kept == hash_of_token(token) != token
    assert len(token) >= 43


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(database, district):
    assert refused(database) == refused(database, name="nobody") == {"reason": "sign_in_failed"}


@pytest.mark.parametrize("name", ["", "nobody\x00", "\ud800", "x" * 10_000])
def test_a_name_that_cannot_exist_is_refused_like_any_other(database, district, name):
    assert refused(database, name=name) == {"reason": "sign_in_failed"}


@pytest.mark.parametrize("password", ["", "\x00", "\ud800", "x" * 100_000])
def test_a_password_that_cannot_exist_is_refused_like_any_other(database, district, password):
    assert refused(database, password=password) == {"reason": "sign_in_failed"}


def test_after_five_failures_even_the_right_password_waits(database, district, later):
    for _ in range(5):
        refused(database)
    refused(database, password=PASSWORD)
    later(seconds=31)
    assert sign_in(database, "branch", PASSWORD)


def test_four_failures_cost_nothing(database, district):
    for _ in range(4):
        refused(database)
    assert sign_in(database, "branch", PASSWORD)


def test_the_delay_grows_and_ends_at_fifteen_minutes(database, district, later):
    delays = []
    for _ in range(12):
        refused(database)
        with database.read() as tx:
            until = tx.session.scalars(select(User.locked_until).where(User.name == "branch")).one()
        delays.append(round((until - clock.now()).total_seconds()) if until else 0)
        later(minutes=15, seconds=1)
    assert delays == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_trying_during_a_delay_does_not_prolong_it(database, district, later):
    for _ in range(20):
        refused(database)
    later(seconds=31)
    assert sign_in(database, "branch", PASSWORD)


def test_a_success_forgets_the_failures(database, district):
    for _ in range(2):
        for _ in range(4):
            refused(database)
        assert sign_in(database, "branch", PASSWORD)


def test_a_session_ends_by_signing_out(database, district):
    token = sign_in(database, "branch", PASSWORD)
    database.transact(lambda tx: sign_out(tx, token))
    assert actor_of_session(database, token) is None


def test_an_idle_session_ends_after_half_an_hour(database, district, later):
    token = sign_in(database, "branch", PASSWORD)
    later(minutes=29)
    assert actor_of_session(database, token) is not None
    later(minutes=29)
    assert actor_of_session(database, token) is not None
    later(minutes=30)
    assert actor_of_session(database, token) is None


def test_a_busy_session_ends_after_twelve_hours(database, district, later):
    token = sign_in(database, "branch", PASSWORD)
    for _ in range(29):
        later(minutes=24, seconds=30)
        assert actor_of_session(database, token) is not None
    later(minutes=10)
    assert actor_of_session(database, token) is None


def test_a_visit_is_one_statement_and_noted_once_a_minute(database, district, later):
    token = sign_in(database, "branch", PASSWORD)
    assert statements(database, lambda: actor_of_session(database, token)) == 1
    later(seconds=61)
    assert statements(database, lambda: actor_of_session(database, token)) == 2


def test_a_disabled_user_has_neither_session_nor_token_nor_entry(database, district):
    token = sign_in(database, "branch", PASSWORD)
    with database.write() as tx:
        _, bearer = create_token(tx, district.actors["branch"])
    database.transact(lambda tx: disable_user(tx, THE_OPERATOR, "branch"))
    assert actor_of_session(database, token) is None
    with database.read() as tx:
        assert actor_of_token(tx, bearer) is None
    assert refused(database, password=PASSWORD) == {"reason": "sign_in_failed"}


def test_a_changed_password_ends_all_sessions(database, district):
    token = sign_in(database, "branch", PASSWORD)
    database.transact(lambda tx: change_password(tx, district.actors["branch"], PASSWORD, "another invented password"))
    assert actor_of_session(database, token) is None
    assert sign_in(database, "branch", "another invented password")


def test_a_reset_password_must_be_changed(database, district):
    one_time = database.transact(lambda tx: reset_password(tx, THE_OPERATOR, "branch"))
    assert one_time is not None
    actor = actor_of_session(database, sign_in(database, "branch", one_time))
    assert actor is not None
    assert actor.must_change_password


def test_a_token_is_one_statement_and_acts_as_its_user(database, district):
    with database.write() as tx:
        row, bearer = create_token(tx, district.actors["branch"], label="nightly")
    found = []
    with database.read() as tx:
        tx.session.connection()
        assert statements(database, lambda: found.append(actor_of_token(tx, bearer))) == 1
    assert found == [district.actors["branch"]]
    assert row.token_hash != bearer


def test_a_user_without_a_post_is_an_actor_who_may_do_nothing(database, district):
    with database.write() as tx:
        _, bearer = create_token(tx, district.actors["branch"])
        revoke_post(tx, THE_OPERATOR, "branch", "branch_secretary", district.branch.code)
    with database.read() as tx:
        actor = actor_of_token(tx, bearer)
    assert actor is not None
    assert actor.posts == ()


def test_a_revoked_token_speaks_for_nobody_and_only_its_owner_revokes_it(database, district):
    with database.write() as tx:
        row, bearer = create_token(tx, district.actors["branch"])
    with database.write() as tx, pytest.raises(NotFound):
        revoke_token(tx, district.actors["street"], row.id)
    database.transact(lambda tx: revoke_token(tx, district.actors["branch"], row.id))
    with database.read() as tx:
        assert actor_of_token(tx, bearer) is None


def test_the_command_line_makes_a_token_for_a_user_and_nobody_else_does(database, district):
    with database.write() as tx:
        row, _ = create_token(tx, THE_OPERATOR, name="branch")
        assert row.user_id == district.users["branch"].id
        with pytest.raises(NotFound):
            create_token(tx, district.actors["province"], name="branch")
        assert len(tx.session.scalars(select(ApiToken)).all()) == 1


def test_an_unknown_token_is_nobody(database, district):
    with database.read() as tx:
        assert actor_of_token(tx, "td_" + "x" * 43) is None
        assert actor_of_token(tx, "\ud800") is None
    assert actor_of_session(database, "") is None
