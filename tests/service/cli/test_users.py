"""Sign-ins from the machine itself."""

import json

import pytest
from sqlalchemy import select

from service.casework import passwords
from service.models import User

POST = ("--role", "branch_secretary", "--organization", "D-branch")


def listed(run):
    return {row["name"]: row for row in json.loads(run("users", "list", "--json").stdout)}


def posts(row):
    return [(post["role"], post["organization"]["code"]) for post in row["posts"]]


def password_of(driver, name):
    with driver.database.read() as tx:
        return tx.session.scalar(select(User.password_hash).where(User.name == name))


def test_a_one_time_password_is_shown_once_and_must_be_changed(run, installed):
    done = run("users", "create", "New", *POST, "--display-name", "新书记", "--email", "a@example.org", "--json")
    made = json.loads(done.stdout)
    assert (done.exit_code, made["name"]) == (0, "new")
    assert passwords.fits(made["one_time_password"], password_of(installed, "new"))
    row = listed(run)["new"]
    assert (row["display_name"], row["email"], posts(row)) == (
        "新书记",
        "a@example.org",
        [("branch_secretary", "D-branch")],
    )


def test_a_password_may_come_by_the_standard_input(run, installed):
    done = run("users", "create", "new", *POST, "--password-stdin", typed="a good password\n")
    assert (done.exit_code, "a good password" in done.output) == (0, False)
    assert passwords.fits("a good password", password_of(installed, "new"))


def test_a_post_is_granted_and_taken_back(run, installed):
    assert run("users", "grant", "branch", "--role", "tracking_staff", "--organization", "D-street").exit_code == 0
    assert ("tracking_staff", "D-street") in posts(listed(run)["branch"])
    assert run("users", "revoke", "branch", "--role", "tracking_staff", "--organization", "D-street").exit_code == 0
    assert posts(listed(run)["branch"]) == [("branch_secretary", "D-branch")]


def test_a_disabled_user_is_shown_as_such(run, installed):
    assert run("users", "disable", "branch").exit_code == 0
    assert listed(run)["branch"]["is_active"] is False
    assert "branch\t" in run("users", "list").stdout


def test_a_reset_password_is_a_new_one(run, installed):
    before = password_of(installed, "branch")
    done = run("users", "reset-password", "branch")
    assert (done.exit_code, password_of(installed, "branch") == before) == (0, False)
    assert passwords.fits(done.stdout.split()[-1], password_of(installed, "branch"))


@pytest.mark.parametrize(
    "words",
    [
        ["create", "branch", *POST],
        ["create", "new", "--role", "auditor", "--organization", "nowhere"],
        ["grant", "nobody", *POST],
        ["revoke", "branch", "--role", "auditor", "--organization", "D-city"],
        ["disable", "nobody"],
        ["reset-password", "nobody"],
    ],
)
def test_what_cannot_be_done_is_answered_with_one(run, installed, words):
    done = run("users", *words)
    assert (done.exit_code, done.stdout, bool(done.stderr)) == (1, "", True)


def test_an_unknown_role_is_wrong_usage(run, installed):
    assert run("users", "create", "new", "--role", "king", "--organization", "D-branch").exit_code == 2
