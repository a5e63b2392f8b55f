"""The JSON door: schema in, one call, schema out."""

from __future__ import annotations

from flask import Flask

from service.api import (
    absences,
    alerts,
    arrivals,
    attachments,
    batches,
    bulk,
    calendar,
    cases,
    codes,
    conferences,
    follow_ups,
    history,
    imports,
    letters,
    limits,
    member_classes,
    members,
    mobile_members,
    notices,
    organization_files,
    organizations,
    registers,
    registrations,
    reorganization,
    reports,
    steps,
    tokens,
    workflows,
    worklist,
)
from service.api.door import open_door
from service.login import csrf

DOORS = (
    organizations.door, reorganization.door, members.door, cases.door, steps.door, history.door, letters.door,
    attachments.door, worklist.door, alerts.door, notices.door, workflows.door, codes.door, tokens.door, calendar.door,
    limits.door, bulk.door, registers.registers, registers.exports, imports.door,
    batches.door, absences.door, registrations.door, reports.door, organization_files.door, arrivals.door,
    follow_ups.door, conferences.door, member_classes.door, mobile_members.door,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Register every resource. Bearer tokens alone open this door, so no forged form of another site can."""
    open_door(app, DOORS)
    for name, blueprint in app.blueprints.items():
        if name.startswith("api"):
            csrf.exempt(blueprint)
