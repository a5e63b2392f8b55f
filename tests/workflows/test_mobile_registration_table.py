"""The legal table of mobile registration, as the law has it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.builders import AWAY_UNITS, CERTIFICATE, OUTSIDE, facts, unit
from tests.workflows.law import Law, outcomes
from workflows import NEWEST
from workflows.vocabulary import Facts, Party

MOBILE = NEWEST["mobile_registration"]

STATES = (
    "new", "leave_reported", "short_absence", "certificate_issued", "found_inflow", "attached", "leaving", "closed",
    "converted", "cancelled",
)  # fmt: skip

LAW = Law(
    """
    report_leave      | new -> leave_reported                                          | home
    register_inflow   | new -> found_inflow                                            | host
    allow_absence     | leave_reported -> short_absence                                | home
    issue_certificate | leave_reported -> certificate_issued                           | home
    issue_certificate | found_inflow -> attached                                       | home
    attach_member     | certificate_issued -> attached                                 | host
    decline_attach    | certificate_issued stay                                        | host
    log_contact       | any open stay                                                  | home
    log_activity      | any open stay                                                  | host
    inspect           | attached stay                                                  | home, host
    report_loss       | certificate_issued, attached, leaving stay                      | home, host
    leave             | attached -> leaving                                            | host
    move_on           | attached -> certificate_issued                                 | host
    check_return      | short_absence, certificate_issued, leaving -> closed           | home
    convert           | leave_reported, short_absence, found_inflow, attached, leaving -> converted | home, host
    cancel            | leave_reported, found_inflow, certificate_issued -> cancelled  | home
    """,
    words={"any open": "leave_reported short_absence certificate_issued found_inflow attached leaving"},
)

ENTRY = {"happened_on": date(2026, 11, 20), "result": "已联系"}
FIELDS: dict[str, dict[str, Any]] = {
    "register_inflow": {"receiving_code": "C1"},
    "attach_member": {"certificate_number": "hd-2026-12"},
    "decline_attach": {"reason": "人数已多"},
    "log_contact": ENTRY,
    "log_activity": ENTRY,
    "inspect": ENTRY,
    "leave": {"result": "按时参加活动"},
    "move_on": {"result": "按时参加活动"},
    "cancel": {"reason": "本人不外出了"},
}


def case(state: str, **changed: Any) -> Facts:
    """An ordinary registration, opened at home."""
    usual: dict[str, Any] = {"parties": AWAY_UNITS, "opened_by": Party.HOME, "letter": None, "certificate": CERTIFICATE}
    return facts(state, **(usual | changed))


VARIANTS: dict[str, dict[str, Any]] = {
    "reported at home": {},
    "found by the host": {"opened_by": Party.HOST},
    "without a known host": {
        "parties": {party: one for party, one in AWAY_UNITS.items() if party not in (Party.HOST, Party.STREET)}
    },
}


@pytest.mark.parametrize("action", LAW.actions)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_table_of_mobile_registration_is_the_law(variant, action):
    chosen = {"chosen_unit": unit("C2", "community", "/1/2/30/32/")} if action == "convert" else {}
    world = {"fields": FIELDS.get(action, {}), **VARIANTS[variant], **chosen}
    told = {state: outcomes(MOBILE, case(state, **world), action) for state in STATES}
    assert told == {state: LAW.outcomes(state, action) for state in STATES}


def test_the_table_names_every_state_and_every_action_and_no_other():
    assert set(STATES) == {"new", *MOBILE.states}
    assert set(LAW.actions) == set(MOBILE.actions)


LOST, VOID = (replace(CERTIFICATE, status=status) for status in ("lost", "void"))
OLD = replace(CERTIFICATE, valid_until=date(2026, 11, 23))
AT_HOME = {"parties": AWAY_UNITS | {Party.HOST: AWAY_UNITS[Party.HOME]}}
NO_PLACE = unit("G1", "group", "/1/2/30/31/", takes_members=False)
FROM_OUTSIDE = {"parties": AWAY_UNITS | {Party.HOME: OUTSIDE}}
LONG = {"left_on": date(2026, 8, 31), "back_on": date(2027, 3, 1)}

ONE_THING_WRONG: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("report_leave", {}, {"reason_code": "because"}, "unknown_reason"),
    ("report_leave", {}, {"left_on": date(2026, 12, 2), "back_on": date(2026, 12, 1)}, "returns_before_leaving"),
    ("report_leave", AT_HOME, {"receiving_code": "V1"}, "destination_not_exact"),
    ("register_inflow", {"parties": AWAY_UNITS | {Party.HOST: NO_PLACE}}, {}, "destination_not_exact"),
    ("register_inflow", AT_HOME, {}, "destination_not_exact"),
    ("allow_absence", {}, LONG, "absence_over_max"),
    ("allow_absence", LONG, {}, "absence_over_max"),
    ("allow_absence", {"left_on": date(2026, 12, 2)}, {"back_on": date(2026, 12, 1)}, "returns_before_leaving"),
    ("issue_certificate", FROM_OUTSIDE, {}, "certificate_mismatch"),
    ("issue_certificate", {"chosen_unit": NO_PLACE}, {"receiving_code": "G1"}, "destination_not_exact"),
    ("issue_certificate", {}, {"receiving_code": "NONE"}, "destination_not_exact"),
    ("attach_member", {}, {"certificate_number": "HD-2026-13"}, "certificate_mismatch"),
    ("attach_member", {}, {"received_on": date(2026, 11, 25)}, "certificate_mismatch"),
    ("attach_member", {}, {"received_on": date(2026, 11, 9)}, "certificate_mismatch"),
    ("attach_member", {"certificate": LOST}, {}, "certificate_void"),
    ("attach_member", {"certificate": VOID}, {}, "certificate_void"),
    ("attach_member", {"certificate": OLD}, {}, "certificate_expired"),
    ("attach_member", {"certificate": None}, {}, "certificate_mismatch"),
    ("decline_attach", {}, {"reason": " "}, "reason_required"),
    ("inspect", {}, {"happened_on": date(2026, 11, 25)}, "too_early"),
    ("report_loss", {}, {"happened_on": date(2026, 11, 25)}, "too_early"),
    ("report_loss", FROM_OUTSIDE, {}, "certificate_mismatch"),
    ("move_on", {"chosen_unit": AWAY_UNITS[Party.HOME]}, {"receiving_code": "V1"}, "destination_not_exact"),
    ("check_return", {}, {"happened_on": date(2026, 11, 25)}, "too_early"),
    ("convert", {"chosen_unit": AWAY_UNITS[Party.HOME]}, {}, "destination_not_exact"),
    ("convert", {"chosen_unit": NO_PLACE}, {}, "destination_not_exact"),
    ("convert", {}, {"reason_code": "because"}, "unknown_reason"),
    ("cancel", {}, {"reason": ""}, "reason_required"),
]


@pytest.mark.parametrize(("action", "world", "form", "code"), ONE_THING_WRONG)
def test_one_thing_wrong_is_refused_by_its_own_name(action, world, form, code):
    (state, *_) = MOBILE.actions[action].moves[0].sources
    wrong = case(state, **world, fields=FIELDS.get(action, {}) | form)
    step = MOBILE.step(MOBILE.actions[action], wrong, frozenset(Party))
    assert ([refusal.code for refusal in step.refusals], step.state) == ([code], state)


def test_an_absence_that_ends_on_the_day_six_months_are_over_is_short():
    """31 August and six months: the last day of February."""
    short = case("leave_reported", fields=LONG | {"back_on": date(2027, 2, 28)})
    assert MOBILE.step(MOBILE.actions["allow_absence"], short, frozenset({Party.HOME})).state == "short_absence"


def test_a_certificate_is_good_through_the_whole_of_its_last_day():
    last = case("certificate_issued", today=date(2027, 11, 10), fields=FIELDS["attach_member"])
    assert MOBILE.step(MOBILE.actions["attach_member"], last, frozenset({Party.HOST})).state == "attached"
