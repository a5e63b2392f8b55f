"""What a step costs: few statements, whatever the action, because desks and wide links make each one count."""

from typing import Any

import pytest

from tests.driving import counted_statements
from tests.service.api.client import etag, new_key

pytestmark = pytest.mark.postgres

PLAIN, WITH_LETTER_OR_MOVE = 9, 13
CHOOSING = PLAIN + 1
"""A unit that is put into a case is kept from ending meanwhile."""

PAPER = (
    ("branch", "edit", {"comment": "核对"}, PLAIN),
    ("branch", "submit", {"comment": "材料齐全"}, PLAIN),
    ("street", "send_back", {"reason": "缺少材料"}, PLAIN),
    ("branch", "submit", {"comment": "已补"}, PLAIN),
    ("street", "refuse", {"reason_code": "file_incomplete", "reason": "档案不全"}, PLAIN),
    ("department", "order_release", {"decision": "应予转出"}, PLAIN),
    ("street", "issue_letter", {"comment": "已核对"}, WITH_LETTER_OR_MOVE),
    ("street", "record_seals", {"seal_applied": True, "applied_by": "甲"}, WITH_LETTER_OR_MOVE),
    ("street", "report_lost", {"reason": "本人遗失"}, WITH_LETTER_OR_MOVE),
    ("street", "reissue", {"reason": "遗失"}, WITH_LETTER_OR_MOVE),
    ("second_street", "report_in", {"letter_number": "THE LETTER", "comment": "本人到场"}, WITH_LETTER_OR_MOVE),
    ("second_street", "check_file", {"enquired_on": "2026-11-24", "comment": "发函"}, PLAIN),
    ("second_street", "finish_file_check", {"finding": "无疑问"}, PLAIN),
    ("second_street", "accept", {"comment": "同意"}, WITH_LETTER_OR_MOVE),
    ("second_street", "redirect", {"receiving_code": "D-second_branch", "reason": "人在那里"}, CHOOSING),
    ("second_branch", "place", {"placed_in_code": "D-second_branch", "comment": "已编入"}, WITH_LETTER_OR_MOVE),
    (
        "second_street", "send_receipt",
        {"letter_number": "THE LETTER", "handled_by": "甲", "handled_phone": "0599-1", "sent_via": "post"}, PLAIN,
    ),
    ("street", "reject_receipt", {"reason": "没有盖章"}, PLAIN),
    (
        "second_street", "send_receipt",
        {"letter_number": "THE LETTER", "handled_by": "甲", "handled_phone": "0599-1", "sent_via": "post"}, PLAIN,
    ),
    ("street", "confirm_receipt", {"letter_number": "THE LETTER", "comment": "已核销"}, PLAIN),
    ("department", "revoke", {"reason": "办错了人"}, WITH_LETTER_OR_MOVE),
)  # fmt: skip

ONLINE: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("branch", "submit", {}, PLAIN),
    ("street", "release", {"comment": "同意"}, WITH_LETTER_OR_MOVE),
    ("second_street", "accept", {}, WITH_LETTER_OR_MOVE),
    ("second_community", "place", {}, WITH_LETTER_OR_MOVE),
)


def spent(api, number, who, action, fields):
    """The statements of one step, that which finds out who asks included."""
    case = api.driver.case(number)
    sent = {name: case.letter.number if value == "THE LETTER" else value for name, value in fields.items()}
    api.token(who)
    with counted_statements(api.database) as statements:
        response = api.post(
            who, f"/cases/{number}/actions/{action}", sent,
            If_Match=etag(number, case.version), Idempotency_Key=new_key(),
        )  # fmt: skip
    assert response.status_code == 200, response.text
    return statements


@pytest.mark.parametrize("way", [PAPER, ONLINE], ids=["paper", "online"])
def test_no_step_of_a_transfer_costs_more_than_it_may(postgres_api, way):
    number = postgres_api.driver.open().number
    costs = [
        (action, len(statements), allowed, statements)
        for who, action, fields, allowed in way
        for statements in [spent(postgres_api, number, who, action, fields)]
    ]
    print([(action, cost) for action, cost, _, _ in costs])
    dear = [(action, cost, "\n\n".join(sent)) for action, cost, allowed, sent in costs if cost > allowed]
    assert not dear, "\n".join(f"{action}: {cost}\n{sent}" for action, cost, sent in dear)


def test_taking_a_step_back_costs_no_more(postgres_api):
    number = postgres_api.driver.open().number
    postgres_api.driver.act(number, "branch", "submit")
    assert len(spent(postgres_api, number, "branch", "undo", {})) <= PLAIN


def test_looking_costs_two(postgres_api):
    number = postgres_api.driver.open().number
    postgres_api.token("branch")
    with counted_statements(postgres_api.database) as statements:
        assert postgres_api.get("branch", f"/cases/{number}").status_code == 200
    assert len(statements) == 2, "who asks, and the case with all that is shown of it"
    for path in ("/worklist", "/cases"):
        with counted_statements(postgres_api.database) as statements:
            assert len(postgres_api.get("branch", path).json["data"]) == 1
        assert len(statements) == 3, "who asks, which cases, and these complete"
