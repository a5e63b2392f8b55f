"""The door for people: pages that read with one query and write with one verb, the same as the door for programs."""

from flask import Blueprint

from service.web import (
    audit,
    auth,
    cases,
    exports,
    help,
    ledgers,
    members,
    notices,
    organizations,
    reorganization,
    todo,
    users,
    verification,
)


def blueprints() -> tuple[Blueprint, ...]:
    """All groups of pages."""
    groups = (
        auth, todo, cases, ledgers, exports, members, organizations, reorganization, users, notices, audit, help,
        verification,
    )  # fmt: skip
    return tuple(group.blueprint for group in groups)
