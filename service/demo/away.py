"""Mobile registrations in every state: some with a certificate lost, a host that declined, a next place not known."""

from __future__ import annotations

from typing import Any

from service.demo.district import (
    BAIHUA,
    FAR_STREET,
    FENGQI,
    GUANHAI,
    LIUAN,
    LIUWAN,
    QINGYUN,
    QINGYUN_2,
    SHAZHOU,
    SONGTAO,
    TINGCHAO,
    WANGJIANG,
    YUANHANG_1,
)
from service.demo.story import Story, days_before

_WORK = {"place": "海棠市东城街道 盛达建材厂", "contact": "0999-6200345", "fixed_place": True}
_ISSUED = "{} home report_leave, {} home issue_certificate"
_TAKEN_IN = f"{_ISSUED}, {{}} host attach_member"


def away() -> list[Story]:
    """All of them."""
    return [
        _away(LIUWAN, TINGCHAO, "3 home report_leave", report_leave=_WORK),
        _away(QINGYUN_2, "", "24 home report_leave, 23 home allow_absence", report_leave={"place": "省委党校培训"}),
        _away(SHAZHOU, "", _ISSUED.format(9, 8)),
        _away(LIUWAN, "", f"{_ISSUED.format(58, 56)}, 20 home log_contact",
              log_contact={"result": "本人说活动证收在家里，还没有到当地党组织报到。"}),
        _away(SHAZHOU, WANGJIANG, f"{_ISSUED.format(16, 15)}, 6 host decline_attach"),
        _away(YUANHANG_1, BAIHUA, "6 host register_inflow", register_inflow=_WORK | {"left_on": days_before(210)}),
        _away(FAR_STREET, SONGTAO, "4 host register_inflow", register_inflow={"place": "听涛路农贸市场"}),
        _away(LIUWAN, SONGTAO, f"{_TAKEN_IN.format(101, 100, 92)}, 61 host log_activity, 40 home log_contact, "
              "12 host log_activity"),
        _away(SHAZHOU, SONGTAO, f"{_TAKEN_IN.format(96, 95, 89)}, 30 host report_loss, 22 host log_activity"),
        _away(YUANHANG_1, SONGTAO, "88 host register_inflow, 82 home issue_certificate, 41 host log_activity"),
        _away(SHAZHOU, LIUAN, f"{_TAKEN_IN.format(90, 88, 84)}, 18 host move_on", move_on={"receiving_code": GUANHAI}),
        _away(LIUWAN, QINGYUN, f"{_TAKEN_IN.format(104, 103, 97)}, 9 host leave"),
        _away(LIUWAN, TINGCHAO, f"{_TAKEN_IN.format(102, 101, 95)}, 26 host leave, 11 home check_return"),
        _away(SHAZHOU, GUANHAI, f"{_TAKEN_IN.format(98, 97, 90)}, 7 host convert", report_leave=_WORK),
        _away(QINGYUN_2, FENGQI, f"{_ISSUED.format(33, 32)}, 19 home cancel"),
    ]  # fmt: skip


def _away(home: str, host: str, script: str, **fields: dict[str, Any]) -> Story:
    return Story(home, host, "work_away", script, fields, workflow="mobile_registration")
