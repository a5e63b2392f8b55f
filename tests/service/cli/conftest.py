"""The command, run in the test's own process on an installation with a district."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.driving import Driver

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Call it with the words of a command line."""

    def call(*words: object, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=typed)

    return call


@pytest.fixture
def installed(sqlite_driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """A district on SQLite that the command works on."""
    monkeypatch.setenv("TRANSFER_DESK_HOME", str(sqlite_driver.config.home))
    return sqlite_driver


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A home in which nothing has been made yet."""
    home = tmp_path / "nowhere"
    monkeypatch.setenv("TRANSFER_DESK_HOME", str(home))
    return home
