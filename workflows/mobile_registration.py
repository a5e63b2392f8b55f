"""流动党员登记: a member is away; home keeps the affiliation and goes on answering, the host takes the member in."""

from workflows import certificates, guards
from workflows.parties import Party, Stand
from workflows.vocabulary import NEW, REMINDER_ONLY, Action, Clock, Definition, Limit, Move, State, Use, needs

HOME, HOST = Party.HOME, Party.HOST
OPEN = ("leave_reported", "short_absence", "certificate_issued", "found_inflow", "attached", "leaving")
WITH_CERTIFICATE = ("certificate_issued", "attached", "leaving")

OUR_OWN = "内部时限，可设置"
YEARLY = "组通字〔2006〕45号：活动证每年查验一次"

REASON = needs("reason")
COMMENT = Use("comment")
SEALED = (Use("photo_applied"), Use("seal_applied"), Use("applied_by"))
ENTRY = (Use("happened_on"), needs("result"))
REMARKS = (needs("result", label="表现和参加活动情况"), Use("dues_paid_through"), COMMENT)
TO = Use("receiving_code", label="流入地党组织")
HERE = needs("receiving_code", label="流入地党组织")
REASON_CODE = Use("reason_code", label="外出原因")


CAST = (
    Stand(HOME, "origin", "itself"),
    Stand(Party.OUTFLOW_COMMITTEE, "origin", "issuing"),
    Stand(Party.STREET, "destination", "street_above"),
    Stand(HOST, "destination", "itself"),
    Stand(Party.DEPARTMENT, "destination", "department"),
    Stand(Party.OUTFLOW_DEPARTMENT, "origin", "department"),
)

STATES = (
    State("leave_reported", "外出报告", HOME, (Clock("leave_reported", Limit(5, "working_days", OUR_OWN)),),
          step="report"),
    State("short_absence", "短期外出", HOME, (Clock("short_absence", None, starts="expected_return"),),
          step="return"),
    State(
        "certificate_issued", "已颁发活动证，待报到", HOME,
        (Clock("certificate_issued", Limit(30, "days", OUR_OWN)),),
        step="attach", paper_seen_by=(HOST,),
    ),
    State("found_inflow", "流入地登记，待核实", HOME, (Clock("found_inflow", Limit(10, "working_days", OUR_OWN)),),
          step="certificate"),
    State(
        "attached", "已编入流入地支部", HOME,
        (
            Clock("contact", Limit(6, "months", OUR_OWN), rungs=REMINDER_ONLY),
            Clock("inspection", Limit(1, "years", YEARLY, maximum=1), starts="inspected"),
        ),
        step="return",
    ),
    State("leaving", "离开流入地", HOME, (Clock("leaving", Limit(30, "days", OUR_OWN)),), step="return"),
    State("closed", "结束"),
    State("converted", "转为接转"),
    State("cancelled", "取消"),
)  # fmt: skip

AWAY = (REASON_CODE, Use("left_on"), Use("back_on"), Use("place"), Use("contact"), Use("fixed_place"))

OPENING = (
    Action(
        "report_leave", "外出报告", (Move((NEW,), "leave_reported", (HOME,)),),
        (TO, *AWAY, Use("proof_wanted"), COMMENT),
        (guards.gives_known_case_reason, certificates.returns_after_leaving, certificates.host_is_exact),
        ("record_leave",),
        help="写得越清楚，建议的凭证越准：外出地点固定且超过六个月的，优先办接转。",
    ),
    Action(
        "register_inflow", "流入登记", (Move((NEW,), "found_inflow", (HOST,)),),
        (HERE, Use("outflow_code", label="流出地党组织"), *AWAY, COMMENT),
        (guards.gives_known_case_reason, certificates.returns_after_leaving, certificates.host_is_exact),
        ("record_leave",), newcomers=True, instead="follow_up",
        help="没有活动证的流入党员先登记，请流出地党组织颁发活动证或办理接转。",
    ),
)  # fmt: skip

LEAVING_HOME = (
    Action(
        "allow_absence", "短期外出", (Move(("leave_reported",), "short_absence", (HOME,)),),
        (Use("left_on"), Use("back_on"), Use("proof_wanted"), COMMENT),
        (certificates.returns_after_leaving, certificates.absence_is_short), ("record_absence",),
        help="不超过六个月。没写返回日期的，按六个月算。",
    ),
    Action(
        "issue_certificate", "颁发活动证",
        (
            Move(("leave_reported",), "certificate_issued", (HOME,)),
            Move(("found_inflow",), "attached", (HOME,), effects=("take_in", "propose_settlement")),
        ),
        (Use("certificate_number"), TO, *SEALED, COMMENT),
        (certificates.outside_number_is_typed, certificates.host_is_exact), ("choose_host", "issue_certificate"),
        help="没填编号的，由平台编号。照片和印章由人加盖，在这里登记。",
    ),
)  # fmt: skip

