"""Dual managements and two-way registrations in every state; one of them goes on beside a transfer."""

from __future__ import annotations

from service.demo.district import (
    BAIHUA,
    GUANHAI,
    LIUWAN,
    QINGYUN,
    QINGYUN_2,
    SHAZHOU,
    SONGTAO,
    TINGCHAO,
    WANGJIANG,
    YUANHANG_1,
)
from service.demo.story import Story

_TWO_WAY = {
    "propose": {
        "kind": "two_way_registration",
        "service_post": "帮助就业岗",
        "comment": "本人在社区居住，到社区报到，组织关系仍在单位。",
    },
}
_BEGUN = "outflow propose, {} outflow submit, {} receiving agree, {} street file"


def registrations() -> list[Story]:
    """All of them."""
    return [
        _dual(LIUWAN, SONGTAO, "3 outflow propose"),
        _dual(SHAZHOU, BAIHUA, "19 receiving propose"),
        _dual(LIUWAN, SONGTAO, "6 outflow propose, 5 outflow submit"),
        _dual(SHAZHOU, GUANHAI, "16 outflow propose, 15 outflow submit, 3 outflow nudge"),
        _dual(QINGYUN_2, SONGTAO, "9 receiving propose, 8 receiving submit, 4 outflow agree"),
        _dual(LIUWAN, TINGCHAO, "14 outflow propose, 13 outflow submit, 11 receiving agree, 10 street send_back"),
        _dual(LIUWAN, BAIHUA, f"80 {_BEGUN.format(79, 76, 74)}, 60 receiving log_contact, 50 outflow log_service, "
              "35 receiving give_feedback, 21 receiving log_service, 6 outflow log_contact",
              {"propose": {"service_post": "关爱老弱岗"}}, reason="economic_interest"),
        _dual(SHAZHOU, SONGTAO, f"78 {_BEGUN.format(77, 74, 72)}, 41 outflow log_contact"),
        _dual(SHAZHOU, TINGCHAO, f"70 {_BEGUN.format(69, 66, 64)}, 20 outflow pause"),
        _dual(LIUWAN, GUANHAI, f"60 {_BEGUN.format(59, 57, 55)}, 30 receiving end"),
        _dual(SHAZHOU, WANGJIANG, "20 outflow propose, 19 outflow submit, 15 receiving decline",
              {"decline": {"reason": "本人不在本社区居住，无法共同管理。"}}),
        _dual(LIUWAN, QINGYUN, f"75 {_BEGUN.format(74, 72, 70)}, 45 receiving log_contact", person="随迁党员"),
        Story(LIUWAN, QINGYUN, "resettlement",
              "40 outflow open, 39 outflow submit, 37 committee release, 35 street accept, 31 receiving place",
              person="随迁党员"),
        _dual(YUANHANG_1, SONGTAO, "30 receiving propose, 30 receiving submit, 26 outflow answer, 24 street file, "
              "12 receiving log_service", _TWO_WAY, reason="in_service"),
        _dual(YUANHANG_1, BAIHUA, "5 receiving propose, 4 receiving submit", _TWO_WAY, reason="in_service"),
    ]  # fmt: skip


def _dual(
    outflow: str,
    receiving: str,
    script: str,
    fields: dict[str, dict[str, str]] | None = None,
    *,
    person: str = "",
    reason: str = "resettlement",
) -> Story:
    return Story(outflow, receiving, reason, script, fields or {}, workflow="dual_management", person=person)
