"""Whoever acts, with the posts by which they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.errors import NotPermitted
from workflows.roles import Role


@dataclass(frozen=True)
class Absent:
    """Somebody who is away."""

    user_id: int
    name: str


@dataclass(frozen=True)
class PostHeld:
    """A role at one organization, as the signed-in person holds it or, `in_place_of` another, stands in for it."""

    role: Role
    organization_id: int
    code: str
    title: str
    kind: str
    path: str
    in_place_of: Absent | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person, the clock, the command line, or by its link a unit outside in one case."""

    user_id: int | None
    display_name: str
    posts: tuple[PostHeld, ...] = ()
    is_clock: bool = False
    is_operator: bool = False
    must_change_password: bool = False
    linked_case_id: int | None = None

    @property
    def post(self) -> PostHeld | None:
        """The post that speaks when nothing else says which."""
        return self.posts[0] if self.posts else None

    @property
    def organization_ids(self) -> frozenset[int]:
        """The organizations at which the person holds a post."""
        return frozenset(post.organization_id for post in self.posts)

    def at(self, code: str) -> Actor:
        """The same person, speaking only for the organization with this code. Raises NotPermitted without a post."""
        posts = tuple(post for post in self.posts if post.code == code)
        if not posts:
            raise NotPermitted(organization=code)
        return replace(self, posts=posts)

    def paths(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The subtrees over which the person holds one of these roles."""
        wanted = frozenset(roles)
        return tuple(dict.fromkeys(post.path for post in self.posts if post.role in wanted))


THE_CLOCK = Actor(None, "系统", is_clock=True)
THE_OPERATOR = Actor(None, "命令行", is_operator=True)
"""Manages sign-ins, organizations and members from the command line, and acts in no case."""
