"""Make an installation, and bring one to the newest version."""

from __future__ import annotations

import click

from service import installation
from service.cli.frame import settings
from service.schema import newest_revision


@click.command()
@click.option("--test", "for_tests", is_flag=True, help="建测试用的数据库：可以用 TRANSFER_DESK_NOW 设定时间。")
def init(*, for_tests: bool) -> None:
    """新建数据库和密钥。已有的不会改动。"""
    config = settings()
    installation.create(config, "test" if for_tests else "production")
    click.echo(f"已建好数据库，密钥在 {config.key_file}，请另存一份。")
    click.echo("接下来：transfer-desk import organizations FILE，再用 transfer-desk users create 建第一个账号。")


@click.command()
def migrate() -> None:
    """把数据库升级到这个程序的结构。"""
    installation.migrate(settings())
    click.echo(f"数据库的结构是最新的：{newest_revision()}。")
