"""An installation: its home, its keys, its schema and what kind it is. Made once, checked by every process."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, insert, inspect, select
from sqlalchemy.engine import make_url

from service import clock
from service.calendar_seed import SOURCE, published_days, published_years
from service.config import Config
from service.db import Database, Transaction, make_engine
from service.errors import DeskError
from service.models import CalendarDay, CalendarYear, Setting
from service.schema import current_revision, is_known, newest_revision, upgrade
from service.triggers import missing_triggers
from service.vault import Vault
from service.working_days import VERSION_SETTING

Kind = Literal["production", "test", "demo"]

_KEY_CHECK = "key_check"


class NotInstalled(DeskError):
    """这里还没有建好数据库，请先运行 transfer-desk init。"""

    code = "not_installed"


class AlreadyInstalled(DeskError):
    """这里已经有建好的数据库，没有改动它。"""

    code = "already_installed"


class SchemaOld(DeskError):
    """数据库的结构还是旧的，请先备份，再运行 transfer-desk migrate。"""

    code = "schema_old"


class SchemaNewer(DeskError):
    """数据库的结构比这个程序新，请改用更新的程序。"""

    code = "schema_newer"


class RulesMissing(DeskError):
    """数据库里保护台账的规则缺失或被停用，请先查明原因。"""

    code = "rules_missing"


class WrongKeys(DeskError):
    """密钥文件不是这个数据库的。"""

    code = "wrong_keys"


class ClockRefused(DeskError):
    """只有演示或测试用的数据库可以用 TRANSFER_DESK_NOW 设定时间。"""

    code = "clock_refused"


def create(config: Config, kind: Kind) -> None:
    """Make the home, the keys where they are missing, the schema and the calendar. Refuses where there is one."""
    if kind == "production" and clock.is_set():
        raise ClockRefused
    for folder in (config.home, (_sqlite_file(config) or config.home).parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = make_engine(config.database_url)
    try:
        if _is_installed(engine):
            raise AlreadyInstalled(kind=kind)
        vault = Vault.open(config.key_file) if config.key_file.exists() else Vault.create(config.key_file)
        upgrade(engine)
    finally:
        engine.dispose()
    database = Database(config.database_url, vault)
    database.transact(lambda tx: _fill(tx, kind))
    database.close()


def migrate(config: Config) -> None:
    """Bring the schema to the newest version; all of its steps or none."""
    database = connect(config)
    try:
        _check_known(database.engine)
        upgrade(database.engine)
        _check_rules(database.engine)
    finally:
        database.close()


def open_database(config: Config) -> Database:
    """The database, once everything about it has been found in order."""
    database = connect(config)
    try:
        check(database)
    except BaseException:
        database.close()
        raise
    return database


def connect(config: Config) -> Database:
    """The database as it is, for those who examine or mend it. Raises NotInstalled where there is none."""
    file = _sqlite_file(config)
    if file is not None and not file.exists():  # connecting would make an empty one
        raise NotInstalled(path=str(file))
    database = Database(config.database_url, Vault.open(config.key_file))
    if not _is_installed(database.engine):
        database.close()
        raise NotInstalled
    return database


def check(database: Database) -> None:
    """Raise what is wrong: an old schema, rules that are gone, another database's keys, a clock set by hand."""
    current, newest = _check_known(database.engine), newest_revision()
    if current != newest:
        raise SchemaOld(current=current, newest=newest)
    _check_rules(database.engine)
    with database.read() as tx:
        if get_setting(tx, _KEY_CHECK) != database.vault.commitment(_KEY_CHECK):
            raise WrongKeys
        if clock.is_set() and kind_of(tx) == "production":
            raise ClockRefused


def kind_of(tx: Transaction) -> Kind:
    """What the installation was made as."""
    kind: Kind = get_setting(tx, "kind")
    return kind


def get_setting(tx: Transaction, name: str, default: Any = None) -> Any:
    """A named value of the installation."""
    setting = tx.session.get(Setting, name)
    return default if setting is None else setting.value


def put_setting(tx: Transaction, name: str, value: Any) -> None:
    """Write a named value of the installation."""
    tx.session.merge(Setting(name=name, value=value))


def _is_installed(engine: Engine) -> bool:
    with engine.connect().execution_options(readonly=True) as connection:
        if not inspect(connection).has_table(Setting.__tablename__):
            return False
        return connection.scalar(select(Setting.value).where(Setting.name == "kind")) is not None


def _fill(tx: Transaction, kind: Kind) -> None:
    put_setting(tx, "kind", kind)
    put_setting(tx, _KEY_CHECK, tx.vault.commitment(_KEY_CHECK))
    put_setting(tx, VERSION_SETTING, 1)
    tx.session.execute(insert(CalendarYear), [{"year": year, "source": SOURCE} for year in published_years()])
    tx.session.execute(insert(CalendarDay), [asdict(entry) for entry in published_days()])


def _check_known(engine: Engine) -> str | None:
    current = current_revision(engine)
    if not is_known(current):
        raise SchemaNewer(current=current, newest=newest_revision())
    return current


def _check_rules(engine: Engine) -> None:
    missing = missing_triggers(engine)
    if missing:
        raise RulesMissing(names=missing)


def _sqlite_file(config: Config) -> Path | None:
    url = make_url(config.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
