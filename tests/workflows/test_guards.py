"""The guards about reasons, destinations and members: what satisfies each, and what it says when nothing does."""

from dataclasses import replace

import pytest

from tests.workflows.builders import EXTERNAL_SENDER, MEMBER, facts, unit, units
from workflows import guards
from workflows.codes import CASE_REASONS, REFUSAL_REASONS, VOID_REASONS
from workflows.vocabulary import Party


@pytest.mark.parametrize(
    ("guard", "known"),
    [
        (guards.gives_known_case_reason, CASE_REASONS),
        (guards.gives_known_refusal_reason, REFUSAL_REASONS),
        (guards.gives_known_void_reason, VOID_REASONS),
    ],
)
def test_a_reason_comes_from_its_own_list(guard, known):
    for code in known:
        assert guard(facts(fields={"reason_code": code})) is None
    refusal = guard(facts(fields={"reason_code": "because"}))
    assert (refusal.code, refusal.values, refusal.field) == ("unknown_reason", {"code": "because"}, "reason_code")


@pytest.mark.parametrize(
    "guard",
    [guards.gives_known_case_reason, guards.gives_known_refusal_reason, guards.gives_known_void_reason],
)
def test_a_missing_reason_is_left_to_the_catalogue_of_fields(guard):
    assert guard(facts()) is None


def test_a_unit_that_takes_members_is_an_exact_destination():
    assert guards.destination_is_exact(facts()) is None


def test_a_unit_that_takes_no_members_is_no_exact_destination():
    refusal = guards.destination_is_exact(
        facts(parties=units(receiving=unit("G1", "group", "/1/", takes_members=False)))
    )
    assert refusal is not None
    assert (refusal.code, refusal.values, refusal.field) == ("destination_not_exact", {"code": "G1"}, "receiving_code")


def test_a_destination_nobody_knows_is_named_as_it_was_typed():
    here = facts(parties={}, fields={"receiving_code": "no such code"})
    refusal = guards.destination_is_exact(here)
    assert refusal is not None
    assert refusal.values == {"code": "no such code"}


def test_a_destination_chosen_in_this_step_counts_before_the_one_on_record():
    chosen = unit("G1", "group", "/1/", takes_members=False)
    assert guards.destination_is_exact(facts(chosen_unit=chosen)) is not None


def test_nobody_moves_to_where_they_are():
    here = facts().parties[Party.OUTFLOW]
    assert guards.sides_differ(facts()) is None
    for wrong in (facts(parties=units(receiving=here)), facts(chosen_unit=here)):
        refusal = guards.sides_differ(wrong)
        assert refusal is not None
        assert refusal.code == "destination_not_exact"


@pytest.mark.parametrize("rule", ["", "employer", "residence"])
def test_a_destination_by_the_rules_needs_no_reason(rule):
    assert guards.other_destination_has_a_reason(facts(destination_rule=rule)) is None


def test_another_destination_needs_a_reason():
    refusal = guards.other_destination_has_a_reason(facts(destination_rule="other", fields={"destination_reason": " "}))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("reason_required", "destination_reason")
    told = facts(destination_rule="other", fields={"destination_reason": "随子女居住"})
    assert guards.other_destination_has_a_reason(told) is None


def test_only_a_paper_from_outside_is_typed_in():
    assert guards.sender_is_outside(facts(parties=EXTERNAL_SENDER)) is None
    for wrong in (facts(), facts(parties={})):
        refusal = guards.sender_is_outside(wrong)
        assert refusal is not None
        assert (refusal.code, refusal.field) == ("not_external", "outflow_code")


def test_a_member_without_a_telephone_cannot_be_reached():
    assert guards.member_can_be_reached(facts()) is None
    refusal = guards.member_can_be_reached(facts(member=replace(MEMBER, has_contact=False)))
    assert refusal is not None
    assert refusal.code == "missing_contact"


@pytest.mark.parametrize("paid", ["2026-11", "2026-12", "2027-01", "2026-11-24"])
def test_dues_through_the_current_month_are_settled(paid):
    assert guards.dues_are_settled(facts(member=replace(MEMBER, dues_paid_through=paid))) is None


@pytest.mark.parametrize("paid", ["2026-10", "2025-12", "2026", None])
def test_dues_a_month_behind_need_a_plan(paid):
    behind = replace(MEMBER, dues_paid_through=paid)
    refusal = guards.dues_are_settled(facts(member=behind))
    assert refusal is not None
    assert (refusal.code, refusal.values, refusal.field) == ("dues_behind", {"paid_through": paid}, "dues_plan")
    assert guards.dues_are_settled(facts(member=behind, fields={"dues_plan": "  "})) is not None
    assert guards.dues_are_settled(facts(member=behind, fields={"dues_plan": "十二月补交"})) is None


def test_nobodys_dues_are_behind():
    assert guards.dues_are_settled(facts(member=None)) is not None
    assert guards.member_can_be_reached(facts(member=None)) is None
    assert guards.conversion_is_settled(facts(member=None)) is None


PROBATION = replace(MEMBER, status="probationary", converted_on=None)


@pytest.mark.parametrize("ends_on", ["2026-11-25", "2026-12", "2027", None])
def test_a_probation_that_is_not_over_does_not_stand_in_the_way(ends_on):
    assert guards.conversion_is_settled(facts(member=replace(PROBATION, probation_ends_on=ends_on))) is None


@pytest.mark.parametrize("ends_on", ["2026-11-24", "2026-11-23", "2025-11", "2026-11", "2026"])
def test_a_probation_that_is_over_is_decided_first_or_an_opinion_travels_along(ends_on):
    over = replace(PROBATION, probation_ends_on=ends_on)
    refusal = guards.conversion_is_settled(facts(member=over))
    assert refusal is not None
    assert (refusal.code, refusal.values) == ("conversion_unsettled", {"ended_on": ends_on})
    assert refusal.field == "conversion_opinion"
    opinion = {"conversion_opinion": "拟延长预备期半年"}
    assert guards.conversion_is_settled(facts(member=over, fields=opinion)) is None


def test_a_full_member_has_no_probation_left():
    over = replace(PROBATION, probation_ends_on="2026-01-01")
    assert guards.conversion_is_settled(facts(member=replace(over, converted_on="2026-01-05"))) is None
    assert guards.conversion_is_settled(facts(member=replace(over, status="full"))) is None


def test_after_an_order_nobody_refuses_again():
    assert guards.not_decided_already(facts()) is None
    refusal = guards.not_decided_already(facts(ordered=True))
    assert refusal is not None
    assert (refusal.code, refusal.field) == ("already_decided", None)
