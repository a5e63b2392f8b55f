"""Proofs over the workflows, and their pictures."""

from __future__ import annotations

import dataclasses

import click

from service.cli.frame import Code, json_option, show_json
from workflows import NEWEST
from workflows.diagram import mermaid
from workflows.proofs import Finding, check


@click.group("workflows")
def group() -> None:
    """流程定义的检查和图。"""


@group.command("check")
@json_option
@click.pass_context
def check_all(ctx: click.Context, *, as_json: bool) -> None:
    """逐条证明流程定义没有走不通的地方。"""
    found = {name: check(workflow) for name, workflow in NEWEST.items()}
    if as_json:
        show_json([
            {"workflow": name, "findings": [dataclasses.asdict(finding) for finding in findings]}
            for name, findings in found.items()
        ])  # fmt: skip
    else:
        for name, findings in found.items():
            _print(name, findings)
    ctx.exit(Code.FAILED if any(found.values()) else Code.DONE)


@group.command()
@click.argument("name", type=click.Choice(sorted(NEWEST)))
def diagram(name: str) -> None:
    """流程的 Mermaid 图。"""
    click.echo(mermaid(NEWEST[name].definition), nl=False)


def _print(name: str, findings: list[Finding]) -> None:
    definition = NEWEST[name].definition
    click.echo(f"{name}：{len(definition.states)} 个状态，{len(definition.actions)} 个操作，{len(findings)} 处不通。")
    for finding in findings:
        click.echo(f"  {finding.rule} {finding.where}: {finding.text}  {' → '.join(finding.path)}".rstrip())
