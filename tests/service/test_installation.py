from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from service import clock, schema
from service.config import Config
from service.db import make_engine
from service.installation import (
    AlreadyInstalled,
    ClockRefused,
    NotInstalled,
    RulesMissing,
    SchemaNewer,
    SchemaOld,
    WrongKeys,
    create,
    kind_of,
    migrate,
    open_database,
)
from service.models import CalendarDay
from service.vault import Vault, VaultError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def new(home: Path) -> Config:
    return Config.from_environment({"TRANSFER_DESK_HOME": str(home)})


@pytest.fixture
def opened(config):
    database = open_database(config)
    yield database
    database.close()


@pytest.mark.parametrize("kind", ["production", "test", "demo"])
def test_a_new_installation_is_of_the_kind_it_was_made_as(new, kind):
    create(new, kind)
    database = open_database(new)
    with database.read() as tx:
        assert kind_of(tx) == kind
        assert tx.session.scalar(select(CalendarDay.name).where(CalendarDay.day == date(2026, 10, 1))) == "国庆节"
    database.close()


def test_the_home_and_the_keys_are_their_owners_only(new, home):
    create(new, "production")
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "keys.json").stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in home.iterdir()) == ["keys.json", "transfer-desk.sqlite"]


def test_an_installation_is_made_only_once(config):
    keys = config.key_file.read_bytes()
    with pytest.raises(AlreadyInstalled):
        create(config, "demo")
    database = open_database(config)
    with database.read() as tx:
        assert kind_of(tx) == "test"
    database.close()
    assert config.key_file.read_bytes() == keys


def test_keys_that_are_there_are_used(new):
    vault = Vault.create(new.key_file)
    create(new, "test")
    assert Vault.open(new.key_file).commitment("x") == vault.commitment("x")


def test_an_installation_that_was_interrupted_is_completed(new, home):
    home.mkdir()
    Vault.create(new.key_file)
    engine = make_engine(new.database_url)
    schema.upgrade(engine)
    engine.dispose()
    with pytest.raises(NotInstalled):
        open_database(new)
    create(new, "test")
    open_database(new).close()


@pytest.mark.parametrize("verb", [open_database, migrate])
def test_where_nothing_is_installed_nothing_is_made(new, home, verb):
    with pytest.raises(NotInstalled):
        verb(new)
    assert not home.exists()


def test_an_old_schema_is_refused_until_it_is_migrated(config):
    database = open_database(config)
    schema.downgrade(database.engine, "-1")
    old = schema.current_revision(database.engine)
    database.close()
    with pytest.raises(SchemaOld) as refused:
        open_database(config)
    assert refused.value.values == {"current": old, "newest": schema.newest_revision()}
    assert old != schema.newest_revision()
    migrate(config)
    migrate(config)
    open_database(config).close()


@pytest.mark.parametrize("verb", [open_database, migrate])
def test_the_schema_of_a_later_program_is_refused(config, opened, verb):
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer):
        verb(config)


def test_a_database_without_its_rules_is_refused(config, opened):
    table = "" if opened.is_sqlite else " ON cases"
    with opened.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER cases_step{table}"))
    with pytest.raises(RulesMissing) as refused:
        open_database(config)
    assert refused.value.values == {"names": ["cases_step"]}
    with pytest.raises(RulesMissing):
        migrate(config)


def test_the_keys_of_another_installation_are_refused(config):
    config.key_file.unlink()
    Vault.create(config.key_file)
    with pytest.raises(WrongKeys):
        open_database(config)


def test_an_installation_that_lost_its_keys_is_refused(config):
    config.key_file.unlink()
    with pytest.raises(VaultError):
        open_database(config)


def test_the_clock_of_a_production_database_is_not_set_by_hand(new, monkeypatch):
    create(new, "production")
    monkeypatch.setenv(clock.VARIABLE, "2026-11-24T09:00:00+08:00")
    with pytest.raises(ClockRefused):
        open_database(new)


def test_no_production_database_is_made_under_a_clock_set_by_hand(new, home, monkeypatch):
    monkeypatch.setenv(clock.VARIABLE, "2026-11-24T09:00:00+08:00")
    with pytest.raises(ClockRefused):
        create(new, "production")
    assert not home.exists()
