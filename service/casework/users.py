"""Sign-ins and their posts: who may come in, and for whom they speak."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exc, select, update
from sqlalchemy.orm import contains_eager

from service.casework import passwords
from service.casework.desks import refresh_desks
from service.db import Transaction
from service.errors import NotFound, ValidationFailed
from service.models import Organization, Post, SignIn, User
from service.permissions import Actor, may_manage_users, require
from service.queries.organizations import organization_with_code
from service.queries.users import user_with_name
from workflows.roles import Role
from workflows.vocabulary import Refusal

NAME_LENGTH = 60
_TOGETHER_NEVER = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def clean_name(name: str) -> str:
    """A sign-in name as it is kept and compared; empty for what cannot be one."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    fits = plain.isprintable() and not any(character.isspace() for character in plain)
    return plain if fits and len(plain) <= NAME_LENGTH else ""


@dataclass(frozen=True)
class NewUser:
    """A sign-in to be made, with its first post. Without a password one is made, and must be changed."""

    name: str
    role: str
    organization_code: str
    password: str | None = None
    display_name: str = ""
    email: str | None = None


def create_user(tx: Transaction, actor: Actor, new: NewUser) -> tuple[User, str | None]:
    """The new user, and the one-time password where none was given."""
    organization = _organization_to_staff(tx, actor, new.organization_code)
    name = clean_name(new.name)
    if not name:
        raise ValidationFailed([Refusal("invalid_name", {"max": NAME_LENGTH}, "name")])
    one_time = None if new.password is not None else passwords.one_time()
    user = User(name=name, display_name=new.display_name or name, email=new.email or None, created_at=tx.now)
    _set_password(user, one_time or new.password or "", must_change=one_time is not None)
    try:
        with tx.session.begin_nested():
            tx.session.add(user)
    except exc.IntegrityError:
        raise ValidationFailed([Refusal("name_taken", {"name": name}, "name")]) from None
    _add_post(tx, user, _role(new.role), organization, ())
    return user, one_time


def grant_post(tx: Transaction, actor: Actor, name: str, role: str, organization_code: str) -> User:
    """Give a user a role at an organization; one already held stays. Administrator and auditor exclude each other."""
    organization = _organization_to_staff(tx, actor, organization_code)
    user = _visible_user(tx, actor, name)
    held = _posts(tx, user)
    if not any(post.role == role and post.organization_id == organization.id for post in held):
        _add_post(tx, user, _role(role), organization, held)
    return user


def revoke_post(tx: Transaction, actor: Actor, name: str, role: str, organization_code: str) -> User:
    """Take a role at an organization from a user. Raises NotFound where it is not held."""
    organization = organization_with_code(tx, organization_code)
    require(may_manage_users(actor, organization.path), organization=organization_code)
    user = _visible_user(tx, actor, name)
    post = next((p for p in _posts(tx, user) if p.role == role and p.organization_id == organization.id), None)
    if post is None:
        raise NotFound(role=role, organization=organization_code)
    tx.session.delete(post)
    refresh_desks(tx, organization.path)
    return user


def disable_user(tx: Transaction, actor: Actor, name: str) -> User:
    """Close the door: sessions end and tokens no longer speak; the posts stay, and others stand in for them."""
    user = _own_user(tx, actor, name)
    user.is_active = False
    end_sign_ins(tx, user)
    _refresh_all(tx, user)
    return user


def enable_user(tx: Transaction, actor: Actor, name: str) -> User:
    """Open the door again."""
    user = _own_user(tx, actor, name)
    user.is_active = True
    user.failed_sign_ins, user.locked_until = 0, None
    _refresh_all(tx, user)
    return user


def reset_password(tx: Transaction, actor: Actor, name: str, password: str | None = None) -> str | None:
    """Set another password, ended sessions included; without one given, a one-time password is answered."""
    user = _own_user(tx, actor, name)
    one_time = None if password is not None else passwords.one_time()
    _set_password(user, password or one_time or "", must_change=True)
    user.failed_sign_ins, user.locked_until = 0, None
    end_sign_ins(tx, user)
    return one_time


def change_password(tx: Transaction, actor: Actor, current: str, password: str) -> None:
    """The signed-in person's own. Ends every session of theirs, the one that asks included."""
    user = tx.session.get(User, actor.user_id, with_for_update=True) if actor.user_id is not None else None
    if user is None:
        raise NotFound
    if not passwords.fits(current, user.password_hash):
        raise ValidationFailed([Refusal("wrong_password", {}, "current_password")])
    if current == password:
        raise ValidationFailed([Refusal("password_unchanged", {}, "password")])
    _set_password(user, password, must_change=False)
    end_sign_ins(tx, user)


def speak_language(tx: Transaction, actor: Actor, locale: str) -> None:
    """From now on mail to the signed-in person is written in this language, as the pages are."""
    tx.session.execute(update(User).where(User.id == actor.user_id).values(locale=locale))


def end_sign_ins(tx: Transaction, user: User) -> None:
    """All sessions of a user end now."""
    tx.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
        .values(ended_at=tx.now)
        .execution_options(synchronize_session=False)
    )


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    passwords.check(password, user.name)
    user.password_hash = passwords.hash_of(password)
    user.must_change_password = must_change


def _organization_to_staff(tx: Transaction, actor: Actor, code: str) -> Organization:
    organization = organization_with_code(tx, code)
    require(may_manage_users(actor, organization.path), organization=code)
    if organization.external:
        raise ValidationFailed([Refusal("external_has_no_sign_ins", {"code": code}, "organization_code")])
    return organization


def _visible_user(tx: Transaction, actor: Actor, name: str) -> User:
    user = user_with_name(tx, actor, clean_name(name), lock=True)
    if user is None:
        raise NotFound(name=name)
    return user


def _own_user(tx: Transaction, actor: Actor, name: str) -> User:
    """A user all of whose posts the actor manages: else resetting a password would open doors above the actor."""
    user = _visible_user(tx, actor, name)
    paths = [post.organization.path for post in _posts(tx, user)]
    require(all(may_manage_users(actor, path) for path in paths), name=user.name)
    return user


def _posts(tx: Transaction, user: User) -> list[Post]:
    query = select(Post).join(Post.organization).options(contains_eager(Post.organization))
    return list(tx.session.scalars(query.where(Post.user_id == user.id).order_by(Post.id)))


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise ValidationFailed([Refusal("not_a_choice", {"choices": [role.value for role in Role]}, "role")]) from None


def _add_post(tx: Transaction, user: User, role: Role, organization: Organization, held: Iterable[Post]) -> None:
    if {role, *(post.role for post in held)} >= _TOGETHER_NEVER:
        raise ValidationFailed([Refusal("incompatible_posts", {"name": user.name}, "role")])
    tx.session.add(Post(user_id=user.id, role=role.value, organization_id=organization.id))
    refresh_desks(tx, organization.path)


def _refresh_all(tx: Transaction, user: User) -> None:
    done: tuple[str, ...] = ()
    for path in sorted(post.organization.path for post in _posts(tx, user)):
        if not path.startswith(done or "\0"):
            refresh_desks(tx, path)
            done = (*done, path)
