"""A look over the whole installation."""

from __future__ import annotations

import dataclasses

import click

from service.cli.checks import examine
from service.cli.frame import Code, json_option, settings, show_json
from service.installation import connect

_MARKS = {"ok": "正常", "warning": "注意", "failure": "要处理"}


@click.command("doctor")
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """逐项检查，一项一行，说明怎么办。"""
    config = settings()
    database = connect(config)
    try:
        found = list(examine(database, config))
    finally:
        database.close()
    if as_json:
        show_json([dataclasses.asdict(line) for line in found])
    else:
        for line in found:
            advice = f" → {line.advice}" if line.advice else ""
            click.echo(f"{_MARKS[line.status]} {line.check}：{line.detail}{advice}")
    ctx.exit(Code.FAILED if any(line.status == "failure" for line in found) else Code.DONE)
