"""One's own page; its blueprint is that of signing in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.tokens import create_token, revoke_token
from service.casework.users import change_password
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.forms.directory import NewPassword
from service.forms.loading import load
from service.login import current_actor, current_database, end_session
from service.models import User
from service.presentation.account_page import account_page
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.queries.users import tokens_of
from service.web.once import SEE_OTHER, Outcome, follow, once, once_or_again
from service.web.room import complaints_of, require_person, status_of, texts
from service.web.surroundings import SIZE_COOKIE

_OF_PEOPLE_SIGNED_IN = frozenset({
    "auth.account", "auth.change_password", "auth.create_token", "auth.revoke_token", "auth.choose_post",
})  # fmt: skip


def install(blueprint: Blueprint) -> None:
    """These pages belong to people who have signed in, unlike the rest of the blueprint."""
    blueprint.before_request(_ask_who)
    blueprint.add_url_rule("/account", "account", _account)
    blueprint.add_url_rule("/account/password", "change_password", _change_password, methods=["POST"])
    blueprint.add_url_rule("/account/tokens", "create_token", _create_token, methods=["POST"])
    blueprint.add_url_rule("/account/tokens/<int:token_id>/revoke", "revoke_token", _revoke_token, methods=["POST"])


def _ask_who() -> Response | tuple[str, int] | None:
    return require_person() if request.endpoint in _OF_PEOPLE_SIGNED_IN else None


def _account() -> str:
    return _page()


def _change_password() -> Response | tuple[str, int]:
    actor, typed = current_actor(), texts("current_password", "password")
    try:
        values = load(NewPassword(), typed)
        current_database().transact(
            lambda tx: change_password(tx, actor, values["current_password"], values["password"])
        )
    except DeskError as error:
        return _page(Typed({}, complaints_of(error))), status_of(error)
    end_session()
    flash(_("密码已改，请用新密码登录。"), "ok")
    return redirect(url_for("auth.login"), SEE_OTHER)


def _create_token() -> Response | str:
    actor = current_actor()

    made: list[str] = []

    def verb(tx: Transaction) -> Outcome:
        made.append(create_token(tx, actor, label=request.form.get("label", ""))[1])
        return Outcome(url_for("auth.account"), _("令牌已建立，只在建立时显示一次。"))

    outcome, is_replay = once_or_again(verb)
    return follow(outcome) if is_replay else _page(token=made[-1])


def _revoke_token(token_id: int) -> Response:
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        revoke_token(tx, actor, token_id)
        return Outcome(url_for("auth.account"), _("令牌已停用。"))

    return once(verb)


def _page(typed: Typed = NOTHING_TYPED, token: str = "") -> str:
    actor = current_actor()
    with current_database().read() as tx:
        user = tx.session.get(User, actor.user_id)
        if user is None:
            raise NotFound
        size = request.cookies.get(SIZE_COOKIE, "")
        page = account_page(user, tokens_of(tx, actor), size, tx.today, typed=typed, token=token)
    return render_template("auth/account.html", page=page)
