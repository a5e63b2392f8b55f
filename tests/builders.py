"""Real rows for tests, made by the verbs themselves; everything is invented, and keyword-only."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from service.casework import passwords
from service.casework.desks import refresh_desks
from service.casework.members import add_member
from service.casework.organizations import confirm_party_names, create_organization
from service.casework.tree import path_below
from service.casework.users import NewUser, create_user, grant_post
from service.db import Transaction
from service.models import Member, Organization, Post, User
from service.permissions import THE_OPERATOR, Actor
from service.pinyin import title_initials
from service.queries.organizations import organization_with_code
from service.queries.users import post_held
from workflows.roles import ISSUING_KINDS, Role

PASSWORD = "an invented password"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_numbers = itertools.count(1)


def make_organization(
    tx: Transaction,
    *,
    kind: str = "branch",
    parent: Organization | None = None,
    name: str | None = None,
    code: str | None = None,
    confirmed: bool = True,
    **values: Any,
) -> Organization:
    """An organization below `parent`; its Party name is confirmed unless `confirmed` is False."""
    number = next(_numbers)
    described = {"kind": kind, "name": name or f"梧桐第{number}组织", "code": code or f"T{number:05d}", **values}
    if parent is not None:
        described["parent_code"] = parent.code
    made = create_organization(tx, THE_OPERATOR, described)
    if confirmed:
        confirm_party_names(tx, THE_OPERATOR, {made.code: values.get("party_name") or f"中共{made.name}委员会"})
    return made


def make_user(
    tx: Transaction,
    *,
    role: Role | str = Role.BRANCH_SECRETARY,
    organization: Organization,
    name: str | None = None,
    display_name: str = "",
    email: str | None = None,
) -> User:
    """A user with one post, who signs in with PASSWORD."""
    new = NewUser(name or f"user{next(_numbers)}", str(role), organization.code, PASSWORD, display_name, email)
    return create_user(tx, THE_OPERATOR, new)[0]


def add_post(tx: Transaction, *, user: User, role: Role | str, organization: Organization) -> None:
    """One more post for a user."""
    grant_post(tx, THE_OPERATOR, user.name, str(role), organization.code)


def actor_of(tx: Transaction, *, user: User) -> Actor:
    """The user as an actor with all posts."""
    query = select(Post, Organization).join(Post.organization).where(Post.user_id == user.id).order_by(Post.id)
    posts = tuple(post_held(post, organization) for post, organization in tx.session.execute(query))
    return Actor(user.id, user.display_name, posts)


def make_id_number(*, serial: int | None = None, born: str = "19700115", region: str = "329901") -> str:
    """An ID number that is valid and nobody's: region 3299 does not exist."""
    number = next(_numbers) if serial is None else serial
    front = f"{region}{born}{number % 1000:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, front, strict=True))
    return front + "10X98765432"[total % 11]


