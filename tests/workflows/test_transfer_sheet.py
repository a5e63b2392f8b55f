"""The words of the transfer: what its states and actions are called, who holds it, by when, and what a step needs."""

import pytest

from tests.workflows.builders import facts
from workflows import NEWEST
from workflows.vocabulary import Party

TRANSFER = NEWEST["transfer"]

SHEET = {
    # state: label, holder, responsible, clock
    "requested": ("接收方申请转入", "outflow", "outflow", "5 working_days"),
    "draft": ("草拟", "outflow", "outflow", "15 days"),
    "outflow_review": ("转出审核", "outflow_committee", "outflow", "5 working_days"),
    "returned": ("退回补正", "outflow", "outflow", "5 working_days"),
    "in_transit": ("介绍信在途", "outflow_committee", "outflow", "letter_expiry, reminder only, 7 days before"),
    "lapsed": ("介绍信失效", "outflow_committee", "outflow", "7 days"),
    "street_review": ("待接收", "street", "outflow", "5 working_days"),
    "file_check": ("档案核查", "street", "outflow", "10 working_days"),
    "refused": ("未予接转，待协调", "department", "outflow", "5 working_days"),
    "placement": ("待编入支部", "receiving", "street", "10 working_days"),
    "receipt_due": ("待寄回执", "street", "receiving", "1 months from accepted, again 10 working_days"),
    "receipt_check": ("待核销回执", "outflow_committee", "receiving", "10 working_days"),
    "closed": ("办结", None, "receiving", None),
    "withdrawn": ("撤回", None, None, None),
    "void": ("作废", None, None, None),
    "revoked": ("撤销", None, None, None),
}


@pytest.mark.parametrize("name", SHEET)
def test_a_state_has_the_label_holder_clock_and_responsible_side_of_the_law(name):
    state = TRANSFER.states[name]
    assert (state.label, TRANSFER.holder(name, facts(name)), state.responsible, clock_of(name)) == SHEET[name]
    assert state.final == (SHEET[name][1] is None)


def clock_of(name: str) -> str | None:
    clocks = TRANSFER.states[name].clocks
    if not clocks:
        return None
    (clock,) = clocks
    limit = f"{clock.limit.length} {clock.limit.unit}" if clock.limit else clock.starts
    start = f" from {clock.starts}" if clock.limit and clock.starts != "entered" else ""
    again = f", again {clock.again.length} {clock.again.unit}" if clock.again else ""
    rungs = "" if len(clock.rungs) == 4 else f", {' and '.join(clock.rungs)} only"
    return limit + start + again + rungs + (f", {clock.reminder_days} days before" if clock.reminder_days else "")


LABELS = {
    "open": "新建",
    "request": "申请转入",
    "register_arrival": "登记转入（对方不在本平台）",
    "take_up": "受理",
    "decline": "不予受理",
    "edit": "修改",
    "submit": "提交",
    "send_back": "退回补正",
    "release": "网上转出",
    "issue_letter": "开具介绍信",
    "record_seals": "登记用印",
    "report_in": "登记报到",
    "lapse": "介绍信过期",
    "report_lost": "报告遗失",
    "reissue": "补开介绍信",
    "check_file": "档案核查",
    "finish_file_check": "核查完毕",
    "accept": "接收",
    "refuse": "不予接转",
    "order_acceptance": "责成接收",
    "order_release": "责成转出",
    "uphold_refusal": "同意其意见",
    "redirect": "改派",
    "place": "编入支部",
    "send_receipt": "寄送回执",
    "confirm_receipt": "核销回执",
    "reject_receipt": "退回回执",
    "withdraw": "撤回办件",
    "void": "作废",
    "revoke": "撤销办结",
}


def test_every_action_is_called_as_the_law_calls_it():
    assert {name: action.label for name, action in TRANSFER.actions.items()} == LABELS


@pytest.mark.parametrize(
    ("state", "party", "label"),
    [("street_review", Party.STREET, "不予接收"), ("outflow_review", Party.OUTFLOW_COMMITTEE, "不予转出"),
     ("draft", Party.OUTFLOW, "不予接转")],
)  # fmt: skip
def test_each_side_calls_its_refusal_by_its_own_name(state, party, label):
    assert TRANSFER.label_of(TRANSFER.actions["refuse"], facts(state), frozenset({party})) == label


