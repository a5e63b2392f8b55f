"""What is known of somebody who is followed up: read alike on the case's page and in lists."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from service.casework.facts import settled_by
from service.models import Case
from service.queries.signals.raised import RaisedSignal
from workflows.codes import CATEGORIES, CONTACT_RESULTS, CONTACT_WAYS, NOT_MOVING, UNIT_ANSWERS
from workflows.signals import SIGNALS

NO_CASE = {
    "answer": _l("原单位的答复"),
    "signal": _l("建档的原因已不存在"),
    "membership_ended": _l("党籍终止"),
}
"""What shows a place, where it is no case."""


def facts_followed_up(case: Case) -> list[tuple[str, str]]:
    """Why, the last contact, what the old unit said, and what shows that the member has a place."""
    if case.workflow != "follow_up":
        return []
    kept, shown = case.particulars, settled_by(case)
    tries = len(kept.get("tries", ()))
    pairs = [(_("跟进原因"), _(CATEGORIES[case.kind])), (_("上次联系"), last_contact(case))]
    if kept.get("next_on"):
        pairs.append((_("下次联系"), kept["next_on"]))
    if tries:
        pairs.append((_("没有联系上"), _("%(tries)s 次", tries=tries)))
    if kept.get("asked_on"):
        pairs.append((_("原单位答复"), _answer(case)))
    if shown:
        pairs.append((_("落实的依据"), str(NO_CASE[shown]) if shown in NO_CASE else shown))
    return pairs


def signals_shown(raised: Iterable[RaisedSignal]) -> list[tuple[str, str]]:
    """What it rests on: since when what has been the matter, by which rule, and until when."""
    return [(_(SIGNALS[signal.name].label), _lasting(signal)) for signal in raised]


def _lasting(signal: RaisedSignal) -> str:
    rule, case = _(SIGNALS[signal.name].rule), f" {signal.case}" if signal.case else ""
    if signal.ended_on:
        return _("%(since)s 到 %(until)s%(case)s。%(rule)s", since=signal.since, until=signal.ended_on, case=case,
                 rule=rule)  # fmt: skip
    return _("%(since)s 起%(case)s。%(rule)s", since=signal.since, case=case, rule=rule)


def last_contact(case: Case) -> str:
    """11-03 电话：没联系上."""
    said = case.particulars.get("last_contact")
    if not said:
        return _("还没有联系过")
    way, result, reason = said["way"], said["result"], said.get("reason_code")
    labels = [CONTACT_WAYS[way], CONTACT_RESULTS[result], *([NOT_MOVING[reason]] if reason else [])]
    return " · ".join([said["on"], *(_(label) for label in labels)])


def _answer(case: Case) -> str:
    answer = case.particulars.get("answer")
    if answer is None:
        return _("%(day)s 已发问，还没有答复", day=case.particulars["asked_on"])
    return f"{case.particulars['answered_on']} {_(UNIT_ANSWERS[answer])}"
