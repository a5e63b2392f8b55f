"""组织关系接转: how a member's organizational relation moves from one branch to another.

Read `states`, then `actions`, which is the order of the procedure; `conditions` answers what a move depends on.
"""

from workflows.transfer.actions import ACTIONS
from workflows.transfer.states import COMMITTEE, OUTFLOW, RECEIVING, STATES, STREET
from workflows.vocabulary import Definition

DEFINITION = Definition(
    name="transfer",
    version=1,
    label="组织关系接转",
    prefix="ZJ",
    states=STATES,
    actions=ACTIONS,
    steps=(
        ("propose", "支部提出", OUTFLOW), ("release", "转出审批", COMMITTEE), ("letter", "开介绍信", COMMITTEE),
        ("accept", "转入接收", STREET), ("place", "编入支部", RECEIVING), ("receipt", "回执办结", COMMITTEE),
    ),
    after_the_end=("revoke",),
    shown_in=("in_transit", "street_review"),
    settling=("receipt_due", "receipt_check", "closed"),
)  # fmt: skip
