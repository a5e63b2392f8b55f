"""What can be done with a transfer, in the order of the procedure: open, send, carry, receive, refuse, decide."""

from workflows import guards, letter_guards
from workflows.transfer.conditions import (
    both_sides_inside,
    committee_refused,
    letter_is_not_lost,
    paper_is_past_its_date,
    sender_is_external,
    sent_online,
    street_refused,
    the_unit_that_opened,
)
from workflows.transfer.states import (
    AFTER_ACCEPTANCE,
    BEFORE_ACCEPTANCE,
    COMMITTEE,
    DEPARTMENT,
    OUTFLOW,
    RECEIVING,
    STREET,
)
from workflows.vocabulary import NEW, Action, Move, Party, Use, needs

REASON = needs("reason")
COMMENT = Use("comment")
DECIDED = (Use("decided_on"), Use("decided_by"), Use("document_number"))
DECISION = (needs("decision"), *DECIDED)
LETTER = (Use("letter_number"), Use("issued_on"), Use("valid_days"), Use("conversion_opinion"), COMMENT)

DESTINATION = (guards.gives_known_case_reason, guards.destination_is_exact, guards.sides_differ)
PAPER = (
    letter_guards.issuer_may_issue,
    letter_guards.validity_is_legal,
    letter_guards.issue_day_has_come,
    letter_guards.outside_letter_is_described,
)

OPENING = (
    Action(
        "open", "新建", (Move((NEW,), "draft", (OUTFLOW, COMMITTEE)),),
        (needs("receiving_code"), needs("reason_code"), Use("destination_reason"), COMMENT),
        (*DESTINATION, guards.other_destination_has_a_reason, letter_guards.issuer_may_issue),
    ),
    Action(
        "request", "申请转入", (Move((NEW,), "requested", (RECEIVING, STREET)),),
        (needs("receiving_code"), needs("reason_code"), COMMENT), (*DESTINATION, letter_guards.issuer_may_issue),
    ),
    Action(
        "register_arrival", "登记转入（对方不在本平台）",
        (Move((NEW,), "lapsed", (STREET,), paper_is_past_its_date), Move((NEW,), "street_review", (STREET,))),
        (
            needs("receiving_code"), needs("outflow_code"), needs("reason_code"), needs("letter_number"),
            Use("issuer_code"), needs("issued_on"), needs("valid_days"), Use("received_on"), COMMENT,
        ),
        (
            *DESTINATION, guards.sender_is_outside, letter_guards.validity_is_legal, letter_guards.issue_day_has_come,
            letter_guards.arrival_follows_issue,
        ),
        ("record_outside_letter",), newcomers=True,
    ),
)  # fmt: skip

SENDING = (
    Action("take_up", "受理", (Move(("requested",), "draft", (OUTFLOW,)),), (COMMENT,)),
    Action("decline", "不予受理", (Move(("requested",), "withdrawn", (OUTFLOW,)),), (REASON,)),
    Action(
        "edit", "修改", (Move(("draft", "returned"), None, (OUTFLOW, COMMITTEE)),),
        (Use("receiving_code"), Use("reason_code"), Use("destination_reason"), COMMENT),
        (*DESTINATION, guards.other_destination_has_a_reason), ("change_destination",),
    ),
    Action(
        "submit", "提交", (Move(("draft", "returned"), "outflow_review", (OUTFLOW,)),), (Use("dues_plan"), COMMENT),
        (guards.member_can_be_reached, guards.dues_are_settled, guards.destination_is_exact), undoable=True,
        help="提交后由转出党委审核。接收之前，管理责任仍在转出方。",
    ),
    Action(
        "release", "网上转出", (Move(("outflow_review",), "street_review", (COMMITTEE,), both_sides_inside),),
        (Use("conversion_opinion"), COMMENT), (letter_guards.issuer_may_issue, guards.conversion_is_settled),
        ("draw_number",), undoable=True, help="双方都在本平台，不用纸质介绍信。核对党费和基本情况后转出。",
    ),
    Action(
        "issue_letter", "开具介绍信", (Move(("outflow_review",), "in_transit", (COMMITTEE,)),), LETTER,
        (*PAPER, guards.conversion_is_settled), ("issue_letter",),
        help="核对党费和基本情况后开具。介绍信由本人携带，在有效期内到接收方报到。",
    ),
)  # fmt: skip

CARRYING = (
    Action(
        "record_seals", "登记用印", (Move(("in_transit",), None, (COMMITTEE,)),),
        (Use("seal_applied"), Use("riding_seal_applied"), needs("applied_by")), effects=("record_seals",),
    ),
    Action("lapse", "介绍信过期", (Move(("in_transit",), "lapsed", (Party.CLOCK,)),), (),
           (letter_guards.letter_is_past_its_date,), ("enter_after_expiry",)),
    Action("report_lost", "报告遗失", (Move(("in_transit",), "lapsed", (COMMITTEE, STREET)),), (Use("reason"),),
           effects=("lose_letter",)),
    Action(
        "reissue", "补开介绍信", (Move(("lapsed",), "in_transit", (COMMITTEE,)),),
        (REASON, *LETTER, Use("decision"), *DECIDED), (*PAPER, letter_guards.reissue_window_is_open),
        ("reissue_letter",),
        help="问清逾期或遗失的原因。补开后原介绍信作废。",
    ),
)  # fmt: skip

