"""A newer file of organizations handed in: looked at, told what it touches and leaves out, then carried out or not."""

from datetime import timedelta

import pytest

from service.casework.files import NewFile
from service.casework.jobs import claim_job
from service.errors import Conflict, NotFound, NotPermitted, ValidationFailed, WrongState
from service.intake.organization_hand_in import (
    apply_organizations,
    hand_in_organizations,
    own_organization_job,
    result_of,
)
from service.jobs import run_waiting
from service.jobs.bench import Bench
from service.jobs.organizations_work import apply_organizations as carry_out
from service.queries.audit import verify
from service.queries.former_names import changes_of
from service.queries.organizations import find_organization, organization_with_code
from tests.driving import counted_statements
from tests.service.intake.sheets import table

HEAD = ["code", "parent_code", "kind", "name", "valid_to", "successor_code"]
STREET = ("D-second_street", "D-department", "street_committee", "银杏街道")
MERGED = ("D-second_community", "D-second_street", "community", "听松社区", "2026-11-23", "D-community")
RENAMED = ("D-street", "D-department", "street_committee", "碧梧街道")
MOVED = ("D-village", "D-street", "village", "柳湾村")
NEW = ("NEW", "D-second_street", "community", "新社区")


def sheet(*rows):
    lines = [list(row) + [""] * (len(HEAD) - len(row)) for row in rows]
    return NewFile("组织.csv", "text/csv", table([HEAD, *lines]))


def handed_in(driver, *rows, who="department"):
    key = driver.database.transact(lambda tx: hand_in_organizations(tx, driver.actor(who), sheet(*rows))).id
    run_waiting(driver.database)
    return key


def applied(driver, key, who="department"):
    job = driver.database.transact(lambda tx: apply_organizations(tx, driver.actor(who), key)).id
    run_waiting(driver.database)
    return job


def seen(driver, key, who="department"):
    with driver.database.read() as tx:
        return result_of(tx, own_organization_job(tx, driver.actor(who), key))


def touched(driver, key, kind):
    return next(one for one in seen(driver, key).touched if one.kind == kind)


def name_of(driver, code):
    with driver.database.read() as tx:
        found = find_organization(tx, code)
        return found and found.name


def test_a_check_says_who_and_what_is_touched_and_changes_nothing(driver):
    number = driver.drive_to("in_transit")
    waiting = driver.drive_to("placement")
    key = handed_in(driver, STREET, MERGED, RENAMED, MOVED, NEW)
    found = seen(driver, key)
    assert (found.applied, found.counts) == (False, {"created": 1, "updated": 3, "unchanged": 1})
    assert [row.code for row in found.created] == ["NEW"]
    merged = touched(driver, key, "merge")
    assert (merged.code, merged.counts["cases"], merged.counts["posts"]) == ("D-second_community", 2, 1)
    assert merged.counts["letters"] == 2
    assert {case["number"] for case in merged.cases} == {number, waiting}
    assert {post["role"] for post in merged.posts} == {"branch_secretary"}
    renamed = touched(driver, key, "rename")
    assert (renamed.before, renamed.after) == ("梧桐街道", "碧梧街道")
    assert (renamed.counts["members"], renamed.counts["cases"], renamed.counts["letters"]) == (2, 2, 2)
    moved = touched(driver, key, "move")
    assert (moved.before.endswith("委员会"), moved.after, moved.counts["units"]) == (True, "中共梧桐街道委员会", 1)
    assert name_of(driver, "D-street") == "梧桐街道"
    assert driver.case(waiting).holder_id == driver.district.second_community.id


def test_what_the_file_leaves_out_is_told_and_stays(driver):
    key = handed_in(driver, STREET, NEW)
    assert [(unit.code, unit.name) for unit in seen(driver, key).absent] == [("D-second_community", "听松社区")]
    assert seen(driver, applied(driver, key)).applied
    assert name_of(driver, "D-second_community") == "听松社区"