NEEDED = {
    "open": {"receiving_code", "reason_code"},
    "request": {"receiving_code", "reason_code"},
    "register_arrival": {
        "receiving_code", "outflow_code", "reason_code", "letter_number", "issued_on", "valid_days",
    },
    "decline": {"reason"},
    "send_back": {"reason"},
    "record_seals": {"applied_by"},
    "report_in": {"letter_number"},
    "reissue": {"reason"},
    "check_file": {"enquired_on"},
    "finish_file_check": {"finding"},
    "refuse": {"reason_code", "reason"},
    "order_acceptance": {"decision"},
    "order_release": {"decision"},
    "uphold_refusal": {"decision"},
    "redirect": {"receiving_code", "reason"},
    "send_receipt": {"letter_number", "handled_by", "handled_phone", "sent_via"},
    "confirm_receipt": {"letter_number"},
    "reject_receipt": {"reason"},
    "withdraw": {"reason"},
    "void": {"reason_code"},
    "revoke": {"reason"},
}  # fmt: skip


def test_every_action_needs_the_fields_of_the_law_and_no_other():
    needed = {name: {use.name for use in action.fields if use.required} for name, action in TRANSFER.actions.items()}
    assert {name: fields for name, fields in needed.items() if fields} == NEEDED


PAPER = {"letter_number", "issued_on", "valid_days", "conversion_opinion", "comment"}
DECIDED = {"decided_on", "decided_by", "document_number"}
TAKEN = {
    "open": {"destination_reason", "comment"},
    "request": {"comment"},
    "register_arrival": {"issuer_code", "received_on", "comment"},
    "take_up": {"comment"},
    "edit": {"receiving_code", "reason_code", "destination_reason", "comment"},
    "submit": {"dues_plan", "comment"},
    "release": {"conversion_opinion", "comment"},
    "issue_letter": PAPER,
    "record_seals": {"seal_applied", "riding_seal_applied"},
    "report_in": {"received_on", "comment"},
    "report_lost": {"reason"},
    "reissue": PAPER | DECIDED | {"decision"},
    "check_file": {"comment"},
    "finish_file_check": {"comment"},
    "accept": {"comment"},
    "order_acceptance": DECIDED,
    "order_release": DECIDED,
    "uphold_refusal": DECIDED,
    "place": {"placed_in_code", "comment"},
    "send_receipt": {"comment"},
    "confirm_receipt": {"comment"},
    "withdraw": {"letter_returned"},
    "void": {"reason"},
}


def test_what_else_an_action_takes_may_be_left_out():
    taken = {name: {use.name for use in action.fields if not use.required} for name, action in TRANSFER.actions.items()}
    assert {name: fields for name, fields in taken.items() if fields} == TAKEN


def test_only_steps_that_hurt_nobody_can_be_undone():
    undoable = {name for name, action in TRANSFER.actions.items() if action.undoable}
    assert undoable == {"submit", "release", "accept", "place"}


EFFECTS = {
    "register_arrival": {"record_outside_letter"},
    "edit": {"change_destination"},
    "release": {"draw_number"},
    "issue_letter": {"issue_letter"},
    "record_seals": {"record_seals"},
    "lapse": {"enter_after_expiry"},
    "report_lost": {"lose_letter"},
    "reissue": {"reissue_letter"},
    "report_in": {"record_arrival"},
    "accept": {"accept_member"},
    "redirect": {"redirect"},
    "place": {"place_member", "settle_receipt"},
    "send_back": {"void_letter"},
    "refuse": {"record_refusal"},
    "withdraw": {"void_letter"},
    "void": {"void_case"},
    "order_acceptance": {"record_order"},
    "order_release": {"record_order"},
    "uphold_refusal": {"void_letter"},
    "revoke": {"return_to_origin"},
}


def test_what_a_step_brings_about_beside_the_state():
    effects = {
        name: {*action.effects, *(effect for move in action.moves for effect in move.effects)}
        for name, action in TRANSFER.actions.items()
    }
    assert {name: names for name, names in effects.items() if names} == EFFECTS


def test_a_redirected_case_starts_a_new_turn_of_its_clock():
    assert {name: action.settles for name, action in TRANSFER.actions.items() if action.settles} == {
        "redirect": "placement"
    }


def test_the_receipt_is_settled_at_placement_only_after_a_release_inside_the_system():
    online, on_paper = TRANSFER.actions["place"].moves
    assert (online.target, online.effects) == ("closed", ("settle_receipt",))
    assert (on_paper.target, on_paper.effects) == ("receipt_due", ())


def test_the_way_is_shown_in_six_steps():
    assert (TRANSFER.label, TRANSFER.version, TRANSFER.prefix) == ("组织关系接转", 1, "ZJ")
    assert [step for step, _, _ in TRANSFER.definition.steps] == [
        "propose", "release", "letter", "accept", "place", "receipt",
    ]  # fmt: skip
    assert {state.name: state.step for state in TRANSFER.definition.states if not state.final} == {
        "requested": "propose", "draft": "propose", "returned": "propose", "outflow_review": "release",
        "in_transit": "letter", "lapsed": "letter", "street_review": "accept", "file_check": "accept",
        "refused": "accept", "placement": "place", "receipt_due": "receipt", "receipt_check": "receipt",
    }  # fmt: skip
