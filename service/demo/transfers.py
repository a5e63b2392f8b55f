"""Transfers in every state: in time and late, by paper and online, from outside and to it, refused and settled."""

from __future__ import annotations

from datetime import date

from service.demo.district import (
    BAIHUA,
    BUILDERS,
    FAR_STREET,
    FENGQI,
    GRADUATES,
    GUANHAI,
    LIUAN,
    LIUWAN,
    QINGYUN_1,
    QINGYUN_2,
    SHAZHOU,
    SONGTAO,
    SONGTAO_2,
    TINGCHAO,
    WANGJIANG,
    YUANHANG,
    YUANHANG_1,
    YUANHANG_2,
)
from service.demo.people import on_probation
from service.demo.story import Story, days_before
from workflows.dates import add_months


def transfers(today: date) -> list[Story]:
    """All of them, as of a day."""
    return [
        *_beginning(today), *_on_paper(), *_to_be_received(today), *_refused(), *_to_be_placed(), *_receipts(),
        *_finished(), *_from_outside(),
    ]  # fmt: skip


def _beginning(today: date) -> list[Story]:
    behind = {"dues_paid_through": f"{add_months(today, -3):%Y-%m}"}
    plan = {"submit": {"dues_plan": "住院期间未交，已商定本月补交三个月。", "comment": "党费已说明，请审核。"}}
    return [
        Story(WANGJIANG, SONGTAO, "moved_home", "2 receiving request"),
        Story(QINGYUN_1, BAIHUA, "moved_home", "8 street request, 3 street nudge"),
        Story(WANGJIANG, TINGCHAO, "moved_home", "4 receiving request, 2 outflow take_up"),
        Story(QINGYUN_1, SONGTAO, "moved_home", "3 outflow open"),
        Story(WANGJIANG, GUANHAI, "moved_home", "14 outflow open"),
        Story(QINGYUN_1, TINGCHAO, "job_change", "2 outflow open, 2 outflow submit, 2 outflow undo, 1 outflow submit"),
        Story(QINGYUN_1, BAIHUA, "retirement", "2 outflow open, 2 outflow submit, 1 committee hand_over"),
        Story(LIUWAN, SONGTAO, "resettlement", "9 outflow open, 8 outflow submit, 2 outflow nudge"),
        Story(QINGYUN_2, GUANHAI, "moved_home", "5 outflow open, 4 outflow submit", plan, behind),
        Story(SONGTAO_2, WANGJIANG, "moved_home", "4 outflow open, 3 outflow submit"),
        Story(QINGYUN_1, SONGTAO, "moved_home", "7 outflow open, 6 outflow submit, 4 committee send_back"),
        Story(LIUAN, BAIHUA, "moved_home", "11 outflow open, 10 outflow submit, 8 committee send_back"),
    ]  # fmt: skip


def _on_paper() -> list[Story]:
    sealed = "committee record_seals"
    in_person = {"issue_letter": {"comment": "本人要求持纸质介绍信，开具。"}}
    return [
        Story(QINGYUN_2, SONGTAO, "job_change",
              f"7 outflow open, 7 outflow submit, 5 committee issue_letter, 5 {sealed}", in_person),
        Story(WANGJIANG, BUILDERS, "job_change",
              f"18 outflow open, 17 outflow submit, 15 committee issue_letter, 15 {sealed}"),
        Story(GRADUATES, LIUWAN, "graduation",
              f"22 outflow open, 22 outflow submit, 20 committee issue_letter, 20 {sealed}"),
        Story(QINGYUN_1, TINGCHAO, "moved_home",
              f"15 outflow open, 15 outflow submit, 12 committee issue_letter, 12 {sealed}, 3 committee comment"),
        Story(SHAZHOU, BAIHUA, "moved_home",
              f"22 outflow open, 21 outflow submit, 20 committee issue_letter, 20 {sealed}"),
        Story(LIUAN, GUANHAI, "moved_home",
              f"11 outflow open, 10 outflow submit, 8 committee issue_letter, 8 {sealed}, 3 committee report_lost",
              {"issue_letter": {"valid_days": 30}}),
        Story(QINGYUN_1, SONGTAO, "moved_home",
              "34 outflow open, 33 outflow submit, 30 committee issue_letter, 30 committee record_seals, "
              "5 committee reissue, 5 committee record_seals"),
    ]  # fmt: skip


