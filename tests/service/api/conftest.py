import pytest

from tests.service.api.client import Api


@pytest.fixture
def api(driver):
    return Api(driver)


@pytest.fixture
def sqlite_api(sqlite_driver):
    return Api(sqlite_driver)


@pytest.fixture
def postgres_api(postgres_driver):
    return Api(postgres_driver)
