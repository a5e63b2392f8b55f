"""The actions of every case: the same names, the same rules, wherever the case lies."""

from datetime import timedelta

import pytest

from workflows import NEWEST
from workflows.codes import CODE_LISTS, PARTIES, is_ground
from workflows.everywhere import EVERYWHERE, UNDO_WITHIN
from workflows.fields import FIELDS
from workflows.vocabulary import Party

SHEET = {
    # name: label, by, needed fields, raises the version, only while open
    "comment": ("留言", "any_party", {"comment"}, False, True),
    "attach": ("补充附件", "any_party", set(), False, True),
    "detach": ("撤下附件", "whoever_added", set(), False, False),
    "print_letter": ("打印介绍信", "issuer", set(), False, False),
    "make_receipt_link": ("生成回执链接", "issuer", set(), False, True),
    "revoke_receipt_link": ("作废回执链接", "issuer", set(), False, False),
    "nudge": ("催办", "any_party", set(), False, True),
    "hand_over": ("转交", "holder", set(), False, True),
    "reassign": ("改换当事方", "department_above", {"party", "to_code", "reason"}, True, True),
    "link": ("关联办件", "another_case", set(), True, False),
    "undo": ("撤回这一步", "last_actor", set(), True, False),
}


def test_there_are_no_others():
    assert set(EVERYWHERE) == set(SHEET)


@pytest.mark.parametrize("name", SHEET)
def test_an_action_of_every_case_is_the_one_of_the_law(name):
    action = EVERYWHERE[name]
    needed = {use.name for use in action.fields if use.required}
    assert (action.label, action.by, needed, action.raises_version, action.only_open) == SHEET[name]
    assert {use.name for use in action.fields} <= set(FIELDS)


def test_no_workflow_takes_a_name_that_is_everywhere():
    assert not {name for workflow in NEWEST.values() for name in workflow.actions} & set(EVERYWHERE)


def test_a_step_is_taken_back_within_thirty_seconds():
    assert timedelta(seconds=30) == UNDO_WITHIN


@pytest.mark.parametrize("action", ["issue_letter", "reissue", "refuse", "send_receipt", "confirm_receipt", "void"])
def test_letters_refusals_and_receipts_are_never_taken_back(action):
    assert not NEWEST["transfer"].actions[action].undoable


def test_every_party_of_the_law_has_a_name():
    assert list(PARTIES) == [
        "outflow", "outflow_committee", "street", "receiving", "department", "home", "host", "keeper", "asked",
        "community",
    ]  # fmt: skip
    assert set(PARTIES) <= {party.value for party in Party}


def test_three_reasons_for_refusing_have_no_ground_in_the_rules():
    assert {code for code in CODE_LISTS["refusal"] if not is_ground(code)} == {
        "no_household_registration", "no_house", "too_many_members",
    }  # fmt: skip
    assert is_ground("a code nobody knows")
