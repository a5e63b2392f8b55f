"""The demonstration of size s, built once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from service import clock
from service.config import Config
from service.db import Database
from service.demo.prepare import prepare
from service.vault import Vault
from tests.fixtures.databases import NOW


@pytest.fixture(scope="session")
def demo_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Built on Tuesday, 24 November 2026."""
    return built_at(NOW, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo(demo_config: Config, set_now: object) -> Iterator[Database]:
    """Its database, on the day on which it was built."""
    database = Database(demo_config.database_url, Vault.open(demo_config.key_file))
    yield database
    database.close()


def built_at(instant: str, folder, size: str | None = None) -> Config:
    """A demonstration as it would be built at this instant."""
    config = Config.from_environment({"TRANSFER_DESK_HOME": str(folder / "home")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, instant)
        prepare(config, size, on_building=lambda: None)
    return config
