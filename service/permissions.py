"""The only policy: who may do and see what. `may` decides on a row, `visible` gives the same rule as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from service.actor import THE_CLOCK as THE_CLOCK
from service.actor import THE_OPERATOR as THE_OPERATOR
from service.actor import Absent as Absent
from service.actor import Actor as Actor
from service.actor import PostHeld as PostHeld
from service.errors import NotFound, NotPermitted
from service.models import Case, CaseParty, Member, MemberRelation, Organization, Post, User
from workflows import workflow_of
from workflows.parties import opposite_parties
from workflows.roles import Role, roles_for
from workflows.vocabulary import Party

OFFICERS = frozenset({Role.COMMITTEE_OFFICER, Role.DEPARTMENT_OFFICER})
CASE_READERS = frozenset(Role) - {Role.ADMINISTRATOR}
CASE_WORKERS = CASE_READERS - {Role.AUDITOR}


def acting_parties(actor: Actor, case: Case) -> frozenset[Party]:
    """The parties of a case for which the actor may act: at the unit itself, or at the desk that stands in for it."""
    if actor.is_clock:
        return frozenset({Party.CLOCK})
    if actor.linked_case_id is not None:
        return frozenset({Party.STREET} if actor.linked_case_id == case.id else ())
    return frozenset(Party(row.party) for row in case.parties if post_for(actor, row, case) is not None)


def post_for(actor: Actor, row: CaseParty, case: Case | None = None) -> PostHeld | None:
    """The post by which the actor acts for this party of the case; nobody stands in across from where they act."""
    post = _first_post(actor, row, case)
    if post is None or post.in_place_of is None or case is None or case.route == "same_street":
        return post
    across = opposite_parties(Party(row.party))
    others = (_first_post(actor, other, case) for other in case.parties if other.party in across)
    return None if any(other is not None and other.in_place_of != post.in_place_of for other in others) else post


def _first_post(actor: Actor, row: CaseParty, case: Case | None) -> PostHeld | None:
    """The unit's own before a desk above it, and one's own before those of others."""
    tracked = case is not None and row.party in case.trackers
    own = roles_for(Party(row.party), row.organization.kind, tracked=tracked)
    for post in actor.posts:
        if post.organization_id == row.organization_id and post.role in own:
            return post
    if row.desk_id is None or row.desk_id == row.organization_id:
        return None
    roles = OFFICERS | own if row.party == Party.ASKED else OFFICERS  # whoever asks a unit outside may be a secretary
    return next((post for post in actor.posts if post.organization_id == row.desk_id and post.role in roles), None)


def speaks_for(actor: Actor, party: Party, organization: Organization) -> bool:
    """Whether the actor would act for the organization as this party of a case that is not there yet."""
    desk = organization.desk_for(party)
    row = CaseParty(party=party.value, organization_id=organization.id, desk_id=desk, organization=organization)
    return post_for(actor, row) is not None


def striking_post(actor: Actor, organization_id: int) -> PostHeld | None:
    """The post by which the actor takes a file out of a case: at the unit that added it."""
    posts = (post for post in actor.posts if post.organization_id == organization_id and post.role in CASE_WORKERS)
    return next(posts, None)


def may_read_case(actor: Actor, case: Case) -> bool:
    """A party that may read lies in one of the actor's subtrees."""
    if actor.is_clock or actor.linked_case_id is not None:
        return actor.is_clock or actor.linked_case_id == case.id
    paths = actor.paths(CASE_READERS)
    return any(row.may_read and row.organization.path.startswith(paths) for row in case.parties) if paths else False


def sees_paper(actor: Actor, case: Case) -> bool:
    """Somebody shows them a paper: they act by it here, and know nothing of the person before that."""
    seen_by = workflow_of(case.workflow, case.workflow_version).states[case.state].paper_seen_by
    return bool(seen_by) and not acting_parties(actor, case).isdisjoint(seen_by)


def visible_cases(actor: Actor) -> ColumnElement[bool]:
    """`may_read_case` as a condition on Case."""
    if actor.is_clock:
        return true()
    paths = actor.paths(CASE_READERS)
    if not paths:
        return false()
    return (
        select(CaseParty.case_id)
        .join(Organization, Organization.id == CaseParty.organization_id)
        .where(CaseParty.case_id == Case.id, CaseParty.may_read, _below(paths))
        .exists()
    )


def may_read_member(actor: Actor, holders: Iterable[Organization]) -> bool:
    """One of the units that hold the member now (affiliation, responsibility) lies in one of the actor's subtrees."""
    return any(_within(actor, CASE_READERS, organization.path) for organization in holders)


def visible_members(actor: Actor) -> ColumnElement[bool]:
    """`may_read_member` as a condition on Member."""
    if actor.is_operator or actor.is_clock:
        return true()
    paths = actor.paths(CASE_READERS)
    if not paths:
        return false()
    return (
        select(MemberRelation.id)
        .join(Organization, Organization.id == MemberRelation.organization_id)
        .where(MemberRelation.member_id == Member.id, MemberRelation.until.is_(None), _below(paths))
        .exists()
    )


