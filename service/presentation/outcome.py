"""What is said after a step, and the strip that takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service import clock
from service.casework.speak import holder_of
from service.casework.undo import may_undo
from service.models import Case
from service.permissions import Actor
from service.presentation.due import day_before
from service.presentation.page_actions import new_key
from service.presentation.words import action_label, state_of


def what_happened(case: Case, name: str, now: datetime) -> str:
    """What was done, whose turn it is now and until when."""
    label = action_label(case.workflow, case.workflow_version, name)
    done = _("%(name)s：“%(action)s”已办理。", name=case.subject_name, action=label)
    holder = holder_of(case)
    if holder is None:
        return _("%(done)s办件状态：%(state)s。", done=done, state=state_of(case).label)
    who = holder.organization.title
    if case.due_on is None:
        return _("%(done)s现在轮到%(who)s。", done=done, who=who)
    today = clock.day_of(now)
    until = day_before(case.due_on, today)
    if case.due_on < today:
        return _("%(done)s现在轮到%(who)s，应于 %(until)s办理，已超期。", done=done, who=who, until=until)
    return _("%(done)s现在轮到%(who)s，%(until)s办理。", done=done, who=who, until=until)


def undo_strip(case: Case, actor: Actor, now: datetime) -> Mapping[str, Any] | None:
    """For as long as the last step can be taken back by this person."""
    if not may_undo(case, actor, now) or case.undo is None:
        return None
    undo = {
        "url": url_for("cases.undo", number=case.number),
        "key": new_key(),
        "version": case.version,
        "seconds": int((datetime.fromisoformat(case.undo["until"]) - now).total_seconds()),
    }
    return {"text": what_happened(case, case.undo["action"], now), "undo": undo}
