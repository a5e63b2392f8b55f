"""A transfer in any state, with what each action needs, so that no guard objects."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.workflows.builders import EXTERNAL_SENDER, LETTER, facts, unit
from workflows.vocabulary import Facts, Party

NUMBER = {"letter_number": "〔2026〕第0012号"}
DESTINATION = {"receiving_code": "C1", "reason_code": "moved_home"}
PAPER = {**NUMBER, "issued_on": date(2026, 11, 10), "valid_days": 30}
FIELDS: dict[str, dict[str, Any]] = {
    "open": DESTINATION,
    "request": DESTINATION,
    "register_arrival": DESTINATION | PAPER | {"outflow_code": "X1"},
    "decline": {"reason": "不属于本支部"},
    "send_back": {"reason": "缺材料"},
    "issue_letter": PAPER,
    "record_seals": {"seal_applied": True, "applied_by": "王某"},
    "report_in": NUMBER,
    "reissue": {"reason": "因病未按时报到", **PAPER},
    "check_file": {"enquired_on": date(2026, 11, 24)},
    "finish_file_check": {"finding": "材料齐全"},
    "refuse": {"reason_code": "not_our_area", "reason": "不在辖区"},
    "order_acceptance": {"decision": "责成接收"},
    "order_release": {"decision": "责成转出"},
    "uphold_refusal": {"decision": "同意"},
    "redirect": {"receiving_code": "C2", "reason": "住址在另一社区"},
    "send_receipt": NUMBER | {"handled_by": "李某", "handled_phone": "68900000", "sent_via": "post"},
    "confirm_receipt": NUMBER,
    "reject_receipt": {"reason": "编号看不清"},
    "withdraw": {"reason": "本人不再调动"},
    "void": {"reason_code": "opened_in_error"},
    "revoke": {"reason": "接收有误"},
}


def content_facts(state: str, action: str, world: dict[str, Any]) -> Facts:
    """Facts under which no guard of the action objects."""
    here = facts(state, fields=FIELDS.get(action, {}), **world)
    if action == "lapse":
        return replace(here, letter=replace(LETTER, expires_on=date(2026, 11, 23)))
    if action == "redirect":
        return replace(here, chosen_unit=unit("C2", "community", here.parties[Party.STREET].path + "32/"))
    if action == "register_arrival":
        return replace(here, parties=EXTERNAL_SENDER)
    return here
