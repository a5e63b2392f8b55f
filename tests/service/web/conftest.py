import pytest

from tests.service.web.desk import Desks


@pytest.fixture
def desks(sqlite_driver):
    return Desks(sqlite_driver)


@pytest.fixture
def both_desks(driver):
    return Desks(driver)
