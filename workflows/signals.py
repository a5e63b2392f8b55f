"""What makes somebody be followed up: each computed from dated facts, and named with the rule it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LETTER_DAYS = 7
SIX_MONTHS = 6
DISCHARGE_DAYS = 30
PROBATION_DAYS = 30
REFUSALS = 2


@dataclass(frozen=True)
class Signal:
    """What is the matter, the category of the follow-up it opens, and the rule."""

    label: str
    category: str
    rule: str


_MEMBERS = "教育管理工作条例第二十五条：组织关系应当及时转移"
_MOBILE = "流动党员管理：外出六个月以上，应转尽转"
_OWN = "本平台的约定"

SIGNALS: Mapping[str, Signal] = {
    "letter_lapsing": Signal(
        "介绍信快过期或已失效，还没有报到", "letter_not_presented", "介绍信有效期内报到；过期前七天起提醒"
    ),
    "unplaced": Signal(
        "已接收，超过十个工作日没有编入支部", "accepted_unplaced", f"{_OWN}：接收后十个工作日内编入支部"
    ),
    "no_unit_accepts": Signal(
        "两个不同的组织都没有接收", "no_receiving_unit", "教育管理工作条例第二十五条：接收方无正当理由不得拒转拒接"
    ),
    "certificate_unpresented": Signal(
        "活动证颁发后没有到流入地报到", "migrant_worker", "流动党员活动证：持证到流入地党组织报到"
    ),
    "graduated": Signal(
        "已经毕业，组织关系还没有转出", "graduate_waiting", "组通字〔2015〕33号：毕业生组织关系保留一般不超过两年"
    ),
    "discharged": Signal("退役满三十天，组织关系还没有落实", "veteran", "退役后三十天内报到"),
    "unit_dissolved": Signal("所在组织已经撤销", "laid_off", "单位撤销时，党员组织关系同时转出"),
    "residence_changed": Signal("居住地变动满六个月，没有转接也没有双重管理", "relocated", _MOBILE),
    "work_changed": Signal("工作单位变动满六个月，没有转接也没有双重管理", "floating_talent", _MOBILE),
    "household_apart": Signal("户口在这里、人不在，或者人在、户口不在", "relocated", _MEMBERS),
    "silent": Signal(
        "党费、活动和转接都已中断六个月",
        "inactive_signals",
        "党章第九条：连续六个月不参加组织生活、不交纳党费",
    ),
    "probation_ending": Signal(
        "预备期快满或已满，还没有编入支部", "no_receiving_unit", "发展党员工作细则：预备期满应当及时讨论转正"
    ),
    "inspection_overdue": Signal("活动证超过一年没有年审", "migrant_worker", "流动党员活动证：每年查验一次"),
}


def category_of(name: str) -> str:
    """The category of the follow-up that a signal opens."""
    return SIGNALS[name].category