def make_member(tx: Transaction, *, organization: Organization, **values: Any) -> Member:
    """A member of `organization` who can be reached and has paid the dues far ahead, unless `values` say otherwise."""
    number = next(_numbers)
    described: dict[str, Any] = {
        "name": f"林某{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "id_number": make_id_number(serial=number, born=f"19{50 + number // 1000 % 50}0115"),
        "phone": f"139{number:08d}",
        "member_status": "full",
        "joined_on": "1998-07",
        "dues_paid_through": "2099-12",
    } | values
    return add_member(tx, organization, {name: value for name, value in described.items() if value is not None})


@dataclass(frozen=True)
class District:
    """A small invented tree, and a person at each post."""

    province: Organization
    city: Organization
    department: Organization
    street: Organization
    community: Organization
    branch: Organization
    second_street: Organization
    second_community: Organization
    second_branch: Organization
    town: Organization
    village: Organization
    village_branch: Organization
    employer: Organization
    employer_branch: Organization
    external: Organization
    far_city: Organization
    far_department: Organization
    far_street: Organization
    far_community: Organization
    users: dict[str, User]
    actors: dict[str, Actor]


_TREE = (
    ("province", "province", None, "海棠省"),
    ("city", "city", "province", "望江市"),
    ("department", "department", "city", "望江市青石区"),
    ("street", "street_committee", "department", "梧桐街道"),
    ("community", "community", "street", "望潮社区"),
    ("branch", "branch", "community", "望潮社区第一党支部"),
    ("second_street", "street_committee", "department", "银杏街道"),
    ("second_community", "community", "second_street", "听松社区"),
    ("second_branch", "branch", "second_community", "听松社区第一党支部"),
    ("town", "town_committee", "department", "白鹭镇"),
    ("village", "village", "town", "柳湾村"),
    ("village_branch", "branch", "village", "柳湾村第一党支部"),
    ("employer", "base_committee", "department", "盛达建材有限公司"),
    ("employer_branch", "branch", "employer", "盛达建材有限公司生产党支部"),
    ("external", "external", None, "远方省机械厂党委"),
    ("far_city", "city", "province", "临海市"),
    ("far_department", "department", "far_city", "临海市东城区"),
    ("far_street", "street_committee", "far_department", "石榴街道"),
    ("far_community", "community", "far_street", "观澜社区"),
)
_POSTS = (
    ("department", Role.DEPARTMENT_OFFICER), ("far_department", Role.DEPARTMENT_OFFICER),
    ("street", Role.COMMITTEE_OFFICER), ("second_street", Role.COMMITTEE_OFFICER),
    ("town", Role.COMMITTEE_OFFICER), ("far_street", Role.COMMITTEE_OFFICER), ("employer", Role.COMMITTEE_OFFICER),
    ("community", Role.BRANCH_SECRETARY), ("branch", Role.BRANCH_SECRETARY),
    ("second_community", Role.BRANCH_SECRETARY), ("second_branch", Role.BRANCH_SECRETARY),
    ("village", Role.BRANCH_SECRETARY), ("village_branch", Role.BRANCH_SECRETARY),
    ("employer_branch", Role.BRANCH_SECRETARY), ("far_community", Role.BRANCH_SECRETARY),
    ("city", Role.AUDITOR), ("province", Role.ADMINISTRATOR),
)  # fmt: skip


def make_district(tx: Transaction) -> District:
    """A province with two cities; the first has two streets, a town and an employer, each with a branch below.

    Users and actors are named after their organization: `district.actors["street"]` is the officer of the street.
    The rows are written level by level, not by the verbs: many tests begin with this.
    """
    units = _make_tree(tx)
    users = _make_people(tx, units)
    refresh_desks(tx)
    for unit in units.values():
        tx.session.refresh(unit)
    return District(**units, users=users, actors={key: actor_of(tx, user=user) for key, user in users.items()})


def _make_tree(tx: Transaction) -> dict[str, Organization]:
    units: dict[str, Organization] = {}
    left = list(_TREE)
    while left:
        level = [row for row in left if row[2] is None or row[2] in units]
        left = [row for row in left if row not in level]
        for key, kind, parent, name in level:
            units[key] = Organization(
                code=f"D-{key}", kind=kind, name=name, short_name=name, path=f"~{key}",
                party_name=f"中共{name}委员会", party_name_confirmed=True, initials=title_initials(name),
                parent_id=units[parent].id if parent else None, may_issue_letters=kind in ISSUING_KINDS,
            )  # fmt: skip
        tx.session.add_all(units[row[0]] for row in level)
        tx.session.flush()
        for key, _kind, parent, _name in level:
            units[key].path = path_below(units[parent] if parent else None, units[key].id)
    tx.session.flush()
    return units


def _make_people(tx: Transaction, units: Mapping[str, Organization]) -> dict[str, User]:
    kept = passwords.hash_of(PASSWORD)
    users = {
        key: User(name=key, display_name=f"{units[key].name}经办人", password_hash=kept, created_at=tx.now)
        for key, _role in _POSTS
    }
    tx.session.add_all(users.values())
    tx.session.flush()
    tx.session.add_all(Post(user_id=users[key].id, role=role, organization_id=units[key].id) for key, role in _POSTS)
    tx.session.flush()
    return users


def refreshed(tx: Transaction, organization: Organization) -> Organization:
    """The organization as it is now."""
    tx.session.flush()
    found = organization_with_code(tx, organization.code)
    tx.session.refresh(found)
    return found
