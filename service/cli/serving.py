"""The two processes of an installation: the web server and the worker."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click
from waitress.server import create_server

from service import clock, jobs
from service.alerts.worker import run, run_once
from service.app import create_app
from service.cli.frame import Code, json_option, log_to_stderr, opened, settings, show_json
from service.config import Config
from service.db import Database

THREADS = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(host: str, port: int) -> None:
    """启动网页服务。SIGTERM 停止。"""
    log_to_stderr()
    with opened() as database, listening(host, port) as place:
        click.echo(address_of(place))
        serve_until_told(settings(), database, place)


@click.command()
@click.option("--once", is_flag=True, help="只做一遍，供定时任务用。")
@json_option
@click.pass_context
def worker(ctx: click.Context, *, once: bool, as_json: bool) -> None:
    """期限、提醒、邮件和导入等后台任务。可以同时开几个。"""
    log_to_stderr()
    with opened() as database:
        if not once:
            work_until_told(_told_to_stop(), database, settings())
            return
        jobs.run_waiting(database)
        done = run_once(database, settings(), clock.now())
    if as_json:
        show_json({**vars(done), "failed": list(done.failed)})
    else:
        click.echo(f"过期 {done.lapsed} 件，提醒 {done.raised} 条，写信 {done.addressed} 封，发出 {done.sent} 封。")
    ctx.exit(Code.FAILED if done.failed else Code.DONE)


def work_until_told(stop: threading.Event, database: Database, config: Config) -> None:
    """Alerts and mail, and long work beside them, so that neither waits for the other."""
    beside = threading.Thread(target=jobs.run, args=(stop, database), name="jobs")
    beside.start()
    try:
        run(stop, database, config)
    finally:
        stop.set()
        beside.join()


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that waits there; port 0 takes one that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        place = socket.create_server((host, port), family=family)
    except OSError as error:
        raise click.ClickException(f"{host} 的端口 {port} 不能用：{error.strerror}。") from None
    with place:
        yield place


def address_of(place: socket.socket) -> str:
    """What to open in a browser on this machine."""
    host, port = place.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve_until_told(config: Config, database: Database, place: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; what is being answered is answered."""
    server = create_server(create_app(config, database), sockets=[place], threads=THREADS, ident="")
    signal.signal(signal.SIGTERM, _leave)
    server.run()


def _told_to_stop() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
