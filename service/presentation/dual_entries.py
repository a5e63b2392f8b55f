"""What both sides of a registration wrote down, in words for pages and papers."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.queries.registration_entries import RegistrationEntry

LABELS = {
    "log_contact": _l("联系"),
    "log_service": _l("服务"),
    "give_feedback": _l("反馈"),
    "review": _l("年度评议"),
}


def quarter_label(quarter: str) -> str:
    """2026 年第 4 季度."""
    return _("%(year)s 年第 %(number)s 季度", year=quarter[:4], number=quarter[-1])


def entry_text(entry: RegistrationEntry) -> str:
    """How, in whose words, when next, and which post was taken."""
    parts = [entry.way, entry.result]
    parts.append(_("认领 %(post)s", post=entry.service_post) if entry.service_post else "")
    parts.append(_("下次 %(day)s", day=entry.next_on) if entry.next_on else "")
    return " · ".join(part for part in parts if part)
