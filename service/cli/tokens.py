"""Bearer tokens for scripts."""

from __future__ import annotations

import click

from service.casework.tokens import create_token, revoke_token
from service.cli.frame import json_option, opened, show_json
from service.permissions import THE_OPERATOR


@click.group("tokens")
def group() -> None:
    """接口用的令牌，以账号的身份办理。"""


@group.command()
@click.argument("user")
@click.option("--label", default="", help="用在哪里。")
@json_option
def create(*, user: str, label: str, as_json: bool) -> None:
    """新建令牌，只显示这一次，单独一行。"""
    with opened() as database:
        row, token = database.transact(lambda tx: create_token(tx, THE_OPERATOR, name=user, label=label))
    if as_json:
        show_json({"id": row.id, "user": user, "label": row.label, "token": token})
        return
    click.echo(token)
    click.echo(f"编号 {row.id}，收回用：transfer-desk tokens revoke {row.id}", err=True)


@group.command()
@click.argument("token_id", metavar="ID", type=int)
def revoke(token_id: int) -> None:
    """收回令牌。"""
    with opened() as database:
        database.transact(lambda tx: revoke_token(tx, THE_OPERATOR, token_id))
    click.echo(f"令牌 {token_id} 已收回。")
