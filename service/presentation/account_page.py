"""One's own page: size of the text, language, password, and tokens for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.casework.passwords import SHORTEST
from service.models import ApiToken, User
from service.presentation.case_page import Once
from service.presentation.due import short_day
from service.presentation.form_fields import NOTHING_TYPED, FormField, Option, Typed, field
from service.presentation.page_actions import new_key
from service.presentation.particulars import Pair
from service.presentation.words import Complaint, Link

_SIZES = {"normal": _l("标准"), "large": _l("大"), "xlarge": _l("特大")}


@dataclass(frozen=True)
class TokenRow:
    """A token that speaks for the person."""

    label: str
    made_label: str
    revoke: Once


@dataclass(frozen=True)
class AccountPage:
    """As `auth/account.html` reads it."""

    display_name: str
    must_change: bool
    pairs: Sequence[Pair]
    errors: Sequence[Complaint]
    text_sizes: Sequence[Option]
    password_url: str
    password_key: str
    password_fields: Sequence[FormField]
    tokens: Sequence[TokenRow]
    new_token: Once
    token_fields: Sequence[FormField]
    token: str
    absences: Link


def account_page(
    user: User, tokens: Sequence[ApiToken], size: str, today: date, *, typed: Typed = NOTHING_TYPED, token: str = ""
) -> AccountPage:
    """The page; `token` is shown this once."""
    return AccountPage(
        display_name=user.display_name,
        must_change=user.must_change_password,
        pairs=[Pair(_("账号"), user.name), Pair(_("电子邮件"), user.email or "")],
        errors=typed.complaints,
        text_sizes=[Option(value, str(label), current=value == (size or "normal")) for value, label in _SIZES.items()],
        password_url=url_for("auth.change_password"),
        password_key=new_key(),
        password_fields=_password_fields(Typed({}, typed.complaints)),
        tokens=[_token(row, today) for row in tokens],
        new_token=Once(url_for("auth.create_token"), new_key()),
        token_fields=[field("label", _("用途"), typed, required=True, max_length=60, hint=_("例如：月度台账脚本"))],
        token=token,
        absences=Link(_("不在时由谁代办"), url_for("absences.index", name=user.name)),
    )


def _password_fields(typed: Typed) -> list[FormField]:
    hint = _("至少 %(min)s 个字符，可以是几个词。", min=SHORTEST)
    return [
        field(
            "current_password", _("现在的密码"), typed, type="password", required=True, autocomplete="current-password"
        ),
        field("password", _("新密码"), typed, type="password", required=True, autocomplete="new-password", hint=hint),
    ]


def _token(row: ApiToken, today: date) -> TokenRow:
    made = _("%(day)s 建立", day=short_day(row.created_at, today))
    return TokenRow(row.label or _("没有写用途"), made, Once(url_for("auth.revoke_token", token_id=row.id), new_key()))
