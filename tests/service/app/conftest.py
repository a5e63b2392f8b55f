import pytest

from service.app import create_app


@pytest.fixture
def app(sqlite_config, sqlite_database):
    made = create_app(sqlite_config, sqlite_database)
    made.testing = True
    return made


@pytest.fixture
def client(app):
    return app.test_client()
