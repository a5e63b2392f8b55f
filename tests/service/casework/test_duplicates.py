"""Two records of one person become one; two persons are told apart for good; each with its reason and its line."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from service.casework.duplicates import Pair, merge_members, tell_apart
from service.errors import ActionRefused, NotFound, NotPermitted, StaleVersion, ValidationFailed
from service.models import DuplicateDecision, Member
from service.queries.duplicates import likely_duplicates, record_kept_for, records_of
from service.queries.member_page import cases_of, relations_of
from service.queries.members import masked, members_page
from tests.builders import make_id_number
from workflows.roles import Role

ZHOU = {"name": "周国栋", "birth_date": "1970-01-15", "phone": "13900000001", "id_number": None}
REASON = "已对照档案"


def decide(driver, verb, kept, other, who="department", reason=REASON, **seen):
    return driver.database.transact(lambda tx: verb(tx, driver.actor(who), Pair(kept, other, **seen), reason))


def auditor_above(driver):
    department = driver.actor("department")
    return replace(department, posts=(replace(department.posts[0], role=Role.AUDITOR),))


def read(driver, query):
    with driver.database.read() as tx:
        return query(tx)


def decisions(driver):
    columns = select(DuplicateDecision.member_id, DuplicateDecision.other_id, DuplicateDecision.decision)
    return read(driver, lambda tx: [tuple(row) for row in tx.session.execute(columns)])


@pytest.fixture
def twice(driver):
    kept = driver.member("branch", **(ZHOU | {"residence": None, "dues_paid_through": "2026-09"}))
    number = make_id_number(serial=7)
    changed = {"id_number": number, "residence": "望潮路 1 号", "dues_paid_through": "2026-01"}
    return kept, driver.member("second_branch", **(ZHOU | changed))


def test_what_only_the_other_record_knows_is_taken_over_and_nothing_else(driver, twice):
    kept, other = twice
    decide(driver, merge_members, kept, other)
    with driver.database.read() as tx:
        member = tx.session.get_one(Member, kept)
        assert (member.residence, member.dues_paid_through) == ("望潮路 1 号", "2026-09")
        assert (masked(tx, member)["id_number"] or "")[-4:] == make_id_number(serial=7)[-4:]
        assert tx.session.get_one(Member, other).id_number_index is None
    assert decisions(driver) == [(other, kept, "merged")]


def test_the_other_record_is_in_no_list_any_more_and_leads_to_the_one_that_stays(driver, twice):
    kept, other = twice
    decide(driver, merge_members, kept, other)
    found = read(driver, lambda tx: members_page(tx, driver.actor("department"), q="周国栋"))
    assert [member.id for member in found] == [kept]
    assert read(driver, lambda tx: record_kept_for(tx, other)) == kept
    with pytest.raises(NotFound):
        decide(driver, merge_members, kept, other)


def test_a_record_that_went_up_twice_leads_to_the_last(driver, twice):
    kept, other = twice
    third = driver.member("branch", **ZHOU)
    decide(driver, merge_members, kept, other)
    decide(driver, merge_members, third, kept)
    assert read(driver, lambda tx: record_kept_for(tx, other)) == third
    assert read(driver, lambda tx: sorted(records_of(tx, tx.session.get_one(Member, third)))) == sorted([third, *twice])


def test_ended_cases_and_former_relations_of_the_other_record_are_shown_with_the_one_that_stays(driver):
    number = driver.drive_to("withdrawn")
    other = driver.case(number).member_id
    kept = driver.member("branch", **ZHOU)
    decide(driver, merge_members, kept, other)
    actor = driver.actor("department")
    with driver.database.read() as tx:
        records = records_of(tx, tx.session.get_one(Member, kept))
        assert [case.number for case in cases_of(tx, actor, records)] == [number]
        assert [held.until is None for held in relations_of(tx, actor, records)].count(True) == 2


def test_a_record_with_an_open_case_does_not_go_up_in_another(driver):
    number = driver.drive_to("in_transit")
    kept = driver.member("branch", **ZHOU)
    with pytest.raises(ActionRefused) as refused:
        decide(driver, merge_members, kept, driver.case(number).member_id)
    assert [(refusal.code, refusal.values) for refusal in refused.value.refusals] == [
        ("record_has_open_case", {"number": number})
    ]


def test_two_id_numbers_are_not_merged(driver, twice):
    kept = driver.member("branch", **(ZHOU | {"id_number": make_id_number(serial=8)}))
    with pytest.raises(ActionRefused) as refused:
        decide(driver, merge_members, kept, twice[1])
    assert [refusal.code for refusal in refused.value.refusals] == ["two_id_numbers"]
    assert decisions(driver) == []


@pytest.mark.parametrize("verb", [merge_members, tell_apart])
def test_nobody_decides_without_a_reason_over_records_of_others_or_after_a_change(driver, twice, verb):
    kept, other = twice
    with pytest.raises(ValidationFailed):
        decide(driver, verb, kept, other, reason=" ")
    with pytest.raises(ValidationFailed):
        decide(driver, verb, kept, kept)
    with pytest.raises(NotFound):
        decide(driver, verb, kept, other, who="branch")
    with pytest.raises(NotPermitted):
        decide(driver, verb, kept, other, who=auditor_above(driver))
    with pytest.raises(StaleVersion):
        decide(driver, verb, kept, other, other_version=9)
    assert decisions(driver) == []


def test_two_who_were_told_apart_are_not_asked_about_again(driver, twice):
    decide(driver, tell_apart, *twice)
    for key in twice:
        member = read(driver, lambda tx, key=key: tx.session.get_one(Member, key))
        assert read(driver, lambda tx, of=member: likely_duplicates(tx, driver.actor("department"), of)) == []
    assert decisions(driver) == [(twice[1], twice[0], "distinct")]
