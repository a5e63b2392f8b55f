"""Finds the demonstration's database, or makes it; one that is no demonstration's is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import exc
from sqlalchemy.engine import make_url

from service import installation
from service.config import Config
from service.demo.build import SIZE_SETTING, build
from service.errors import DeskError


class DemoRefused(DeskError):
    """这里已有别的数据库，没有动它。换一个 TRANSFER_DESK_HOME 再运行演示。"""

    code = "demo_refused"


class DemoNotEmbedded(DeskError):
    """演示只用本机的文件数据库，请去掉 TRANSFER_DESK_DATABASE_URL 再运行。"""

    code = "demo_not_embedded"


class DemoSizeDiffers(DeskError):
    """这里的演示数据是另一种大小。删掉它再运行，或换一个 TRANSFER_DESK_HOME。"""

    code = "demo_size_differs"


def prepare(config: Config, size: str | None, on_building: Callable[[], None]) -> None:
    """Build the demonstration where there is none, else see that it is one, of this size where a size is wished for."""
    file = _embedded_file(config)
    if not file.exists():
        on_building()
        build(config, file, size or "s")
        return
    found = _size_of(config, file)
    if size is not None and size != found:
        raise DemoSizeDiffers(path=str(file.parent), size=found)
    installation.migrate(config)


def _embedded_file(config: Config) -> Path:
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise DemoNotEmbedded
    return Path(url.database)


def _size_of(config: Config, file: Path) -> str:
    try:
        database = installation.connect(config)
    except (installation.NotInstalled, exc.DatabaseError):
        raise DemoRefused(path=str(file)) from None
    try:
        with database.read() as tx:
            if installation.kind_of(tx) != "demo":
                raise DemoRefused(path=str(file))
            return str(installation.get_setting(tx, SIZE_SETTING))
    finally:
        database.close()