def test_a_checked_file_is_carried_out_whole_and_noted_as_the_person_who_handed_it_in(driver):
    number = driver.drive_to("placement")
    key = handed_in(driver, STREET, MERGED, RENAMED, NEW)
    done = seen(driver, applied(driver, key))
    assert (done.applied, done.counts["created"]) == (True, 1)
    assert (name_of(driver, "D-street"), name_of(driver, "NEW")) == ("碧梧街道", "新社区")
    assert driver.case(number).holder_id == driver.district.community.id
    with driver.database.read() as tx:
        (line,) = changes_of(tx, organization_with_code(tx, "D-street"))
        assert (line.change.kind, line.change.reason, line.actor_name) == (
            "rename",
            "组织文件导入",
            "望江市青石区经办人",
        )
        assert verify(tx).findings == ()


def test_one_fault_keeps_the_whole_file_out_and_says_what_stands_in_the_way(driver):
    driver.drive_to("placement")
    ended = (*MERGED[:4], "2026-11-23")
    key = handed_in(driver, ended, RENAMED)
    found = seen(driver, key)
    assert found.counts == {"wrong": 1}
    assert [(row.row, row.refusals[0].code) for row in found.wrong] == [(2, "still_has_open_cases")]
    with pytest.raises(Conflict):
        applied(driver, key)
    assert name_of(driver, "D-street") == "梧桐街道"


def test_what_happened_between_the_check_and_the_confirmation_is_looked_at_again(driver):
    key = handed_in(driver, ("D-village_branch", "D-village", "branch", "柳湾村第一党支部", "2026-11-23"))
    assert touched(driver, key, "dissolve").counts["members"] == 0
    driver.member("village_branch")
    late = seen(driver, applied(driver, key))
    assert (late.applied, late.wrong[0].refusals[0].code) == (False, "still_has_members")


def test_a_confirmation_sent_again_asks_for_nothing_new(driver):
    key = handed_in(driver, RENAMED)
    first = applied(driver, key)
    assert applied(driver, key) == first
    with pytest.raises(WrongState):
        applied(driver, first)


def test_a_worker_that_was_killed_after_the_work_is_followed_by_one_that_answers_the_same(driver, set_now):
    key = handed_in(driver, RENAMED)
    job = driver.database.transact(lambda tx: apply_organizations(tx, driver.actor("department"), key)).id
    lost = driver.database.transact(claim_job)
    outcome = carry_out(Bench(driver.database, driver.actor("department"), lost)).outcome
    set_now(lost.lease_until + timedelta(seconds=1))
    assert run_waiting(driver.database) == 1
    with driver.database.read() as tx:
        assert own_organization_job(tx, driver.actor("department"), job).outcome == outcome
    assert seen(driver, job).counts == {"updated": 1}


def test_who_writes_no_organizations_hands_none_in_and_finds_none_and_rows_of_others_are_refused(driver):
    key = handed_in(driver, RENAMED)
    with pytest.raises(NotFound):
        seen(driver, key, "city")
    with pytest.raises(NotPermitted):
        handed_in(driver, RENAMED, who="street")
    with pytest.raises(ValidationFailed):
        driver.database.transact(
            lambda tx: hand_in_organizations(tx, driver.actor("department"), NewFile("空.csv", "", b""))
        )
    far = handed_in(driver, ("D-second_city", "D-province", "city", "另一个市"))
    assert [row.refusals[0].code for row in seen(driver, far).wrong] == ["not_permitted"]


def test_a_file_without_its_columns_fails_with_the_reason(driver):
    file = NewFile("组织.csv", "", table([["code", "name"], ["A", "B"]]))
    key = driver.database.transact(lambda tx: hand_in_organizations(tx, driver.actor("department"), file)).id
    run_waiting(driver.database)
    with driver.database.read() as tx:
        job = own_organization_job(tx, driver.actor("department"), key)
        assert (job.state, (job.outcome or {})["refusals"][0]["code"]) == ("failed", "missing_column")


def test_rows_that_change_nothing_cost_no_statements(driver):
    counts = []
    for rows in ((STREET,), (STREET, MERGED[:4], ("D-street", "D-department", "street_committee", "梧桐街道"))):
        driver.database.transact(
            lambda tx, rows=rows: hand_in_organizations(tx, driver.actor("department"), sheet(*rows))
        )
        with counted_statements(driver.database) as sent:
            run_waiting(driver.database)
        counts.append(len(sent))
    assert counts[0] == counts[1]
