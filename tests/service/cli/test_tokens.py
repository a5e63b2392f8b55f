"""Tokens are printed once, alone on their line."""

import json

from service.queries.users import actor_of_token


def speaks_for(driver, token):
    with driver.database.read() as tx:
        actor = actor_of_token(tx, token)
    return actor.display_name if actor else None


def test_a_token_is_alone_on_its_line(run, installed):
    done = run("tokens", "create", "branch", "--label", "报表")
    (token,) = done.stdout.splitlines()
    assert (done.exit_code, speaks_for(installed, token)) == (0, installed.actor("branch").display_name)


def test_a_revoked_token_speaks_for_nobody(run, installed):
    made = json.loads(run("tokens", "create", "branch", "--json").stdout)
    assert run("tokens", "revoke", made["id"]).exit_code == 0
    assert speaks_for(installed, made["token"]) is None


def test_a_token_for_nobody_is_refused(run, installed):
    assert run("tokens", "create", "nobody").exit_code == 1
    assert run("tokens", "revoke", 77).exit_code == 1
