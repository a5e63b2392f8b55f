"""What every test gets: loopback only, a clean environment, and the markers' meaning."""

import os

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from service.casework import passwords
from tests.fixtures.missing import skipped_parts

pytest_plugins = [
    "tests.fixtures.network",
    "tests.fixtures.postgres",
    "tests.fixtures.databases",
    "tests.fixtures.drivers",
    "tests.fixtures.browser",
    "tests.fixtures.smtp",
]

passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # a hash worth its name takes 0.3 s

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

# A developer's own installation must never be what a test reads or writes.
for _name in [name for name in os.environ if name.startswith("TRANSFER_DESK_") and "_SKIP_" not in name]:
    del os.environ[_name]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--walks", type=int, default=5, help="how many random histories are lived through")
    parser.addoption("--members", type=int, default=200, help="how many members a district has in its simulated year")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for part in skipped_parts():
        for item in items:
            if item.get_closest_marker(part):
                item.add_marker(pytest.mark.skip(reason=f"TRANSFER_DESK_SKIP_{part.upper()}=1"))
