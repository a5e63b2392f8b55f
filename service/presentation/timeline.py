"""One timeline of a case: the steps people took, what they wrote, and the alerts the clock raised; the newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.forms.actions import options_of
from service.models import Case
from service.presentation.changed_units import replaced_units, title_in_case
from service.presentation.due import moment_label
from service.presentation.file_sizes import size_label
from service.presentation.flow_facts import figures_line
from service.presentation.related_cases import linked_cases
from service.presentation.words import Link, action_label
from service.queries.alerts import AlertRow
from workflows import workflow_of
from workflows.fields import FIELDS
from workflows.vocabulary import Rung, Use

RUNGS = {
    Rung.REMINDER: _l("快到期提醒已发送"),
    Rung.OVERDUE: _l("超期提醒已发送"),
    Rung.ESCALATED: _l("超期已报上级"),
    Rung.CONFERENCE: _l("已列入联席会议清单"),
}

_ICONS = {
    "comment": ("msg", "wait"), "nudge": ("bell", "soon"), "hand_over": ("share", "wait"), "undo": ("back", "wait"),
    "reassign": ("share", "wait"), "link": ("share", "wait"), "attach": ("file", "wait"), "detach": ("back", "back"),
    "print_letter": ("print", "wait"), "make_receipt_link": ("share", "wait"), "revoke_receipt_link": ("back", "back"),
}  # fmt: skip
_BACK = frozenset({
    "send_back", "refuse", "decline", "reject_receipt", "withdraw", "void", "revoke", "uphold_refusal", "end", "pause",
})  # fmt: skip
_LATE = frozenset({"lapse", "report_lost"})
_SHOWN_DETAILS = (
    "reason_code", "letter_number", "issued_on", "valid_days", "received_on", "enquired_on", "sent_via", "decided_on",
    "decided_by", "document_number", "consent_on", "category", "quarter", "way", "happened_on", "next_on", "left_on",
    "back_on", "dues_paid_through", "service_post",
)  # fmt: skip
_SAID_BY_NAME = ("member_withdraws",)
"""Yes is said by the name of the field, no by silence."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; what people wrote stands in `quote`, the file they added in `links`."""

    at: datetime
    icon: str
    tone: str
    title: str
    by_line: str
    quote: str = ""
    links: Sequence[Link] = ()


def timeline(
    case: Case,
    lines: Iterable[Mapping[str, Any]],
    alerts: Sequence[AlertRow],
    now: datetime,
    files: Collection[str] = (),
) -> list[Entry]:
    """Steps and alerts together; `files` are the attachments that are still there, by their ids."""
    entries = [_step(case, line, now, files) for line in lines] + _alerts(alerts, now)
    entries.sort(key=lambda entry: entry.at)
    return entries[::-1]


def _step(case: Case, line: Mapping[str, Any], now: datetime, files: Collection[str]) -> Entry:
    icon, tone = _look(line)
    links = _links(case, line) if line["details"].get("attachment") in files else []
    words = _quote(line, _uses(case, line), gone=not links)
    return Entry(line["at"], icon, tone, _title(case, line), _by_line(line, now), words, links)


def _links(case: Case, line: Mapping[str, Any]) -> list[Link]:
    details = line["details"]
    url = url_for("cases.attachment", number=case.number, file_id=details["attachment"])
    return [Link(details.get("file_name", ""), url, size_label(details.get("size", 0)))]


def _look(line: Mapping[str, Any]) -> tuple[str, str]:
    action = line["action"]
    if action in _ICONS:
        return _ICONS[action]
    if action in _BACK:
        return "back", "back"
    if action in _LATE:
        return "alert", "late"
    return ("plus", "wait") if line["from_state"] == "new" else ("check", "ok")


def _title(case: Case, line: Mapping[str, Any]) -> str:
    label = action_label(case.workflow, case.workflow_version, line["action"], line["from_state"], line["to_state"])
    if line["action"] == "undo":
        undone = action_label(case.workflow, case.workflow_version, line["details"].get("undone", ""))
        return _("撤回“%(action)s”", action=undone)
    return title_in_case(line["details"]) or label


