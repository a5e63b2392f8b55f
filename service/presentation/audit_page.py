"""The page that proves that nothing was changed: one case, or all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from service.models import Case
from service.presentation.case_page import Once
from service.presentation.due import moment_label
from service.presentation.page_actions import new_key
from service.presentation.words import Complaint, Link, say
from service.queries.audit import Finding, Report

FINGERPRINT_DIGITS = 16
LISTED = 20


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    ok: bool
    tone: str
    title: str
    lines: Sequence[str]
    fingerprint: str = ""


@dataclass(frozen=True)
class Whole:
    """The button that has everything re-computed."""

    url: str
    key: str
    last_label: str


@dataclass(frozen=True)
class AuditPage:
    """As `audit/verify.html` reads it."""

    errors: Sequence[Complaint]
    form_url: str
    number: str
    result: Verdict | None
    whole: Whole | None
    exports: Sequence[Link] = ()


def audit_page(*, number: str = "", result: Verdict | None = None, errors: Sequence[Complaint] = ()) -> AuditPage:
    """The page, with what was found if something was asked."""
    once = Once(url_for("audit.verify_all"), new_key())
    label = _("逐件重算全部办件的记录，办件多时要等一会儿。")
    return AuditPage(errors, url_for("audit.verify"), number, result, Whole(once.url, once.key, label))


def verdict_of_case(case: Case, finding: Finding | None, last_at: datetime | None, now: datetime) -> Verdict:
    """One case."""
    if finding is not None:
        return Verdict(ok=False, tone="late", title=_title(finding), lines=[_sound(finding), _keep_still()])
    count = ngettext("%(num)s 条记录逐条相连，没有被改动", "%(num)s 条记录逐条相连，没有被改动", case.history_count)
    last = [_("最后一条：%(at)s", at=moment_label(last_at, now))] if last_at else []
    return Verdict(ok=True, tone="ok", title=count, lines=last, fingerprint=_fingerprint(case))


def verdict_of_all(report: Report) -> Verdict:
    """Everything."""
    counts = _("共 %(cases)s 件、%(lines)s 条记录。", cases=report.cases, lines=report.lines)
    if not report.findings:
        return Verdict(ok=True, tone="ok", title=_("全部记录逐条相连，没有被改动"), lines=[counts])
    title = ngettext("有 %(num)s 件对不上", "有 %(num)s 件对不上", len(report.findings))
    found = [_("%(case)s：%(what)s", case=finding.case, what=_title(finding)) for finding in report.findings[:LISTED]]
    return Verdict(ok=False, tone="late", title=title, lines=[counts, *found, _keep_still()])


def _title(finding: Finding) -> str:
    problem = say(finding.problem, {})
    if finding.seq is None:
        return problem
    return _("第 %(seq)s 条对不上：%(problem)s", seq=finding.seq, problem=problem)


def _sound(finding: Finding) -> str:
    before = (finding.seq or 1) - 1
    return (
        ngettext("它之前的 %(num)s 条完好。", "它之前的 %(num)s 条完好。", before)
        if before
        else _("从第一条起就对不上。")
    )


def _keep_still() -> str:
    return _("请不要继续修改这件，保存现场并联系系统管理员。")


def _fingerprint(case: Case) -> str:
    """The first digits of the last line's hash, in fours."""
    digits = case.history_head[:FINGERPRINT_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
