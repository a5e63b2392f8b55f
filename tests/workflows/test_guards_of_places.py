"""The guards about where a case goes, whether it comes back, and what the two sides of a registration say."""

from datetime import date

import pytest

from tests.workflows.builders import EXTERNAL_RECEIVER, OUTSIDE, TODAY, facts, unit
from workflows import guards
from workflows.vocabulary import Party


def test_a_case_is_redirected_to_another_unit_below_the_same_street():
    assert guards.stays_under_the_street(facts(chosen_unit=unit("C2", "community", "/1/2/30/32/"))) is None
    assert guards.stays_under_the_street(facts(chosen_unit=unit("B3", "branch", "/1/2/30/31/33/"))) is None


@pytest.mark.parametrize(
    "chosen",
    [
        None,
        unit("C1", "community", "/1/2/30/31/"),
        unit("C9", "community", "/1/2/40/41/"),
        unit("C9", "community", "/1/2/3/"),
        unit("C9", "community", "/1/2/301/"),
        unit("S1", "base_committee", "/1/2/30/"),
        unit("G1", "group", "/1/2/30/32/", takes_members=False),
        OUTSIDE,
    ],
)
def test_a_case_is_not_redirected_anywhere_else(chosen):
    refusal = guards.stays_under_the_street(facts(chosen_unit=chosen, fields={"receiving_code": "typed"}))
    assert refusal is not None
    assert refusal.code == "destination_not_exact"
    assert refusal.values == {"code": chosen.code if chosen else "typed"}


PLACED = {"placed_in_code": "typed"}


def test_a_member_is_placed_in_the_receiving_unit_unless_something_else_is_said():
    assert guards.placed_at_or_below_receiving(facts()) is None
    here = facts(chosen_unit=facts().parties[Party.RECEIVING], fields=PLACED)
    assert guards.placed_at_or_below_receiving(here) is None


@pytest.mark.parametrize("kind", ["branch", "general_branch", "group"])
def test_a_member_is_placed_in_a_branch_or_group_below(kind):
    below = unit("B1", kind, "/1/2/30/31/40/", takes_members=kind != "group")
    assert guards.placed_at_or_below_receiving(facts(chosen_unit=below, fields=PLACED)) is None


@pytest.mark.parametrize(
    "chosen",
    [
        None,
        unit("B1", "branch", "/1/2/30/32/"),
        unit("B1", "branch", "/1/2/30/310/"),
        unit("C2", "community", "/1/2/30/31/50/"),
        unit("S1", "street_committee", "/1/2/30/"),
        unit("B1", "branch", "/1/2/30/31/40/", valid=False, takes_members=False),
        unit("X2", "external", "/1/2/30/31/60/"),
        OUTSIDE,
    ],
)
def test_a_member_is_placed_nowhere_else(chosen):
    refusal = guards.placed_at_or_below_receiving(facts(chosen_unit=chosen, fields=PLACED))
    assert refusal is not None
    assert (refusal.code, refusal.values) == ("destination_not_exact", {"code": "typed"})
    assert refusal.field == "placed_in_code"


def test_a_unit_outside_places_the_member_as_its_own_tree_has_it():
    below = unit("X2", "external", "/9/10/")
    assert (
        guards.placed_at_or_below_receiving(facts(parties=EXTERNAL_RECEIVER, chosen_unit=below, fields=PLACED)) is None
    )


@pytest.mark.parametrize(("closed_on", "open_"), [(date(2026, 10, 25), True), (date(2026, 10, 24), False)])
def test_a_closed_transfer_is_revoked_up_to_the_thirtieth_day(closed_on, open_):
    refusal = guards.revoke_window_is_open(facts(closed_on=closed_on))
    assert (refusal is None) == open_
    assert refusal is None or (refusal.code, refusal.values) == ("revoke_window_over", {"days": 30})


def test_an_open_case_has_no_window_to_miss():
    assert guards.revoke_window_is_open(facts(closed_on=None)) is None


@pytest.mark.parametrize("wrong", [{"member_moved_on": True}, {"origin_valid": False}])
def test_a_member_who_moved_on_or_whose_origin_is_gone_does_not_return(wrong):
    assert guards.origin_can_take_back(facts()) is None
    refusal = guards.origin_can_take_back(facts(**wrong))
    assert refusal is not None
    assert refusal.code == "revoke_impossible"


@pytest.mark.parametrize("consent_on", [TODAY, date(2026, 1, 1), None])
def test_consent_is_given_today_or_before(consent_on):
    assert guards.consents(facts(fields={"consent_on": consent_on})) is None


def test_consent_is_not_given_tomorrow():
    refusal = guards.consents(facts(fields={"consent_on": date(2026, 11, 25)}))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("consent_required", "consent_on")


@pytest.mark.parametrize(
    ("today", "quarter", "refused"),
    [
        (date(2026, 11, 24), "2026-Q4", False),
        (date(2026, 11, 24), "2026-Q3", False),
        (date(2026, 11, 24), "2027-Q1", True),
        (date(2026, 9, 30), "2026-Q4", True),
        (date(2026, 10, 1), "2026-Q4", False),
        (date(2026, 1, 1), "2026-Q1", False),
        (date(2026, 1, 1), None, False),
    ],
)
def test_feedback_is_about_a_quarter_that_has_begun(today, quarter, refused):
    refusal = guards.quarter_has_begun(facts(today=today, fields={"quarter": quarter}))
    assert (refusal is not None) == refused
    assert refusal is None or (refusal.code, refusal.field) == ("too_early", "quarter")
