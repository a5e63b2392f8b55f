"""流入流出情况报告: each quarter a community confirms the figures of its registers, and its street sums them.

About a unit, not a member. The figures are computed when they are handed in and nobody types them.
"""

from workflows.parties import ONE_UNIT
from workflows.vocabulary import NEW, Action, Clock, Definition, Limit, Move, Party, State, Use, needs

COMMUNITY, STREET = Party.COMMUNITY, Party.STREET

STATES = (
    State(
        "due", "待上报", COMMUNITY, (Clock("due", Limit(10, "working_days"), starts="own_quarter_end"),),
        step="hand_in",
    ),
    State("street_check", "街道汇总", STREET, (Clock("street_check", Limit(5, "working_days")),), step="check"),
    State("returned", "退回核对", COMMUNITY, (Clock("returned", Limit(3, "working_days")),), step="hand_in"),
    State("filed", "已归档"),
)  # fmt: skip

ACTIONS = (
    Action(
        "open_report", "发起上报", (Move((NEW,), "due", (Party.CLOCK,)),), (needs("unit_code"), needs("quarter")),
        help="每季度结束后由系统为每个社区、村发起。",
    ),
    Action(
        "hand_in", "上报", (Move(("due", "returned"), "street_check", (COMMUNITY,)),), (Use("comment"),),
        effects=("freeze_figures",), help="数字由台账算出，核对后确认；有要说明的写在意见里。",
    ),
    Action(
        "send_back", "退回", (Move(("street_check",), "returned", (STREET,)),), (needs("reason"),),
    ),
    Action("file", "归档", (Move(("street_check",), "filed", (STREET,)),), (Use("comment"),), undoable=True),
)  # fmt: skip

DEFINITION = Definition(
    name="flow_report",
    version=1,
    label="流入流出情况报告",
    prefix="BG",
    states=STATES,
    actions=ACTIONS,
    steps=(("hand_in", "上报", COMMUNITY), ("check", "街道汇总", STREET), ("file", "归档", STREET)),
    cast=ONE_UNIT,
    late_readers=(),
    about="unit",
)  # fmt: skip
