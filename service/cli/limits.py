"""Limits: shown as they count at an organization, set for its subtree, given back."""

from __future__ import annotations

from typing import Any

import click

from service.casework.limits import set_limit
from service.cli.frame import json_option, opened, show_json
from service.forms.limits import LIMIT
from service.forms.loading import load
from service.permissions import THE_OPERATOR
from service.queries.limits import LimitInForce, limits_at
from service.queries.organizations import organization_with_code
from workflows.lengths import UNITS

_open_cases = click.option("--open-cases", is_flag=True, help="在办的也按新时限算。")
_basis = click.option("--basis", required=True, help="依据或理由，会留痕。")


@click.group("limits")
def group() -> None:
    """各环节的时限。一个组织另设的时限，对它和下级以后开始的环节有效。"""


@group.command()
@click.argument("organization", metavar="CODE")
@json_option
def show(*, organization: str, as_json: bool) -> None:
    """在一个组织算的时限，和是谁设的。"""
    with opened() as database, database.read() as tx:
        found = limits_at(tx, organization_with_code(tx, organization))
        if as_json:
            show_json([_described(one) for one in found])
            return
        for one in found:
            click.echo(_sentence(one))


@group.command("set")
@click.argument("organization", metavar="CODE")
@click.argument("workflow")
@click.argument("name")
@click.argument("length", type=click.IntRange(1))
@_basis
@_open_cases
def set_one(*, organization: str, workflow: str, name: str, length: int, basis: str, open_cases: bool) -> None:
    """为一个组织和它的下级另设时限；不能超过规定的上限。"""
    moved = _set(organization, (workflow, name), {"length": length, "basis": basis, "open_cases": open_cases})
    click.echo(f"{organization} 的 {workflow} {name} 已设为 {length}。{_told(moved, open_cases=open_cases)}")


@group.command()
@click.argument("organization", metavar="CODE")
@click.argument("workflow")
@click.argument("name")
@_basis
@_open_cases
def reset(*, organization: str, workflow: str, name: str, basis: str, open_cases: bool) -> None:
    """取消本级另设的时限，恢复为上级的或默认的。"""
    moved = _set(organization, (workflow, name), {"basis": basis, "open_cases": open_cases})
    click.echo(f"{organization} 的 {workflow} {name} 已恢复。{_told(moved, open_cases=open_cases)}")


def _set(organization: str, key: tuple[str, str], raw: dict[str, Any]) -> int:
    values = load(LIMIT, raw)
    with opened() as database:
        return database.transact(lambda tx: set_limit(tx, THE_OPERATOR, organization, key, values).moved)


def _told(moved: int, *, open_cases: bool) -> str:
    return f"{moved} 件在办的期限有改动。" if open_cases else "已经开始的环节期限不变。"


def _described(found: LimitInForce) -> dict[str, Any]:
    settable, line = found.settable, found.line
    return {
        "workflow": settable.workflow,
        "name": settable.name,
        "length": found.length,
        "unit": settable.default.unit,
        "default": settable.default.length,
        "maximum": settable.maximum,
        "rule": settable.rule,
        "set_by": line.unit.code if line else None,
    }


def _sentence(found: LimitInForce) -> str:
    settable, unit = found.settable, UNITS[found.settable.default.unit]
    setter = f"{found.line.unit.title} 所设" if found.line else "默认"
    return f"{settable.workflow} {settable.name}：{found.length} {unit}（{setter}，最长 {settable.maximum} {unit}）"
