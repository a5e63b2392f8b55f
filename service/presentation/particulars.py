"""What is known about a case and its member, as pairs of name and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service.models import Case, Letter
from service.presentation.away_facts import facts_away
from service.presentation.dual_facts import dual_facts
from service.presentation.flow_facts import flow_facts
from service.presentation.follow_up_facts import facts_followed_up, signals_shown
from service.presentation.words import Link, party_label
from service.queries.signals.raised import RaisedSignal
from workflows.codes import CASE_REASONS, MEMBER_STATUSES, ROUTES
from workflows.vocabulary import Party

_SHORT = 20
"""A value of so many characters stands beside another one."""
_NUMBER = 8
"""What is longer is no number, and stands alone."""
_UNITS = (
    Party.COMMUNITY, Party.KEEPER, Party.ASKED, Party.OUTFLOW, Party.RECEIVING, Party.HOME, Party.HOST,
    Party.OUTFLOW_COMMITTEE, Party.STREET,
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A name and its value; a long one takes the whole width."""

    label: str
    value: str
    link: Link | None = None
    whole: bool = False


def particulars(
    case: Case,
    masked: Mapping[str, str | None],
    *,
    reads_member: bool,
    signals: Sequence[RaisedSignal] = (),
    suggested: str = "",
    figures: Mapping[str, Any] | None = None,
) -> list[Pair]:
    """What is suggested, the facts of the case and what it rests on, then those of the member."""
    first = [Pair(_("建议"), suggested, whole=True)] if suggested else []
    if figures is not None:
        told = flow_facts(case, figures)
        return [*_units(case), *(Pair(label, value, whole=len(value) > _NUMBER) for label, value in told)]
    rests_on = [Pair(label, value, whole=True) for label, value in signals_shown(signals)]
    about = [*_units(case), *_facts(case), *rests_on, *_letter(case.letter)]
    return [*first, *about, *(_member(case, masked, reads_member=reads_member) if case.person else ())]


def summary(case: Case) -> list[Pair]:
    """The few facts that the page of one action repeats."""
    dues = [Pair(_("党费交至"), case.person.dues_paid_through or "")] if case.person else []
    return [*_units(case)[:2], *_facts(case)[:2], *dues]


def _units(case: Case) -> list[Pair]:
    rows = {row.party: row.organization for row in case.parties}
    if case.workflow == "dual_management":
        rows.pop(Party.OUTFLOW_COMMITTEE, None)  # no letter is issued
    if case.workflow == "follow_up":
        rows.pop(Party.STREET, None)  # nobody is received
    return [Pair(party_label(party), rows[party].title, whole=True) for party in _UNITS if party in rows]


def _facts(case: Case) -> list[Pair]:
    if case.workflow == "dual_management":
        return [Pair(label, value, whole=len(value) > _SHORT) for label, value in dual_facts(case)]
    if case.workflow == "mobile_registration":
        return [Pair(label, value) for label, value in facts_away(case)]
    reason = case.particulars.get("reason_code")
    pairs = [Pair(_("转接原因"), _(CASE_REASONS[reason]))] if reason in CASE_REASONS else []
    if case.route in ROUTES:
        pairs.append(Pair(_("范围"), _(ROUTES[case.route])))
    return [*pairs, *(Pair(label, value) for label, value in facts_followed_up(case))]


def _letter(letter: Letter | None) -> list[Pair]:
    if letter is None:
        return []
    pairs = [Pair(_("介绍信编号"), letter.number)]
    if letter.kind == "paper":
        until = _("%(days)s 天，到 %(day)s", days=letter.valid_days, day=letter.expires_on.isoformat())
        pairs.append(Pair(_("介绍信有效期"), until))
        pairs.append(Pair(_("用印"), _seals(letter)))
    if letter.received_on is not None:
        pairs.append(Pair(_("报到日期"), letter.received_on.isoformat()))
    if letter.status != "valid":
        pairs.append(Pair(_("介绍信状态"), _("遗失") if letter.status == "lost" else _("作废")))
    return pairs


def _seals(letter: Letter) -> str:
    applied = [_("已盖公章")] if letter.seal_applied_at else []
    applied += [_("已盖骑缝章")] if letter.riding_seal_applied_at else []
    return "、".join(applied) or _("还没有登记")


def _member(case: Case, masked: Mapping[str, str | None], *, reads_member: bool) -> list[Pair]:
    member = case.member
    page = url_for("members.detail", member_id=member.id)
    reveal = Link(_("显示（留痕）"), page) if reads_member else None
    pairs = [
        Pair(
            _("人员类别"), _(MEMBER_STATUSES[member.member_status]), Link(_("党员页"), page) if reads_member else None
        ),
        Pair(_("公民身份号码"), masked.get("id_number") or "", reveal if masked.get("id_number") else None),
        Pair(_("联系电话"), masked.get("phone") or "", reveal if masked.get("phone") else None),
        Pair(_("党费交至"), member.dues_paid_through or ""),
    ]
    if member.member_status == "probationary":
        pairs.append(Pair(_("预备期满"), member.probation_ends_on or ""))
    others = ((_("工作单位"), member.employer), (_("现居住地"), member.residence))
    return pairs + [Pair(label, value, whole=True) for label, value in others if value]
