"""未落实组织关系联系跟进: a person without a confirmed place is found, informed and settled.

The mark is the case's, never the person's, and nothing is decided here about anybody's standing.
"""

from workflows import follow_up_guards as guards
from workflows.parties import ONE_KEEPER
from workflows.vocabulary import NEW, REMINDER_ONLY, Action, Clock, Definition, Limit, Move, Party, State, Use, needs

KEEPER, STREET, DEPARTMENT, ASKED = Party.KEEPER, Party.STREET, Party.DEPARTMENT, Party.ASKED
OPEN = ("watch", "contacting", "located", "unreachable", "reported_up")
ON_DUTY = (KEEPER, STREET)

COMMENT = Use("comment")
WHEN = Use("happened_on")
BY_WAY_OF = needs("way", "contact_way")

STATES = (
    State("watch", "关注", KEEPER, (Clock("watch", Limit(1, "months"), rungs=REMINDER_ONLY),), step="open"),
    State("contacting", "联系中", KEEPER, (Clock("contacting", Limit(1, "months"), sooner="next_on"),), step="contact"),
    State("located", "已联系上", KEEPER, (Clock("located", Limit(10, "working_days")),), step="locate"),
    State(
        "unreachable", "联系不上", KEEPER, (Clock("unreachable", Limit(3, "months"), sooner="next_on"),),
        step="contact",
    ),
    State("reported_up", "已报上级", DEPARTMENT, (Clock("reported_up", Limit(20, "working_days")),), step="contact"),
    State("settled", "已落实"),
    State("closed", "结束"),
)  # fmt: skip

ACTIONS = (
    Action(
        "open_follow_up", "建档", (Move((NEW,), "watch", (*ON_DUTY, Party.CLOCK)),),
        (needs("category"), COMMENT), (guards.names_a_category_of_its_own,), newcomers=True,
    ),
    Action(
        "log_contact", "联系记录",
        (
            Move(("watch",), "contacting", ON_DUTY),
            Move(("contacting",), None, ON_DUTY, settles="contacting"),
            Move(("unreachable",), None, ON_DUTY, settles="unreachable"),
            Move(("located", "reported_up"), None, ON_DUTY),
        ),
        (
            needs("result", "contact_result"), BY_WAY_OF, WHEN, Use("next_on"),
            Use("reason_code", options="not_moving"), COMMENT,
        ),
        (guards.has_happened, guards.next_time_is_to_come, guards.gives_known_reason_for_staying),
        ("record_contact",),
    ),
    Action(
        "ask_unit", "向原单位核实", (Move(OPEN, None, (KEEPER,)),),
        (needs("asked_code"), needs("question"), WHEN), (guards.asks_another_unit, guards.has_happened),
        ("put_question",),
    ),
    Action(
        "answer", "答复", (Move(OPEN, None, (ASKED,)),),
        (needs("result", "unit_answer"), WHEN, COMMENT), (guards.has_happened,), ("record_unit_answer",),
    ),
    Action(
        "found", "已联系上",
        (Move(("watch", "contacting", "unreachable", "reported_up"), "located", (KEEPER,)),),
        (BY_WAY_OF, WHEN, COMMENT), (guards.has_happened,), ("record_found",),
    ),
    Action(
        "give_up_search", "联系不上", (Move(("contacting",), "unreachable", (KEEPER,)),),
        (COMMENT,), (guards.was_looked_for,),
    ),
    Action(
        "report_up", "报上级", (Move(("unreachable",), "reported_up", (KEEPER,)),),
        (COMMENT,), (guards.was_looked_for, guards.has_been_silent),
    ),
    Action(
        "record_decision", "登记上级决定",
        (
            Move(("reported_up",), "closed", (DEPARTMENT,), given="closes"),
            Move(("reported_up",), None, (DEPARTMENT,)),
        ),
        (
            needs("decision"), needs("decided_by"), needs("decided_on"), needs("document_number"), Use("closes"),
        ),
        (guards.has_been_decided,),
    ),
    Action(
        "settle", "落实", (Move(("watch", "contacting", "located"), "settled", ON_DUTY),),
        (BY_WAY_OF, WHEN, COMMENT), (guards.has_a_place, guards.has_happened), ("record_found", "confirm_place"),
        help="编入支部、报到登记或备案以后，由支部第一次联系本人时确认。",
    ),
    Action(
        "reopen", "重新跟进", (Move(("settled",), "contacting", (Party.CLOCK, KEEPER)),),
        (COMMENT,), (guards.has_lost_the_place,), ("begin_anew",),
    ),
)  # fmt: skip

DEFINITION = Definition(
    name="follow_up",
    version=1,
    label="未落实组织关系联系跟进",
    prefix="LX",
    states=STATES,
    actions=ACTIONS,
    steps=(
        ("open", "建档", KEEPER), ("contact", "联系", KEEPER), ("locate", "联系上", KEEPER), ("settle", "落实", KEEPER),
    ),
    after_the_end=("reopen",),
    cast=ONE_KEEPER,
    late_readers=(),
    trackers=ON_DUTY,
)  # fmt: skip
