"""The forms of actions take what people type, refuse what nobody can mean, and name each slip by its field."""

from datetime import date
from typing import Any

import pytest

from service.errors import ValidationFailed
from service.forms.actions import load_fields, options_of, schema_for
from workflows import NEWEST
from workflows.vocabulary import Action, Move, Use


def action_of(workflow: str, name: str) -> Action:
    return NEWEST[workflow].actions[name]


def action_with(*uses: Use) -> Action:
    return Action("try", "试", (Move(("draft",), None, ()),), uses)


def refusals(action: Action, raw: Any) -> dict[str | None, str]:
    with pytest.raises(ValidationFailed) as caught:
        load_fields(action, raw)
    return {refusal.field: refusal.code for refusal in caught.value.refusals}


@pytest.mark.parametrize(
    "written",
    ["2026-11-24", "2026/11/24", "2026.11.24", "2026年11月24日", "20261124", "２０２６．１１．２４", " 2026-11-24 "],
)
def test_a_date_is_read_as_people_write_it(written):
    assert load_fields(action_with(Use("issued_on")), {"issued_on": written}) == {"issued_on": date(2026, 11, 24)}


def test_a_month_and_a_day_may_be_written_with_one_digit():
    assert load_fields(action_with(Use("issued_on")), {"issued_on": "2026.1.4"})["issued_on"] == date(2026, 1, 4)


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13-01", "24.11.2026", "2026-11", "0001-01-01", "9999-12-31", "昨天", 20261124, True, ["2026"]],
)
def test_a_day_that_does_not_exist_is_refused(written):
    assert refusals(action_with(Use("issued_on")), {"issued_on": written}) == {"issued_on": "invalid_date"}


@pytest.mark.parametrize("written", [60, "60", "６０", " 60 ", 60.0])
def test_a_whole_number_is_read_from_a_form_and_from_json(written):
    assert load_fields(action_with(Use("valid_days")), {"valid_days": written}) == {"valid_days": 60}


@pytest.mark.parametrize(
    "written", [True, "sixty", 1.5, float("inf"), "9" * 6000, pytest.param(10**5000, id="huge"), [], {}]
)
def test_what_is_no_whole_number_is_refused(written):
    assert refusals(action_with(Use("valid_days")), {"valid_days": written}) == {"valid_days": "invalid_integer"}


@pytest.mark.parametrize(
    ("written", "meant"), [(True, True), ("on", True), ("是", True), ("false", False), ("0", False)]
)
def test_yes_and_no_are_read_from_a_form_and_from_json(written, meant):
    assert load_fields(action_with(Use("seal_applied")), {"seal_applied": written}) == {"seal_applied": meant}


@pytest.mark.parametrize("written", [1, "maybe", [True]])
def test_what_is_neither_yes_nor_no_is_refused(written):
    assert refusals(action_with(Use("seal_applied")), {"seal_applied": written}) == {"seal_applied": "invalid_boolean"}


def test_a_field_left_empty_counts_as_missing():
    send_receipt = action_of("transfer", "send_receipt")
    raw = {"letter_number": "0012", "handled_by": "  ", "handled_phone": "", "sent_via": None}
    assert refusals(send_receipt, raw) == dict.fromkeys(("handled_by", "handled_phone", "sent_via"), "required")


def test_an_empty_field_that_nobody_needs_is_left_out():
    assert load_fields(action_of("transfer", "submit"), {"comment": "", "dues_plan": "  "}) == {}


def test_a_reason_that_the_rules_demand_is_not_refused_by_the_form():
    assert load_fields(action_of("transfer", "send_back"), {}) == {}


def test_an_unknown_field_is_refused_by_name():
    assert refusals(action_of("transfer", "submit"), {"colour": "red"}) == {"colour": "unknown_field"}


def test_every_wrong_field_is_named_at_once():
    found = refusals(action_of("transfer", "issue_letter"), {"issued_on": "soon", "valid_days": "many", "x": 1})
    assert found == {"issued_on": "invalid_date", "valid_days": "invalid_integer", "x": "unknown_field"}


def test_a_choice_outside_its_list_is_refused_with_the_list():
    with pytest.raises(ValidationFailed) as caught:
        load_fields(action_with(Use("sent_via")), {"sent_via": "pigeon"})
    assert caught.value.refusals[0].code == "not_a_choice"
    assert "in_person" in caught.value.refusals[0].values["choices"]


def test_a_use_may_narrow_a_text_to_a_list():
    answer = action_of("dual_management", "answer")
    assert load_fields(answer, {"result": "agreed"}) == {"result": "agreed"}
    assert refusals(answer, {"result": "perhaps"}) == {"result": "not_a_choice"}
    assert options_of(Use("result", options="answer")) == {"agreed": "同意", "objected": "有不同意见"}


def test_an_unknown_reason_is_left_to_the_guard():
    assert load_fields(action_of("transfer", "refuse"), {"reason_code": "weather"}) == {"reason_code": "weather"}


def test_text_over_its_length_is_refused_with_the_length():
    with pytest.raises(ValidationFailed) as caught:
        load_fields(action_with(Use("letter_number")), {"letter_number": "1" * 61})
    assert [(r.code, r.values, r.field) for r in caught.value.refusals] == [("too_long", {"max": 60}, "letter_number")]


@pytest.mark.parametrize("written", ["a\x00b", "\ud800", 12, ["a"], {"a": 1}])
def test_what_no_database_can_keep_is_no_text(written):
    assert refusals(action_with(Use("letter_number")), {"letter_number": written}) == {"letter_number": "invalid_text"}


def test_a_short_text_is_one_line_and_a_long_one_keeps_its_lines():
    raw = {"letter_number": " 沪委\n12 ", "comment": "第一行\r\n第二行 "}
    loaded = load_fields(action_with(Use("letter_number"), Use("comment")), raw)
    assert loaded == {"letter_number": "沪委 12", "comment": "第一行\n第二行"}


@pytest.mark.parametrize("written", ["2026-Q3", "2026q3", "2026年第3季度", "2026年三季度", "２０２６Q３"])
def test_a_quarter_is_read_as_people_write_it(written):
    assert load_fields(action_with(Use("quarter")), {"quarter": written}) == {"quarter": "2026-Q3"}


def test_a_fifth_quarter_is_refused():
    assert refusals(action_with(Use("quarter")), {"quarter": "2026-Q5"}) == {"quarter": "invalid_quarter"}


def test_an_organization_is_named_by_its_code():
    assert load_fields(action_with(Use("to_code")), {"to_code": " ５００１ "}) == {"to_code": "5001"}
    assert refusals(action_with(Use("to_code")), {"to_code": "1" * 41}) == {"to_code": "too_long"}


def test_the_form_of_an_action_is_made_once():
    assert schema_for(action_of("transfer", "submit")) is schema_for(action_of("transfer", "submit"))


@pytest.mark.parametrize("workflow", sorted(NEWEST))
def test_every_action_of_every_workflow_has_a_form(workflow):
    for action in NEWEST[workflow].actions.values():
        assert list(schema_for(action).fields) == list(dict.fromkeys(use.name for use in action.fields))


@pytest.mark.parametrize("body", [[], "text", 3, None])
def test_a_body_that_is_no_mapping_is_refused(body):
    assert refusals(action_of("transfer", "submit"), body) == {None: "invalid_body"}