def _to_be_received(today: date) -> list[Story]:
    opinion = {"release": {"conversion_opinion": "预备期已满，支部大会已讨论，同意按期转正，材料随寄。"}}
    over, soon = on_probation(today, -20), on_probation(today, 40)
    return [
        Story(QINGYUN_1, SONGTAO, "moved_home",
              "10 outflow open, 9 outflow submit, 8 committee issue_letter, 8 committee record_seals, "
              "3 street report_in, 2 committee comment"),
        Story(LIUAN, BAIHUA, "job_change",
              "9 outflow open, 8 outflow submit, 7 committee issue_letter, 5 street report_in"),
        Story(YUANHANG_1, SONGTAO, "retirement", "5 outflow open, 4 outflow submit, 2 committee release"),
        Story(QINGYUN_2, BAIHUA, "moved_home",
              "14 outflow open, 13 outflow submit, 11 committee release, 4 outflow nudge, 3 street comment"),
        Story(QINGYUN_1, FENGQI, "resettlement",
              "22 outflow open, 21 outflow submit, 19 committee release, 9 outflow nudge, 4 committee nudge, "
              "2 street comment",
              {"comment": {"comment": "住房证明还在核实，请再等几天。"}}),
        Story(GRADUATES, GUANHAI, "graduation", "6 outflow open, 5 outflow submit, 3 committee release", opinion, over),
        Story(GRADUATES, YUANHANG_2, "graduation", "5 outflow open, 5 outflow submit, 4 committee release", {}, soon),
        Story(LIUWAN, BAIHUA, "moved_home",
              "12 outflow open, 11 outflow submit, 10 committee issue_letter, 8 street report_in, 6 street check_file"),
        Story(SHAZHOU, SONGTAO, "discharge",
              "21 outflow open, 20 outflow submit, 19 committee release, 17 street check_file"),
    ]  # fmt: skip


def _refused() -> list[Story]:
    by_committee = {"refuse": {"reason_code": "identity_doubtful", "reason": "入党时间与档案记载不一致，待核实。"}}
    crowded = {"refuse": {"reason_code": "too_many_members", "reason": "社区党员人数已多，活动场地有限。"}}
    return [
        Story(QINGYUN_1, SONGTAO, "moved_home",
              "10 outflow open, 9 outflow submit, 8 committee issue_letter, 6 street report_in, 3 street refuse"),
        Story(LIUAN, GUANHAI, "moved_home",
              "19 outflow open, 18 outflow submit, 16 committee release, 13 street refuse", crowded),
        Story(SONGTAO_2, QINGYUN_2, "moved_home", "6 outflow open, 5 outflow submit, 2 committee refuse", by_committee),
        Story(QINGYUN_2, SONGTAO, "moved_home",
              "18 outflow open, 17 outflow submit, 15 committee release, 12 street refuse, "
              "9 department order_acceptance, 4 department comment",
              {"comment": {"comment": "请本周内办结。"}}),
        Story(QINGYUN_1, BAIHUA, "job_change",
              "20 outflow open, 19 outflow submit, 16 committee release, 12 street refuse, "
              "6 department uphold_refusal"),
        Story(QINGYUN_1, TINGCHAO, "resettlement",
              "60 outflow open, 59 outflow submit, 57 committee issue_letter, 57 committee record_seals, "
              "54 street report_in, 51 street refuse, 47 department order_acceptance, 46 street accept, "
              "42 receiving place, 36 street send_receipt, 31 committee confirm_receipt"),
        Story(LIUWAN, WANGJIANG, "moved_home",
              "33 outflow open, 32 outflow submit, 30 committee refuse, 26 department order_release, "
              "25 committee release, 23 street accept, 20 receiving place", by_committee),
    ]  # fmt: skip


def _to_be_placed() -> list[Story]:
    return [
        Story(QINGYUN_1, SONGTAO, "moved_home",
              "9 outflow open, 8 outflow submit, 6 committee release, 4 street accept"),
        Story(WANGJIANG, TINGCHAO, "retirement",
              "22 outflow open, 21 outflow submit, 19 committee release, 14 street accept, 2 street nudge"),
        Story(YUANHANG_1, FENGQI, "retirement",
              "8 outflow open, 7 outflow submit, 6 committee issue_letter, 4 street report_in, 3 street accept"),
        Story(QINGYUN_2, SONGTAO, "moved_home",
              "14 outflow open, 13 outflow submit, 11 committee release, 8 street accept, 5 street redirect",
              {"redirect": {"receiving_code": BAIHUA}}),
        Story(SHAZHOU, YUANHANG, "job_change",
              "10 outflow open, 9 outflow submit, 8 committee release, 6 street accept"),
    ]  # fmt: skip