def _by_line(line: Mapping[str, Any], now: datetime) -> str:
    if line["on_behalf_of"] and not line["organization"]:
        by_link = _("%(organization)s 凭回执链接", organization=line["on_behalf_of"]["name"])
        return " · ".join([by_link, moment_label(line["at"], now)])
    who = [line["organization"]["name"]] if line["organization"] else []
    who.append(_person(line))
    parts = [" ".join(who), moment_label(line["at"], now)]
    if line["on_behalf_of"]:
        parts.append(_("代%(organization)s办理", organization=line["on_behalf_of"]["name"]))
    return " · ".join(parts)


def _person(line: Mapping[str, Any]) -> str:
    name: str = line["actor"]["name"] if line["actor"] else _("系统")
    absent = line["in_place_of"]
    return _("%(name)s（代%(absent)s）", name=name, absent=absent["name"]) if absent else name


def _uses(case: Case, line: Mapping[str, Any]) -> Mapping[str, Use]:
    action = workflow_of(case.workflow, case.workflow_version).actions.get(line["action"])
    return {use.name: use for use in action.fields} if action else {}


def _quote(line: Mapping[str, Any], uses: Mapping[str, Use], *, gone: bool = True) -> str:
    """What people wrote and typed. A comment stands by itself, other fields after their names."""
    details = line["details"]
    words = [line["comment"]] if line["comment"] else []
    words += [_("文件“%(name)s”已撤下。", name=details["file_name"])] if gone and details.get("file_name") else []
    words += replaced_units(details)
    words += linked_cases(details)
    words += [_("向%(unit)s核实", unit=details["asked"])] if details.get("asked") else []
    shown = [name for name in FIELDS if _is_words(name)] + list(_SHOWN_DETAILS)
    words += [_pair(uses.get(name, Use(name)), details[name]) for name in shown if details.get(name)]
    words += [_(FIELDS[name].label) for name in _SAID_BY_NAME if details.get(name)]
    words += [_letter(line["action"], details)] if details.get("letter") and "letter_number" not in details else []
    words += [_certificate(details)] if details.get("certificate") else []
    words += [figures_line(details["figures"])] if details.get("figures") else []
    words += [_("链接有效期到 %(day)s", day=details["link_until"])] if details.get("link_until") else []
    if details.get("ground") is False:
        words.append(_("这个理由没有规定上的依据。"))
    return "\n".join(words)


def _is_words(name: str) -> bool:
    return FIELDS[name].private and name != "comment"


def _pair(use: Use, value: Any) -> str:
    """A field by the name it has here, and what was chosen by its words."""
    label = (options_of(use) or {}).get(str(value))
    return _("%(label)s：%(value)s", label=_(use.label or FIELDS[use.name].label), value=_(label) if label else value)


def _letter(action: str, details: Mapping[str, Any]) -> str:
    if action == "release":  # no paper, so nothing that could lapse
        return _("编号 %(number)s", number=details["letter"])
    if details.get("expires_on"):
        return _("介绍信 %(number)s，有效期到 %(day)s", number=details["letter"], day=details["expires_on"])
    return _("介绍信 %(number)s", number=details["letter"])


def _certificate(details: Mapping[str, Any]) -> str:
    number, old = details["certificate"], details.get("replaces")
    return (
        _("活动证 %(number)s，代替 %(old)s", number=number, old=old) if old else _("活动证 %(number)s", number=number)
    )


def _alerts(alerts: Sequence[AlertRow], now: datetime) -> list[Entry]:
    """One entry for all that were told of the same rung."""
    rows = sorted(alerts, key=lambda row: (row.raised_at, row.rung, row.clock, row.turn))
    together = groupby(rows, key=lambda row: (row.raised_at, row.rung, row.clock, row.turn))
    return [_alert(list(group), now) for _key, group in together]


def _alert(rows: list[AlertRow], now: datetime) -> Entry:
    first = rows[0]
    told = "、".join(dict.fromkeys(row.recipient_name for row in rows))
    icon, tone = ("clock", "soon") if first.rung == Rung.REMINDER else ("alert", "late")
    by_line = _("系统 · %(at)s · 发给%(told)s", at=moment_label(first.raised_at, now), told=told)
    return Entry(first.raised_at, icon, tone, str(RUNGS[Rung(first.rung)]), by_line)
