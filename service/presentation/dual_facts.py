"""What is known of a registration beside its two sides: where the member votes, what the employer said, which post."""

from __future__ import annotations

from flask_babel import gettext as _

from service import clock
from service.casework.clocks import quarter_to_report
from service.casework.facts import side_of_affiliation
from service.models import Case, Organization
from workflows.codes import ANSWERS, DUAL_KINDS, DUAL_REASONS
from workflows.dates import quarter_end, quarter_of
from workflows.dual_management import TWO_WAY
from workflows.vocabulary import Party


def dual_facts(case: Case) -> list[tuple[str, str]]:
    """Names and values, those that say something."""
    kept = case.particulars
    reason = kept.get("reason_code")
    pairs = [
        (_("登记种类"), _(DUAL_KINDS[case.kind]) if case.kind in DUAL_KINDS else ""),
        (_("登记原因"), _(DUAL_REASONS[reason]) if reason in DUAL_REASONS else ""),
        (_("单位答复"), answer_label(case)),
        (_("认领的服务岗位"), kept.get("service_post") or ""),
        (_("表决和选举"), vote_label(case)),
    ]
    return [(name, value) for name, value in pairs if value]


def vote_label(case: Case) -> str:
    """党员只在组织关系所在的一方参加表决和选举; for somebody who belongs to neither side any more, that too."""
    unit = case.affiliation
    if unit is None:
        return ""
    if side_of_affiliation(case) is None:
        return _("在%(unit)s。组织关系已不在这两方，请商量是否终止。", unit=unit.title)
    other = other_side(case)
    return _(
        "只在%(unit)s，组织关系在那里；在%(other)s参加活动，不参加表决和选举。", unit=unit.title, other=other.title
    )


def answer_label(case: Case) -> str:
    """What the employer said, and when; silence is said too, once the employer has been informed."""
    if case.kind != TWO_WAY or case.state == "proposed":
        return ""
    answer, day = case.particulars.get("answer"), case.particulars.get("answered_on", "")
    return _("%(answer)s（%(day)s）", answer=_(ANSWERS[answer]), day=day) if answer in ANSWERS else _("还没有答复")


def other_side(case: Case) -> Organization:
    """The side where the member takes part without belonging there."""
    other = Party.OUTFLOW if side_of_affiliation(case) == Party.RECEIVING else Party.RECEIVING
    return next(row.organization for row in case.parties if row.party == other)


def owed_quarter(case: Case) -> str:
    """The quarter whose feedback is due next: the one after the last reported, none before the case came in force."""
    entered = clock.day_of(case.entered_at)
    return quarter_of(max(quarter_end(entered), quarter_to_report(case.particulars, entered)))
