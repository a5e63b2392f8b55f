"""Sign-ins and their posts, from the machine itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from service.casework import users as verbs
from service.cli.frame import json_option, opened, show_json
from service.db import Transaction
from service.models import User
from service.permissions import THE_OPERATOR
from service.queries.users import users_page
from workflows.roles import Role

Verb = TypeVar("Verb", bound=Callable[..., Any])

_role = click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="岗位。")
_organization = click.option("--organization", required=True, metavar="CODE", help="组织代码。")
_PAGE = 200


def _post(verb: Verb) -> Verb:
    return _role(_organization(verb))


@click.group("users")
def group() -> None:
    """账号和岗位。一个人可以有几个岗位，每个岗位是一个组织里的一种身份。"""


@group.command()
@click.argument("name")
@_post
@click.option("--email", help="电子邮件，提醒发到这里。")
@click.option("--display-name", default="", help="姓名。")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码；不给就生成一次性密码。")
@json_option
def create(  # noqa: PLR0913 - each is an option of the command
    *,
    name: str,
    role: str,
    organization: str,
    email: str | None,
    display_name: str,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """新建账号。没有给密码的，一次性密码只显示这一次，登录后要改。"""
    password = _password() if password_stdin else None
    new = verbs.NewUser(name, role, organization, password, display_name, email)
    with opened() as database:
        user, one_time = database.transact(lambda tx: verbs.create_user(tx, THE_OPERATOR, new))
    _print_password(user.name, one_time, as_json=as_json)


@group.command()
@click.argument("name")
@_post
def grant(name: str, role: str, organization: str) -> None:
    """给一个人增加岗位。"""
    with opened() as database:
        database.transact(lambda tx: verbs.grant_post(tx, THE_OPERATOR, name, role, organization))
    click.echo(f"{name} 在 {organization} 是 {role}。")


@group.command()
@click.argument("name")
@_post
def revoke(name: str, role: str, organization: str) -> None:
    """收回一个人的岗位。"""
    with opened() as database:
        database.transact(lambda tx: verbs.revoke_post(tx, THE_OPERATOR, name, role, organization))
    click.echo(f"{name} 在 {organization} 不再是 {role}。")


@group.command("list")
@json_option
def list_all(*, as_json: bool) -> None:
    """所有账号和岗位。"""
    with opened() as database, database.read() as tx:
        rows = [_described(user) for user in _everybody(tx)]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        posts = "、".join(f"{post['role']}@{post['organization']['name']}" for post in row["posts"])
        click.echo(f"{row['name']}\t{row['display_name']}\t{'' if row['is_active'] else '已停用'}\t{posts}")


@group.command()
@click.argument("name")
def disable(name: str) -> None:
    """停用账号：会话结束，令牌失效，办件由上级代办。"""
    with opened() as database:
        database.transact(lambda tx: verbs.disable_user(tx, THE_OPERATOR, name))
    click.echo(f"{name} 已停用。")


@group.command("reset-password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="从标准输入读密码；不给就生成一次性密码。")
@json_option
def reset_password(*, name: str, password_stdin: bool, as_json: bool) -> None:
    """重设密码，登录后要改。"""
    password = _password() if password_stdin else None
    with opened() as database:
        one_time = database.transact(lambda tx: verbs.reset_password(tx, THE_OPERATOR, name, password))
    _print_password(name, one_time, as_json=as_json)


def _password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _print_password(name: str, one_time: str | None, *, as_json: bool) -> None:
    if as_json:
        show_json({"name": name, "one_time_password": one_time})
    elif one_time is None:
        click.echo(f"{name}：密码已设好。")
    else:
        click.echo(f"{name}：一次性密码 {one_time}")


def _everybody(tx: Transaction) -> Iterator[User]:
    after = ""
    while page := users_page(tx, THE_OPERATOR, after=after, limit=_PAGE):
        yield from page
        after = page[-1].name


def _described(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "display_name": user.display_name,
        "email": user.email,
        "is_active": user.is_active,
        "posts": [
            {"role": post.role, "organization": {"code": post.organization.code, "name": post.organization.title}}
            for post in user.posts
        ],
    }