def may_read_members_of(actor: Actor, path: str) -> bool:
    """Whoever reads cases at or above the unit reads the list of its members. `path` is the unit's own."""
    return _within(actor, CASE_READERS, path)


def may_write_members(actor: Actor, responsible: Organization) -> bool:
    """The secretary of the responsible unit, and officers at or above it."""
    own = any(post.organization_id == responsible.id and post.role is Role.BRANCH_SECRETARY for post in actor.posts)
    return own or _within(actor, OFFICERS, responsible.path)


def may_write_organization(actor: Actor, path: str, kind: str = "") -> bool:
    """Department officers below them, administrators in their subtree; both, the units outside that all share.

    `path` is the organization's own.
    """
    if kind == "external" and path.count("/") == len("//"):
        return actor.is_operator or bool(actor.paths({Role.DEPARTMENT_OFFICER, Role.ADMINISTRATOR}))
    below = any(path.startswith(up) and path != up for up in actor.paths({Role.DEPARTMENT_OFFICER}))
    return below or _within(actor, {Role.ADMINISTRATOR}, path)


def post_over(actor: Actor, path: str) -> PostHeld | None:
    """The post by which the actor writes the organization with this path; the department's comes first."""
    ranked = (Role.DEPARTMENT_OFFICER, Role.ADMINISTRATOR)
    posts = (post for role in ranked for post in actor.posts if post.role is role and path.startswith(post.path))
    return next(posts, None)


def may_confirm_name(actor: Actor, path: str) -> bool:
    """Officers and administrators, at and below their own organization. `path` is the organization's own."""
    return _within(actor, {*OFFICERS, Role.ADMINISTRATOR}, path)


def confirmable_organizations(actor: Actor) -> ColumnElement[bool]:
    """`may_confirm_name` as a condition on Organization."""
    paths = actor.paths({*OFFICERS, Role.ADMINISTRATOR})
    if actor.is_operator or not paths:
        return true() if actor.is_operator else false()
    return _below(paths)


def may_set_limits(actor: Actor, path: str) -> bool:
    """Department officers and administrators, at and below their own organization. `path` is that of the subtree."""
    return _within(actor, {Role.DEPARTMENT_OFFICER, Role.ADMINISTRATOR}, path)


def may_manage_users(actor: Actor, path: str) -> bool:
    """Administrators in their subtree. `path` is that of the organization of the post."""
    return _within(actor, {Role.ADMINISTRATOR}, path)


def visible_users(actor: Actor) -> ColumnElement[bool]:
    """`may_manage_users` as a condition on User: those with a post in the subtree, and those with no post at all."""
    if actor.is_operator:
        return true()
    paths = actor.paths({Role.ADMINISTRATOR})
    if not paths:
        return false()
    posts = select(Post.id).join(Organization, Organization.id == Post.organization_id).where(Post.user_id == User.id)
    return or_(posts.where(_below(paths)).exists(), ~posts.exists())


def may_export(actor: Actor) -> bool:
    """Whoever reads cases may take out what they read, with numbers masked."""
    return actor.user_id is not None and bool(actor.paths(CASE_READERS))


def may_export_in_full(actor: Actor) -> bool:
    """Those who write members may take out whole ID numbers and phones, saying why; auditors and trackers may not."""
    return actor.user_id is not None and bool(actor.paths({*OFFICERS, Role.BRANCH_SECRETARY}))


def may_import(actor: Actor) -> bool:
    """Those who write members may hand in rosters; each row is asked for again by `may_write_members`."""
    return may_export_in_full(actor)


def may_hand_in_organizations(actor: Actor) -> bool:
    """Those who write organizations; each row is asked for again by `may_write_organization`."""
    return actor.user_id is not None and bool(actor.paths({Role.DEPARTMENT_OFFICER, Role.ADMINISTRATOR}))


def visible_batches(actor: Actor) -> ColumnElement[bool]:
    """As a condition on the Organization that opens a batch: it lies in one of the actor's subtrees."""
    paths = actor.paths(CASE_READERS)
    return _below(paths) if paths else false()


def may_work_on_batch(actor: Actor, organization_id: int) -> bool:
    """Those who write members, at the very unit that opens the batch."""
    wanted = {*OFFICERS, Role.BRANCH_SECRETARY}
    return any(post.organization_id == organization_id and post.role in wanted for post in actor.posts)


def may_verify_audit(actor: Actor) -> bool:
    """Whoever reads cases may have their history re-computed."""
    return bool(actor.paths(CASE_READERS))


def require(allowed: bool, *, hidden: bool = False, **values: Any) -> None:  # noqa: FBT001 - reads as a sentence
    """Raises NotFound for what is outside one's scope, NotPermitted for what is only not one's to do."""
    if not allowed:
        raise NotFound(**values) if hidden else NotPermitted(**values)


def _within(actor: Actor, roles: Iterable[Role], path: str) -> bool:
    paths = actor.paths(roles)
    return actor.is_operator or (bool(paths) and path.startswith(paths))


def _below(paths: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(and_(Organization.path >= path, Organization.path < path[:-1] + "0") for path in paths))
