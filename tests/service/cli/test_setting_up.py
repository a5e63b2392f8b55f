"""An installation is made once, and brought up to date."""

import stat

from service.config import Config
from service.installation import kind_of, open_database


def kind():
    database = open_database(Config.from_environment())
    with database.read() as tx:
        found = kind_of(tx)
    database.close()
    return found


def test_init_makes_the_database_and_keys_that_only_their_owner_reads(run, nowhere):
    done = run("init")
    assert (done.exit_code, kind()) == (0, "production")
    assert stat.S_IMODE((nowhere / "keys.json").stat().st_mode) == 0o600
    assert str(nowhere / "keys.json") in done.stdout


def test_an_installation_for_tests_may_set_the_clock(run, nowhere):
    assert (run("init", "--test").exit_code, kind()) == (0, "test")


def test_init_leaves_what_is_there_alone(run, nowhere):
    run("init")
    before = (nowhere / "transfer-desk.sqlite").read_bytes()
    done = run("init", "--test")
    assert (done.exit_code, kind()) == (1, "production")
    assert (nowhere / "transfer-desk.sqlite").read_bytes() == before


def test_migrate_says_when_there_is_nothing_to_do(run, installed):
    done = run("migrate")
    assert (done.exit_code, "最新" in done.stdout) == (0, True)
