"""People who ask: a token at a generated organization, written as rows, because granting a post rewrites its desks."""

from __future__ import annotations

import secrets

from service.db import Database
from service.models import ApiToken, Post, User
from service.queries.users import hash_of_token
from workflows.roles import Role

ROLES = {
    "branch": Role.BRANCH_SECRETARY,
    "community": Role.BRANCH_SECRETARY,
    "street_committee": Role.COMMITTEE_OFFICER,
    "department": Role.DEPARTMENT_OFFICER,
    "city": Role.DEPARTMENT_OFFICER,
}


def token_at(database: Database, kind: str, organization_id: int) -> str:
    """A token of a new person with the post that fits an organization of this kind."""
    token = secrets.token_urlsafe(32)
    with database.write() as tx:
        user = User(name=f"at-{organization_id}", display_name="经办人", password_hash="", created_at=tx.now)
        tx.session.add(user)
        tx.session.flush()
        tx.session.add(Post(user_id=user.id, role=ROLES[kind], organization_id=organization_id))
        tx.session.add(ApiToken(token_hash=hash_of_token(token), user_id=user.id, created_at=tx.now))
    return token
