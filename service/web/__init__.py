"""The door for people: pages that read with one query and write with one verb, the same as the door for programs."""

from flask import Blueprint

from service.web import (
    absences,
    audit,
    auth,
    batches,
    bulk,
    calendar,
    cases,
    duplicates,
    exports,
    flow_reports,
    help,
    imports,
    ledgers,
    letter_settings,
    limits,
    member_classes,
    members,
    mobile_members,
    notices,
    organization_files,
    organizations,
    receipts,
    registrations,
    reorganization,
    stuck,
    todo,
    users,
    verification,
)


def blueprints() -> tuple[Blueprint, ...]:
    """All groups of pages."""
    groups = (
        auth, todo, batches, bulk, cases, ledgers, flow_reports, registrations, exports, imports, members, duplicates,
        organizations, reorganization, users, notices, audit, help, verification, receipts, letter_settings,
        member_classes, stuck, mobile_members, absences, limits, calendar, organization_files,
    )  # fmt: skip
    return tuple(group.blueprint for group in groups)
