"""Where a transfer can lie: who holds it there, by when it moves on, who answers for the member."""

from workflows.vocabulary import REMINDER_ONLY, Clock, Limit, Party, State

OUTFLOW, COMMITTEE, STREET = Party.OUTFLOW, Party.OUTFLOW_COMMITTEE, Party.STREET
RECEIVING, DEPARTMENT = Party.RECEIVING, Party.DEPARTMENT

OUR_OWN = "内部时限，可设置"
RECEIPT_RULE = "组通字〔2006〕45号"


def _within(name: str, length: int) -> tuple[Clock]:
    return (Clock(name, Limit(length, "working_days", OUR_OWN)),)


def _days(name: str, length: int) -> tuple[Clock]:
    return (Clock(name, Limit(length, "days", OUR_OWN)),)


UNTIL_THE_LETTER_EXPIRES = Clock(
    "in_transit", None, starts="letter_expiry", rungs=REMINDER_ONLY, reminder_days=7,
)  # fmt: skip

A_MONTH_FROM_ACCEPTANCE = Clock(
    "receipt_due", Limit(1, "months", RECEIPT_RULE, maximum=1), starts="accepted",
    again=Limit(10, "working_days", OUR_OWN),
)  # fmt: skip

STATES = (
    State("requested", "接收方申请转入", OUTFLOW, _within("requested", 5), OUTFLOW, "propose"),
    State("draft", "草拟", OUTFLOW, _days("draft", 15), OUTFLOW, "propose"),
    State("outflow_review", "转出审核", COMMITTEE, _within("outflow_review", 5), OUTFLOW, "release"),
    State("returned", "退回补正", OUTFLOW, _within("returned", 5), OUTFLOW, "propose"),
    State("in_transit", "介绍信在途", COMMITTEE, (UNTIL_THE_LETTER_EXPIRES,), OUTFLOW, "letter"),
    State("lapsed", "介绍信失效", COMMITTEE, _days("lapsed", 7), OUTFLOW, "letter"),
    State("street_review", "待接收", STREET, _within("street_review", 5), OUTFLOW, "accept"),
    State("file_check", "档案核查", STREET, _within("file_check", 10), OUTFLOW, "accept"),
    State("refused", "未予接转，待协调", DEPARTMENT, _within("refused", 5), OUTFLOW, "accept"),
    State("placement", "待编入支部", RECEIVING, _within("placement", 10), STREET, "place"),
    State("receipt_due", "待寄回执", STREET, (A_MONTH_FROM_ACCEPTANCE,), RECEIVING, "receipt"),
    State("receipt_check", "待核销回执", COMMITTEE, _within("receipt_check", 10), RECEIVING, "receipt"),
    State("closed", "办结", responsible=RECEIVING),
    State("withdrawn", "撤回"),
    State("void", "作废"),
    State("revoked", "撤销"),
)

AFTER_ACCEPTANCE = ("placement", "receipt_due", "receipt_check")
ON_THE_WAY = ("in_transit", "lapsed", "street_review", "file_check")
"""Sent and not yet accepted (在途)."""
BEFORE_ACCEPTANCE = ("requested", "draft", "outflow_review", "returned", *ON_THE_WAY, "refused")
