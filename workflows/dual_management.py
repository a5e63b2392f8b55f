"""双重管理、双向登记: a member belongs to one side and takes part on both."""

from workflows import guards
from workflows.vocabulary import (
    NEW,
    REMINDER_ONLY,
    Action,
    Clock,
    Definition,
    Facts,
    Limit,
    Move,
    Party,
    State,
    Use,
    needs,
)

OUTFLOW, STREET, RECEIVING = Party.OUTFLOW, Party.STREET, Party.RECEIVING
TWO_WAY = "two_way_registration"
SIDES = (OUTFLOW, RECEIVING)
IN_FORCE = ("active", "paused")
"""Filed with the street, and not ended: the member stands in the classes of both sides."""
OPEN = ("proposed", "counterpart_consent", "street_filing", *IN_FORCE)

REASON = needs("reason")
COMMENT = Use("comment")
SERVICE_POST = Use("service_post")
ENTRY = (Use("happened_on"), Use("way"), needs("result"), Use("next_on"))


def the_side_that_opened(facts: Facts) -> Party:
    """Outflow or receiving, whichever proposed."""
    return facts.opened_by


def the_other_side(facts: Facts) -> Party:
    """The side that did not propose."""
    return RECEIVING if facts.opened_by == OUTFLOW else OUTFLOW


def the_side_that_paused(facts: Facts) -> Party:
    """Who paused also resumes in time."""
    return facts.paused_by or facts.opened_by


def the_side_with_the_affiliation(facts: Facts) -> Party:
    """The yearly review is made where the member belongs."""
    return facts.affiliation_at or OUTFLOW


def is_two_way_registration(facts: Facts) -> bool:
    """An employed member registers where they live; the employer is informed and does not block."""
    return facts.kind == TWO_WAY


STATES = (
    State("proposed", "拟登记", the_side_that_opened, (Clock("proposed", Limit(15, "days")),), step="propose"),
    State(
        "counterpart_consent", "待对方同意", the_other_side,
        (Clock("counterpart_consent", Limit(10, "working_days")),), step="agree",
    ),
    State("street_filing", "街道备案", STREET, (Clock("street_filing", Limit(5, "working_days")),), step="file"),
    State(
        "active", "双重管理中", RECEIVING,
        (
            Clock("feedback", Limit(10, "working_days"), starts="quarter_end", holder=RECEIVING, rungs=REMINDER_ONLY),
            Clock("review", Limit(1, "years"), holder=the_side_with_the_affiliation, rungs=REMINDER_ONLY),
        ),
        step="active",
    ),
    State("paused", "暂停", the_side_that_paused, (Clock("paused", Limit(90, "days")),), step="active"),
    State("ended", "终止"),
    State("declined", "未同意"),
)  # fmt: skip

ACTIONS = (
    Action(
        "propose", "发起", (Move((NEW,), "proposed", SIDES),),
        (
            Use("kind"), Use("outflow_code"), needs("receiving_code"), Use("reason_code", options="dual_reason"),
            needs("consent_on"), SERVICE_POST, COMMENT,
        ),
        (
            guards.gives_known_dual_reason, guards.consents, guards.sides_differ, guards.destination_is_exact,
            guards.member_belongs_to_a_side,
        ),
        ("begin_where_the_member_belongs", "note_service_post"),
    ),
    Action(
        "submit", "提交",
        (
            Move(("proposed",), "street_filing", (the_side_that_opened,), is_two_way_registration),
            Move(("proposed",), "counterpart_consent", (the_side_that_opened,)),
        ),
        (COMMENT,), undoable=True,
    ),
    Action("agree", "同意", (Move(("counterpart_consent",), "street_filing", (the_other_side,)),), (COMMENT,),
           undoable=True),
    Action("decline", "不同意", (Move(("counterpart_consent",), "declined", (the_other_side,)),), (REASON,)),
    Action(
        "answer", "单位答复",
        (Move(("street_filing", "active"), None, (OUTFLOW,), is_two_way_registration),),
        (needs("result", "answer"), Use("decided_on", label="答复日期"), COMMENT), (guards.has_happened,),
        ("record_answer",),
    ),
    Action("file", "备案", (Move(("street_filing",), "active", (STREET,)),), (COMMENT,),
           effects=("propose_settlement",), undoable=True),
    Action("send_back", "退回", (Move(("street_filing",), "proposed", (STREET,)),), (REASON,)),
    Action("log_contact", "双向联系", (Move(("active",), None, SIDES),), ENTRY, (guards.has_happened,)),
    Action("log_service", "双向服务", (Move(("active",), None, SIDES),), (*ENTRY, SERVICE_POST), (guards.has_happened,),
           ("note_service_post",)),
    Action(
        "give_feedback", "双向反馈", (Move(("active",), None, SIDES),),
        (needs("quarter"), needs("result")), (guards.quarter_has_begun,), ("settle_quarter",),
        settles="feedback",
    ),
    Action("review", "年度评议", (Move(("active",), None, (the_side_with_the_affiliation,)),),
           (needs("result"),), settles="review"),
    Action("move_affiliation", "组织关系转移", (Move(("active",), None, (Party.CLOCK,)),),
           effects=("move_affiliation_side",)),
    Action("pause", "暂停", (Move(("active",), "paused", SIDES),), (REASON,), effects=("record_pause",)),
    Action("resume", "恢复", (Move(("paused",), "active", SIDES),), (REASON,)),
    Action("end", "终止", (Move(OPEN, "ended", (*SIDES, Party.CLOCK)),), (REASON, Use("member_withdraws"))),
)  # fmt: skip

DEFINITION = Definition(
    name="dual_management",
    version=1,
    label="双重管理",
    prefix="SC",
    states=STATES,
    actions=ACTIONS,
    steps=(
        ("propose", "发起", OUTFLOW), ("agree", "对方同意", RECEIVING), ("file", "街道备案", STREET),
        ("active", "双重管理", RECEIVING),
    ),
    kinds=("dual_management", "two_way_registration"),
    shown_in=("counterpart_consent", "street_filing"),
    one_each=True,
    settling=IN_FORCE,
)  # fmt: skip
