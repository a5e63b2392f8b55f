"""What is known of a member who is away: read alike on the case's page and in lists."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.models import Case
from service.queries.proposals import transfer_suggested
from workflows.codes import CASE_REASONS, CREDENTIALS

STATUSES = {
    "valid": _l("有效"),
    "lost": _l("遗失"),
    "void": _l("作废"),
    "returned": _l("已交回"),
}
"""What became of a certificate."""


def facts_away(case: Case) -> list[tuple[str, str]]:
    """Why and for how long, which paper, and when the member was last spoken to; those that say something."""
    if case.workflow != "mobile_registration":
        return []
    kept = case.particulars
    reason, advice = kept.get("reason_code"), kept.get("advice")
    pairs = [
        (_("外出原因"), _(CASE_REASONS[reason]) if reason in CASE_REASONS else ""),
        (_("外出日期"), kept.get("left_on") or ""),
        (_("预计返回"), kept.get("back_on") or ""),
        (_("地点"), _("固定") if kept.get("fixed_place") else ""),
        (_("建议的凭证"), _(CREDENTIALS[advice]) if advice in CREDENTIALS else ""),
        (_("证明信"), _("已开") if kept.get("proof_letter") else ""),
        *_certificate(case),
        (_("编入日期"), kept.get("host_since") or ""),
        (_("上次联系"), last_contact(case)),
        (_("下次联系"), kept.get("next_on") or ""),
        (_("未予编入"), _("%(times)s 次", times=kept["declined"]) if kept.get("declined") else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def proposal(case: Case, today: date) -> str:
    """What the rules suggest now; people decide."""
    since = transfer_suggested(case, today)
    if since is None:
        return ""
    return _("在一处已满六个月（%(day)s 起），建议办理组织关系接转。办不办由党组织定。", day=since.isoformat())


def last_contact(case: Case) -> str:
    """2026-11-03 电话."""
    said = case.particulars.get("last_contact")
    return " ".join(filter(None, (said["on"], said["way"]))) if said else ""


def _certificate(case: Case) -> list[tuple[str, str]]:
    kept = case.particulars.get("certificate")
    if not kept:
        return []
    if kept["status"] != "valid":
        return [(_("活动证编号"), kept["number"]), (_("活动证情况"), str(STATUSES[kept["status"]]))]
    return [(_("活动证编号"), kept["number"]), (_("活动证有效期至"), kept["valid_until"])]
