"""The offline proof: every history re-computed, and the rules of the database looked for."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from service.cli.frame import Code, json_option, settings, show_json
from service.installation import connect
from service.messages import title
from service.queries.audit import Report, verify
from service.triggers import missing_triggers


@click.group("audit")
def group() -> None:
    """留痕的核对。"""


@group.command("verify")
@json_option
@click.pass_context
def verify_all(ctx: click.Context, *, as_json: bool) -> None:
    """逐行重算留痕。有改动的，退出码 3，并说明是哪件第几行。"""
    database = connect(settings())  # a database that is not in order is what this verb is for
    try:
        missing = missing_triggers(database.engine)
        with database.read() as tx:
            report = verify(tx)
    finally:
        database.close()
    if as_json:
        show_json(_described(report, missing))
    else:
        _print(report, missing)
    ctx.exit(Code.TAMPERED if report.findings or missing else Code.DONE)


def _described(report: Report, missing: list[str]) -> dict[str, Any]:
    return {**dataclasses.asdict(report), "missing_triggers": missing}


def _print(report: Report, missing: list[str]) -> None:
    for name in missing:
        click.echo(f"数据库的规则 {name} 不见了。")
    for found in report.findings:
        problem = title(found.problem)
        where = found.case if found.seq is None else f"{found.case} 第 {found.seq} 行"
        click.echo(f"{where}：{problem}（{found.problem}）。")
    click.echo(f"核对了 {report.cases} 件 {report.lines} 行，{len(report.findings)} 件有问题。")
