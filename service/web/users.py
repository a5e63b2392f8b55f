"""Sign-ins and posts, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework import users as casework
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.forms.directory import PostBody, UserBody
from service.forms.loading import load
from service.login import current_actor, current_database
from service.permissions import Actor, require
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.user_pages import new_user_page, user_page, users_page
from service.queries.user_page import found_users, last_seen
from service.queries.users import user_with_posts
from service.web.lookup import LookUp, look_up
from service.web.once import Outcome, follow, once, once_or_again
from service.web.room import complaints_of, sent_fields, signed_in, status_of
from workflows.roles import Role

blueprint = signed_in("users")
ROWS = 30
_UNIT = LookUp("organization_code")


@dataclass(frozen=True)
class Made:
    """Whose password was made, what to say, and the password: it is kept nowhere."""

    name: str
    text: str
    password: str | None


@blueprint.before_request
def _administrators_only() -> None:
    require(bool(current_actor().paths({Role.ADMINISTRATOR})))


@blueprint.get("/users")
def index() -> str:
    """The sign-ins of one's subtree."""
    q = request.args.get("q", "").strip()
    with current_database().read() as tx:
        found = found_users(tx, current_actor(), q, after=request.args.get("after", ""), limit=ROWS + 1)
        shown = found[:ROWS]
        following = shown[-1].name if len(found) > ROWS else ""
        page = users_page(shown, last_seen(tx, shown), q, following, tx.now)
    return render_template("users/index.html", page=page)


@blueprint.get("/users/new")
def new() -> str:
    """The form for a new sign-in."""
    return _new_form(NOTHING_TYPED)


@blueprint.post("/users/new")
def create() -> Response | str | tuple[str, int]:
    """A new sign-in; its password is shown this once."""
    actor = current_actor()

    def verb(tx: Transaction) -> Made:
        values = load(UserBody(), _values(tx))
        fields = ("name", "role", "organization_code", "display_name", "email")
        wanted = casework.NewUser(**{field: values[field] for field in fields if field in values})
        user, password = casework.create_user(tx, actor, wanted)
        return Made(user.name, _("已新增 %(name)s。", name=user.display_name), password)

    return _with_secret(verb, _new_form)


@blueprint.get("/users/<name>")
def detail(name: str) -> str:
    """One sign-in with its posts."""
    return _card(name)


@blueprint.post("/users/<name>/posts")
def grant(name: str) -> Response | str | tuple[str, int]:
    """One more post."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        values = load(PostBody(), _values(tx))
        casework.grant_post(tx, actor, name, values["role"], values["organization_code"])
        return _done(name, _("已增加身份。"))

    if "find" in request.form:
        return _card(name, _found())
    try:
        return once(verb)
    except DeskError as error:
        return _card(name, _found(error)), status_of(error)


@blueprint.post("/users/<name>/posts/<role>/<organization>/revoke")
def revoke(name: str, role: str, organization: str) -> Response:
    """A post less."""
    return _plain(lambda tx, actor: casework.revoke_post(tx, actor, name, role, organization), name, _("已取消身份。"))


@blueprint.post("/users/<name>/disable")
def disable(name: str) -> Response:
    """Close the door."""
    return _plain(lambda tx, actor: casework.disable_user(tx, actor, name), name, _("已停用。"))


@blueprint.post("/users/<name>/enable")
def enable(name: str) -> Response:
    """Open it again."""
    return _plain(lambda tx, actor: casework.enable_user(tx, actor, name), name, _("已重新启用。"))


@blueprint.post("/users/<name>/reset")
def reset(name: str) -> Response | str | tuple[str, int]:
    """Another one-time password, shown this once."""
    actor = current_actor()

    def verb(tx: Transaction) -> Made:
        return Made(name, _("密码已重设，只在重设时显示一次。"), casework.reset_password(tx, actor, name))

    return _with_secret(verb, lambda typed: _card(name, typed))


def _with_secret(verb: Callable[[Transaction], Made], form: Callable[[Typed], str]) -> Response | str | tuple[str, int]:
    """Carry out what makes a password, and show it; on a second sending there is none left to show."""
    made: list[Made] = []

    def kept(tx: Transaction) -> Outcome:
        made.append(verb(tx))
        return _done(made[-1].name, made[-1].text)

    if "find" in request.form:
        return form(_found())
    try:
        outcome, is_replay = once_or_again(kept)
    except DeskError as error:
        return form(_found(error)), status_of(error)
    return follow(outcome) if is_replay else _card(made[-1].name, new_password=made[-1].password or "")


def _plain(verb: Callable[[Transaction, Actor], object], name: str, text: str) -> Response:
    actor = current_actor()

    def done(tx: Transaction) -> Outcome:
        verb(tx, actor)
        return _done(name, text)

    return once(done)


def _done(name: str, text: str) -> Outcome:
    return Outcome(url_for("users.detail", name=name), text)


def _values(tx: Transaction) -> dict[str, str]:
    looked = look_up(tx, request.form, [_UNIT])
    looked.require()
    return {name: value for name, value in sent_fields().items() if not name.endswith("_query")} | looked.codes


def _found(error: DeskError | None = None) -> Typed:
    with current_database().read() as tx:
        looked = look_up(tx, request.form, [_UNIT])
    return Typed({**sent_fields(), **looked.codes}, complaints_of(error) if error else [], looked.candidates)


def _new_form(typed: Typed) -> str:
    return render_template("users/form.html", page=new_user_page(typed, request.form.get("key", "")))


def _card(name: str, typed: Typed = NOTHING_TYPED, new_password: str = "") -> str:
    actor = current_actor()
    with current_database().read() as tx:
        user = user_with_posts(tx, actor, name)
        if user is None:
            raise NotFound(name=name)
        page = user_page(actor, user, typed, new_password)
    return render_template("users/form.html", page=page)
