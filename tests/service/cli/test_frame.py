"""What every verb answers when it is not given what it needs."""

import pytest

from service.cli import main

VERBS = sorted(main.commands)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(run, verb):
    done = run(verb, "--help")
    assert (done.exit_code, "Usage:" in done.stdout) == (0, True)


def test_the_verbs_are_those_of_the_contract():
    assert set(VERBS) >= {
        "demo", "init", "migrate", "serve", "worker", "users", "tokens", "import", "audit", "calendar", "workflows",
        "doctor",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", [["nonsense"], ["users", "create"], ["serve", "--port", "99999"], ["workflows", "diagram", "nothing"]]
)
def test_wrong_usage_is_answered_with_two(run, words):
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("words", [["users", "list"], ["audit", "verify"], ["doctor"], ["serve"], ["worker", "--once"]])
def test_without_an_installation_one_is_told_how_to_make_it(run, nowhere, words):
    done = run(*words)
    assert (done.exit_code, "transfer-desk init" in done.stderr, done.stdout) == (1, True, "")


def test_a_refusal_names_the_field(run, installed):
    done = run(
        "users", "create", "new", "--role", "auditor", "--organization", "D-city", "--password-stdin", typed="a\n"
    )
    assert (done.exit_code, "password: 密码至少 12 个字符。" in done.stderr) == (1, True)


def test_a_database_that_is_none_is_told_in_a_sentence(run, nowhere):
    nowhere.mkdir()
    run("init", "--test")
    (nowhere / "transfer-desk.sqlite").write_text("this is no database")
    done = run("users", "list")
    assert (done.exit_code, "Traceback" in done.output, done.exception.__class__) == (1, False, SystemExit)
