"""The demonstration in one process: an embedded database, the web server, and the worker beside it."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from service import installation
from service.cli.frame import log_to_stderr
from service.cli.serving import address_of, listening, serve_until_told, work_until_told
from service.config import Config
from service.db import Database
from service.demo.build import SIGN_INS_SETTING, SIZES
from service.demo.prepare import prepare

HOST, PORT = "127.0.0.1", 8000
_WORKER_SECONDS = 30.0


@click.command("demo")
@click.option("--size", type=click.Choice(list(SIZES)), help="数据多少，默认 s。")
@click.option("--port", type=click.IntRange(0, 65535), help=f"端口，默认 {PORT}，被占用时另选一个。")
def command(size: str | None, port: int | None) -> None:
    """演示：虚构的组织、党员和办件，打开就能用。不会动已有的正式数据库。"""
    log_to_stderr(logging.WARNING)
    config = settings_for(size)
    with _place(port) as place:
        address = address_of(place)
        prepare(config, size, on_building=lambda: click.echo("正在准备演示数据，请等一会儿。"))
        config = replace(config, base_url=os.environ.get("TRANSFER_DESK_BASE_URL", address).rstrip("/"))
        database = installation.open_database(config)
        try:
            _welcome(database, address)
            with _worker_beside(database, config):
                serve_until_told(config, database, place)
        finally:
            database.close()


def settings_for(size: str | None) -> Config:
    """The settings, with a home of the demonstration's own where none is given: one a size."""
    home = "var/demo" if size in (None, "s") else f"var/demo-{size}"
    return Config.from_environment({"TRANSFER_DESK_HOME": home, **os.environ})


@contextmanager
def _place(port: int | None) -> Iterator[socket.socket]:
    """The port that was asked for, or the usual one, or where that is taken any other."""
    wanted = PORT if port is None else port
    if port is None and _is_taken(PORT):
        wanted = 0
    with listening(HOST, wanted) as place:
        yield place


def _is_taken(port: int) -> bool:
    try:
        with listening(HOST, port):
            return False
    except click.ClickException:
        return True


@contextmanager
def _worker_beside(database: Database, config: Config) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=work_until_told, args=(stop, database, config), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_WORKER_SECONDS)


def _welcome(database: Database, address: str) -> None:
    with database.read() as tx:
        sign_ins = installation.get_setting(tx, SIGN_INS_SETTING, [])
    click.echo(f"接转台演示：{address}")
    click.echo("组织和人物都是虚构的。可以用这些账号登录：")
    for sign_in in sign_ins:
        click.echo(f"  {sign_in['name']:<10} {sign_in['password']}   {sign_in['who']}")
