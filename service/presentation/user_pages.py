"""The pages about sign-ins: the list, a new one, and one with its posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from service.forms.directory import PostBody, UserBody
from service.models import Post, User
from service.permissions import Actor, may_manage_users
from service.presentation.case_page import Once
from service.presentation.due import moment_label
from service.presentation.form_fields import FieldGroup, FormField, Typed
from service.presentation.page_actions import PageAction, new_key
from service.presentation.particulars import Pair
from service.presentation.records import RecordPage, record_page, schema_fields
from service.presentation.register import Pager
from service.presentation.words import ROLES, Chip, Complaint, Link


@dataclass(frozen=True)
class UserRow:
    """One sign-in of the list."""

    name: str
    display_name: str
    url: str
    posts: Sequence[str]
    last_seen_label: str
    state: Chip


@dataclass(frozen=True)
class UsersPage:
    """As `users/index.html` reads it."""

    form_url: str
    q: str
    new_url: str
    rows: Sequence[UserRow]
    pager: Pager
    empty_text: str
    empty_links: Sequence[Link]


@dataclass(frozen=True)
class PostRow:
    """A post, and how it is taken away."""

    label: str
    remove: Once | None


@dataclass(frozen=True)
class AddPost(Once):
    """The form for one more post."""

    fields: Sequence[FormField]
    open: bool


@dataclass(frozen=True)
class UserCard:
    """A sign-in with its posts and what can be done with it."""

    url: str
    state: Chip
    pairs: Sequence[Pair]
    posts: Sequence[PostRow]
    add_post: AddPost | None
    actions: Sequence[PageAction]
    absences: Link


@dataclass(frozen=True)
class UserPage:
    """As `users/form.html` reads it: a form for a new sign-in, or the card of one."""

    title: str
    record: RecordPage | None
    user: UserCard | None
    errors: Sequence[Complaint]
    new_password: str = ""


def users_page(
    users: Sequence[User], seen: Mapping[int, datetime], q: str, next_after: str, now: datetime
) -> UsersPage:
    """The list."""
    return UsersPage(
        form_url=url_for("users.index"),
        q=q,
        new_url=url_for("users.new"),
        rows=[_row(user, seen.get(user.id), now) for user in users],
        pager=Pager(
            _("本页 %(count)s 人", count=len(users)),
            url_for("users.index", q=q or None, after=next_after) if next_after else "",
        ),
        empty_text=_("没有找到“%(q)s”。", q=q) if q else _("只有你一个人。添加经办人。"),
        empty_links=[Link(_("新增人员"), url_for("users.new"))],
    )


def new_user_page(typed: Typed, key: str = "") -> UserPage:
    """The form for a new sign-in; its one-time password is made by the machine."""
    form = UserBody()
    groups = [
        FieldGroup(schema_fields(form, ("name", "display_name", "email"), typed), _("账号")),
        FieldGroup(schema_fields(form, ("role", "organization_code"), typed), _("第一个身份")),
    ]
    record = record_page(
        _("新增人员"), groups, typed, key=key, form_url=url_for("users.new"), cancel_url=url_for("users.index"),
        submit_label=_("新增"),
    )  # fmt: skip
    return UserPage(record.title, record, None, typed.complaints)


def user_page(actor: Actor, user: User, typed: Typed, new_password: str = "") -> UserPage:
    """One sign-in; `typed` is the form for one more post when it was refused."""
    card = UserCard(
        url=url_for("users.detail", name=user.name),
        state=_state(user),
        pairs=[Pair(_("账号"), user.name), Pair(_("电子邮件"), user.email or "")],
        posts=[_post(actor, user, post) for post in user.posts],
        add_post=AddPost(
            url_for("users.grant", name=user.name),
            new_key(),
            schema_fields(PostBody(), ("role", "organization_code"), typed),
            bool(typed.values),
        ),
        actions=_actions(actor, user),
        absences=Link(_("不在时由谁代办"), url_for("absences.index", name=user.name)),
    )
    return UserPage(user.display_name, None, card, typed.complaints, new_password)


def _row(user: User, seen: datetime | None, now: datetime) -> UserRow:
    return UserRow(
        name=user.name,
        display_name=user.display_name,
        url=url_for("users.detail", name=user.name),
        posts=[_post_label(post) for post in user.posts],
        last_seen_label=moment_label(seen, now) if seen else "",
        state=_state(user),
    )


def _state(user: User) -> Chip:
    if not user.is_active:
        return Chip("late", "alert", _("已停用"))
    return Chip("soon", "key", _("待改密码")) if user.must_change_password else Chip("ok", "check", _("可登录"))


def _post_label(post: Post) -> str:
    return _("%(organization)s %(role)s", organization=post.organization.title, role=str(ROLES[post.role]))


def _post(actor: Actor, user: User, post: Post) -> PostRow:
    mine = may_manage_users(actor, post.organization.path)
    url = url_for("users.revoke", name=user.name, role=post.role, organization=post.organization.code)
    return PostRow(_post_label(post), Once(url, new_key()) if mine else None)


def _actions(actor: Actor, user: User) -> list[PageAction]:
    """Only where all of the person's posts are managed from here."""
    if not all(may_manage_users(actor, post.organization.path) for post in user.posts):
        return []
    words = {
        "reset": (_("重设密码"), "plain", _("确认重设"), _("旧密码和登录都失效，新的一次性密码只显示一次。")),
        "disable": (_("停用"), "warn", _("确认停用"), _("不能再登录，令牌也失效；身份保留，由别人代办。")),
        "enable": (_("重新启用"), "plain", _("确认启用"), ""),
    }
    names = ("reset", "disable") if user.is_active else ("enable",)
    return [
        PageAction(name, words[name][0], words[name][1], url_for(f"users.{name}", name=user.name), words[name][2],
                   help=words[name][3], key=new_key())
        for name in names
    ]  # fmt: skip