def _receipts() -> list[Story]:
    def until(accepted: int, then: str) -> str:
        return (
            f"{accepted + 9} outflow open, {accepted + 8} outflow submit, {accepted + 6} committee issue_letter, "
            f"{accepted + 6} committee record_seals, {accepted + 2} street report_in, {accepted} street accept, "
            f"{then}"
        )

    return [
        Story(QINGYUN_1, SONGTAO, "moved_home", until(12, "8 receiving place")),
        Story(LIUAN, BAIHUA, "moved_home", until(21, "16 receiving place")),
        Story(QINGYUN_2, TINGCHAO, "moved_home", until(32, "27 receiving place, 5 committee nudge")),
        Story(LIUWAN, GUANHAI, "job_change", until(44, "38 receiving place, 20 committee nudge, 10 committee nudge")),
        Story(QINGYUN_1, BAIHUA, "moved_home", until(14, "10 receiving place, 4 street send_receipt")),
        Story(WANGJIANG, SONGTAO, "moved_home", until(24, "19 receiving place, 13 street send_receipt")),
        Story(QINGYUN_2, GUANHAI, "moved_home",
              until(20, "16 receiving place, 9 street send_receipt, 3 committee reject_receipt")),
    ]  # fmt: skip


def _finished() -> list[Story]:
    online = "{} outflow open, {} outflow submit, {} committee release, {} street accept, {} receiving place"
    deceased = {"void": {"reason_code": "deceased", "reason": "本人因病去世。"}}
    return [
        Story(LIUAN, SONGTAO, "retirement",
              "50 outflow open, 49 outflow submit, 47 committee issue_letter, 47 committee record_seals, "
              "44 street report_in, 42 street accept, 38 receiving place, 33 street send_receipt, "
              "29 committee confirm_receipt"),
        Story(QINGYUN_1, SONGTAO, "moved_home", online.format(30, 29, 27, 25, 21)),
        Story(QINGYUN_2, WANGJIANG, "moved_home", online.format(26, 25, 24, 22, 18)),
        Story(YUANHANG_1, TINGCHAO, "retirement", online.format(24, 23, 22, 19, 15)),
        Story(SHAZHOU, QINGYUN_1, "job_change", online.format(20, 19, 17, 16, 14),
              {"place": {"placed_in_code": None}}),
        Story(GRADUATES, BUILDERS, "job_change",
              "42 outflow open, 42 outflow submit, 40 committee issue_letter, 40 committee record_seals, "
              "33 street report_in, 30 street accept, 27 receiving place, 20 street send_receipt, "
              "17 committee confirm_receipt",
              {"place": {"placed_in_code": None}}),
        Story(WANGJIANG, BAIHUA, "job_change",
              "16 outflow open, 15 outflow submit, 13 committee issue_letter, 10 outflow withdraw",
              {"withdraw": {"reason": "本人工作有变动，暂不转出。介绍信已交回。", "letter_returned": True}}),
        Story(QINGYUN_1, GUANHAI, "moved_home", "17 receiving request, 14 outflow decline"),
        Story(QINGYUN_2, BAIHUA, "moved_home", "12 outflow open, 12 outflow submit, 11 committee void"),
        Story(LIUWAN, TINGCHAO, "moved_home",
              "40 outflow open, 39 outflow submit, 37 committee release, 34 street accept, "
              "30 department void", deceased),
        Story(YUANHANG_2, LIUAN, "job_change", f"{online.format(25, 24, 23, 21, 17)}, 9 department revoke"),
    ]  # fmt: skip


def _from_outside() -> list[Story]:
    def paper(number: str, issued: int, received: int) -> dict[str, object]:
        return {
            "letter_number": number, "issued_on": days_before(issued), "received_on": days_before(received),
            "valid_days": 60,
        }  # fmt: skip

    return [
        Story(BUILDERS, SONGTAO, "job_change", "2 street register_arrival",
              {"register_arrival": paper("〔岩建〕第 0316 号", 18, 1)}),
        Story(FAR_STREET, TINGCHAO, "moved_home",
              "30 street register_arrival, 28 street accept, 24 receiving place, 18 street send_receipt",
              {"register_arrival": paper("〔松岗〕第 0087 号", 25, 2)}),
        Story(BUILDERS, BAIHUA, "retirement", "5 street register_arrival",
              {"register_arrival": paper("〔岩建〕第 0271 号", 115, 2)}),
    ]  # fmt: skip