RECEIVING_SIDE = (
    Action(
        "report_in", "登记报到",
        (
            Move(("in_transit",), "street_review", (STREET,)),
            Move(("lapsed",), "street_review", (STREET,), letter_is_not_lost),
        ),
        (needs("letter_number"), Use("received_on"), COMMENT), (letter_guards.letter_matches,), ("record_arrival",),
    ),
    Action("check_file", "档案核查", (Move(("street_review",), "file_check", (STREET,)),),
           (needs("enquired_on"), COMMENT)),
    Action("finish_file_check", "核查完毕", (Move(("file_check",), "street_review", (STREET,)),),
           (needs("finding"), COMMENT)),
    Action(
        "accept", "接收", (Move(("street_review",), "placement", (STREET,)),), (COMMENT,),
        effects=("accept_member",), undoable=True,
        help="核对介绍信与党费交纳情况后办理。接收后，管理责任由接收方承担。",
    ),
    Action(
        "redirect", "改派", (Move(("placement",), None, (STREET,)),), (needs("receiving_code"), REASON),
        (guards.stays_under_the_street,), ("redirect",), settles="placement",
    ),
    Action(
        "place", "编入支部",
        (
            Move(("placement",), "closed", (RECEIVING,), sent_online, ("settle_receipt",)),
            Move(("placement",), "receipt_due", (RECEIVING,)),
        ),
        (Use("placed_in_code"), COMMENT), (guards.placed_at_or_below_receiving,), ("place_member",), undoable=True,
        help="选定支部或党小组后办理。编入后，组织关系转入本组织。",
    ),
    Action(
        "send_receipt", "寄送回执",
        (
            Move(("receipt_due",), "closed", (STREET,), sender_is_external),
            Move(("receipt_due",), "receipt_check", (STREET,)),
        ),
        (needs("letter_number"), needs("handled_by"), needs("handled_phone"), needs("sent_via"), COMMENT),
        (letter_guards.receipt_matches,), help="回执在接收后一个月内寄回转出党委，编号与介绍信一致。",
    ),
    Action(
        "confirm_receipt", "核销回执", (Move(("receipt_check",), "closed", (COMMITTEE,)),),
        (needs("letter_number"), COMMENT), (letter_guards.receipt_matches,), help="核对回执编号，贴在存根上，办结。",
    ),
    Action("reject_receipt", "退回回执", (Move(("receipt_check",), "receipt_due", (COMMITTEE,)),), (REASON,)),
)  # fmt: skip

TURNING_BACK = (
    Action(
        "send_back", "退回补正",
        (
            Move(("outflow_review",), "withdrawn", (COMMITTEE,), sender_is_external),
            Move(("outflow_review",), "returned", (COMMITTEE,)),
            Move(("street_review", "file_check"), "withdrawn", (STREET,), sender_is_external),
            Move(("street_review", "file_check"), "returned", (STREET,)),
        ),
        (REASON,), effects=("void_letter",),
    ),
    Action(
        "refuse", "不予接转",
        (
            Move(("street_review",), "refused", (STREET,), label="不予接收"),
            Move(("outflow_review",), "refused", (COMMITTEE,), label="不予转出"),
        ),
        (needs("reason_code", "refusal"), REASON), (guards.gives_known_refusal_reason, guards.not_decided_already),
        ("record_refusal",),
    ),
    Action(
        "withdraw", "撤回办件", (Move(BEFORE_ACCEPTANCE, "withdrawn", (OUTFLOW, the_unit_that_opened)),),
        (REASON, Use("letter_returned")), effects=("void_letter",),
    ),
    Action(
        "void", "作废",
        (Move(BEFORE_ACCEPTANCE, "void", (COMMITTEE, DEPARTMENT)), Move(AFTER_ACCEPTANCE, "void", (DEPARTMENT,))),
        (needs("reason_code", "void"), Use("reason")), (guards.gives_known_void_reason,), ("void_case",),
    ),
)  # fmt: skip

DECIDING = (
    Action(
        "order_acceptance", "责成接收",
        (
            Move(("refused",), "street_review", (DEPARTMENT,), street_refused),
            Move(("lapsed",), "street_review", (DEPARTMENT,)),
        ),
        DECISION, effects=("record_order",),
    ),
    Action("order_release", "责成转出", (Move(("refused",), "outflow_review", (DEPARTMENT,), committee_refused),),
           DECISION, effects=("record_order",)),
    Action(
        "uphold_refusal", "同意其意见",
        (
            Move(("refused",), "withdrawn", (DEPARTMENT,), sender_is_external),
            Move(("refused",), "returned", (DEPARTMENT,)),
        ),
        DECISION, effects=("void_letter",),
    ),
    Action(
        "revoke", "撤销办结", (Move(("closed",), "revoked", (DEPARTMENT,)),), (REASON,),
        (guards.revoke_window_is_open, guards.origin_can_take_back), ("return_to_origin",),
    ),
)  # fmt: skip

ACTIONS = (*OPENING, *SENDING, *CARRYING, *RECEIVING_SIDE, *TURNING_BACK, *DECIDING)
