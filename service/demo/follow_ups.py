"""People without a confirmed place, in every state of being looked for; one is settled by a transfer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.demo.district import (
    BAIHUA,
    FENGQI,
    GRADUATES,
    GUANHAI,
    LIUAN,
    LIUWAN,
    QINGYUN_1,
    QINGYUN_2,
    SHAZHOU,
    SONGTAO,
    YUANHANG_1,
)
from service.demo.story import DAY, Story
from workflows.dates import add_months

_SETTLED = "迁居后落实的党员"
_TRIES = (
    "74 keeper log_contact way=phone result=not_reached, 62 keeper log_contact way=visit result=not_reached, "
    "50 keeper log_contact way=relatives result=not_reached, 49 keeper give_up_search"
)


def follow_ups(today: date) -> list[Story]:
    """All of them, as of a day."""
    silent = {
        "dues_paid_through": f"{add_months(today, -9):%Y-%m}",
        "last_activity_on": f"{add_months(today, -10):%Y-%m}",
    }
    return [
        _follow(QINGYUN_1, "relocated", "3 keeper open_follow_up"),
        _follow(LIUAN, "floating_talent", "26 street open_follow_up"),
        _follow(GRADUATES, "graduate_waiting", "30 keeper open_follow_up, 28 keeper log_contact result=decided, "
                "6 keeper log_contact result=reached"),
        _follow(SONGTAO, "reemployed_retiree", "40 keeper open_follow_up, 39 keeper log_contact "
                "result=reached reason_code=attends_old_unit, 20 keeper ask_unit, 12 asked answer result=left",
                ask_unit={"asked_code": YUANHANG_1}, answer={"happened_on": DAY}),
        _follow(LIUWAN, "migrant_worker", "45 keeper open_follow_up, 40 keeper log_contact result=not_reached"),
        _follow(FENGQI, "laid_off", "34 keeper open_follow_up, 32 keeper log_contact way=visit result=not_reached, "
                "5 keeper found"),
        _follow(BAIHUA, "veteran", f"75 keeper open_follow_up, {_TRIES}"),
        _follow(SHAZHOU, "migrant_worker", f"76 keeper open_follow_up, {_TRIES}, 30 keeper report_up", facts=silent),
        _follow(QINGYUN_2, "affiliation_unknown", f"78 keeper open_follow_up, {_TRIES}, 40 keeper report_up, "
                "12 department record_decision closes=true", facts=silent),
        _follow(QINGYUN_2, "relocated", "70 keeper open_follow_up, 66 keeper log_contact result=reached, "
                "20 keeper settle", person=_SETTLED),
        Story(QINGYUN_2, GUANHAI, "moved_home", "60 outflow open, 58 outflow submit, 55 committee release, "
              "50 street accept, 44 receiving place", person=_SETTLED),
    ]  # fmt: skip


def _follow(  # noqa: PLR0913 - what is different is named
    keeper: str, category: str, script: str, *, facts: Mapping[str, Any] | None = None, person: str = "",
    ask_unit: Mapping[str, Any] | None = None, answer: Mapping[str, Any] | None = None,
) -> Story:  # fmt: skip
    fields: dict[str, Mapping[str, Any]] = {
        "open_follow_up": {"category": category}, "log_contact": {"happened_on": DAY, "way": "phone"},
        "ask_unit": ask_unit or {}, "answer": {"comment": "已查支部花名册。", "decided_on": None, **(answer or {})},
    }  # fmt: skip
    return Story(keeper, keeper, "", script, fields, facts or {}, workflow="follow_up", person=person)