AT_THE_HOST = (
    Action(
        "attach_member", "编入", (Move(("certificate_issued",), "attached", (HOST,)),),
        (needs("certificate_number"), Use("received_on", label="报到日期"), Use("handled_by", label="支部联系人"),
            Use("handled_phone", label="支部联系电话"), COMMENT),
        (certificates.certificate_matches,), ("take_in", "propose_settlement"),
        help="核对本人和活动证。编号与颁发的一致、没有作废、没有过期，才能编入。",
    ),
    Action(
        "decline_attach", "未予编入", (Move(("certificate_issued",), None, (HOST,)),), (REASON,),
        effects=("tell_department",),
        help="按规定不得以任何理由拒收持证党员。理由会记录下来，并告知组织部。",
    ),
    Action("log_contact", "联系", (Move(OPEN, None, (HOME,)),), (*ENTRY, Use("way"), Use("next_on")),
           (guards.has_happened,), ("note_contact",), settles="contact"),
    Action("log_activity", "活动记载", (Move(OPEN, None, (HOST,)),), (*ENTRY, Use("dues_paid_through")),
           (guards.has_happened,), ("note_activity",)),
    Action("inspect", "年审", (Move(("attached",), None, (HOME, HOST)),), ENTRY,
           (guards.has_happened,), ("record_inspection",), settles="inspection"),
    Action("report_loss", "遗失补发", (Move(WITH_CERTIFICATE, None, (HOME, HOST)),),
           (
               Use("happened_on", label="遗失日期"), Use("certificate_number", label="补发的编号"), Use("reason"),
               *SEALED,
           ),
           (certificates.outside_number_is_typed, guards.has_happened), ("replace_certificate",),
           help="原编号作废，补发新编号。证件损坏、过期的，也在这里补发。"),
    Action("leave", "离开", (Move(("attached",), "leaving", (HOST,)),), REMARKS, effects=("note_activity",)),
    Action(
        "move_on", "转往他处", (Move(("attached",), "certificate_issued", (HOST,)),),
        (*REMARKS, TO, Use("place")), (certificates.host_is_exact,),
        ("note_activity", "leave_host"),
    ),
)  # fmt: skip

COMING_BACK = (
    Action(
        "check_return", "返回查验", (Move(("short_absence", "certificate_issued", "leaving"), "closed", (HOME,)),),
        (Use("happened_on", label="返回日期"), Use("result", label="查验情况"), COMMENT),
        (guards.has_happened,), ("take_certificate_back",),
        help="本人返回后，查验活动证，听取外出期间的情况。",
    ),
    Action(
        "convert", "转为接转",
        (
            Move(("leave_reported", "short_absence", "found_inflow", "attached", "leaving"), "converted",
                 (HOME, HOST)),
        ),
        (Use("receiving_code"), Use("reason_code"), Use("destination_reason"), COMMENT),
        (guards.gives_known_case_reason, guards.destination_is_exact, guards.sides_differ),
        ("void_certificate",), begins="transfer",
        help="地点固定、超过六个月的，办理组织关系接转。已有接转在办的，并入那一件。",
    ),
    Action(
        "cancel", "取消", (Move(("leave_reported", "found_inflow", "certificate_issued"), "cancelled", (HOME,)),),
        (REASON,), effects=("void_certificate",),
    ),
)  # fmt: skip

DEFINITION = Definition(
    name="mobile_registration",
    version=1,
    label="流动党员登记",
    prefix="LD",
    states=STATES,
    actions=(*OPENING, *LEAVING_HOME, *AT_THE_HOST, *COMING_BACK),
    steps=(
        ("report", "外出报告", HOME), ("certificate", "颁发活动证", HOME), ("attach", "到流入地报到", HOST),
        ("return", "在外与返回", HOME),
    ),
    cast=CAST,
    late_readers=(Party.STREET, HOST, Party.DEPARTMENT),
    shown_in=("attached",),
    one_each=True,
    settling=("attached",),
)  # fmt: skip
