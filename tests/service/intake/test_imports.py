"""A roster handed in: checked, read with other columns, carried out, taken back, and never twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.casework.files import NewFile, forget_files
from service.casework.jobs import claim_job
from service.errors import Conflict, NotFound, NotPermitted, WrongState
from service.intake.imports import apply_import, choose_columns, hand_in, undo_import
from service.jobs import run_waiting
from service.models import ImportRow, Member, RosterImport, StoredFile
from service.queries.imports import own_import, rows_page
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook
from workflows.roles import Role

HEAD = ["姓名", "身份证号", "所在党支部", "工作单位"]
BAD = "329901196501014410"


def rows(*names, bad=0):
    people = [[name, make_id_number(), "D-branch", "盛达建材厂"] for name in names]
    return [HEAD, *people, *[["号码错", BAD, "D-branch", ""]] * bad]


def handed_in(driver, lines, who="street"):
    file = NewFile("名册.xlsx", "application/vnd.ms-excel", workbook(dict(enumerate(lines, start=1))))
    key = driver.database.transact(lambda tx: hand_in(tx, driver.actor(who), file)).id
    run_waiting(driver.database)
    return key


def done(driver, verb, key, who="street", **how):
    driver.database.transact(lambda tx: verb(tx, driver.actor(who), key, **how))
    run_waiting(driver.database)
    return seen(driver, key, who)


def seen(driver, key, who="street"):
    with driver.database.read() as tx:
        found = own_import(tx, driver.actor(who), key)
        return found.state, dict(found.counts)


def people(driver):
    with driver.database.read() as tx:
        return sorted(tx.session.scalars(select(Member.name)))


def test_a_roster_is_checked_then_carried_out_and_a_second_time_adds_nothing(driver):
    lines = rows("周国栋", "林秀英", bad=1)
    key = handed_in(driver, lines)
    assert seen(driver, key) == ("checked", {"accept": 2, "reject": 1})
    assert people(driver) == []
    assert done(driver, apply_import, key) == ("applied", {"created": 2, "rejected": 1, "unchanged": 0})
    again = handed_in(driver, lines)
    assert done(driver, apply_import, again)[1] == {"rejected": 1, "unchanged": 2}
    assert people(driver) == ["周国栋", "林秀英"]


def test_what_is_wrong_is_kept_with_its_cell_and_value_and_encrypted(driver):
    key = handed_in(driver, rows("周国栋", bad=1))
    with driver.database.read() as tx:
        (row,) = rows_page(tx, key, 10)
        assert (row.row, row.action) == (3, "reject")
        assert (row.findings[0]["column"], row.findings[0]["value"]) == ("B", BAD)
        sealed = tx.session.scalar(select(ImportRow.findings_sealed))
        content = tx.session.scalar(select(StoredFile.content_sealed))
    assert BAD.encode() not in sealed
    assert "名册".encode() not in content


def test_all_or_none_is_refused_while_a_row_is_wrong(driver):
    key = handed_in(driver, rows("周国栋", bad=2))
    with pytest.raises(Conflict) as refused:
        done(driver, apply_import, key, all_or_none=True)
    assert refused.value.refusals[0].values == {"rows": 2}
    assert seen(driver, key)[0] == "checked"


def test_an_import_is_taken_back_within_a_day_and_not_later(driver, set_now):
    driver.member(name="周国栋", id_number=(number := make_id_number()), employer="旧单位")
    with driver.database.read() as tx:
        now = tx.now
    lines = [HEAD, ["周国栋", number, "D-branch", "新单位"], ["林秀英", make_id_number(), "D-branch", ""]]
    key = handed_in(driver, lines)
    assert done(driver, apply_import, key)[1] == {"created": 1, "updated": 1, "unchanged": 0}
    late = handed_in(driver, rows("后来的"))
    done(driver, apply_import, late)
    state, counts = done(driver, undo_import, key)
    assert (state, counts["undone"]) == ("undone", 2)
    with driver.database.read() as tx:
        employers = tx.session.execute(select(Member.name, Member.employer).order_by(Member.name)).all()
    assert dict(employers) == {"周国栋": "旧单位", "后来的": "盛达建材厂"}
    set_now(now + timedelta(hours=25))
    with pytest.raises(Conflict):
        done(driver, undo_import, late)


def test_a_person_somebody_has_worked_on_since_stays_and_is_counted(driver):
    number = make_id_number()
    key = handed_in(driver, [HEAD, ["周国栋", number, "D-branch", ""], ["林秀英", make_id_number(), "D-branch", ""]])
    done(driver, apply_import, key)
    driver.open("branch", id_number=number, name="周国栋")
    state, counts = done(driver, undo_import, key)
    assert (state, counts["undone"], counts["kept"]) == ("undone", 1, 1)
    assert people(driver) == ["周国栋"]


def test_columns_are_read_as_one_says(driver):
    lines = [["姓名", "身份证号", "所在党支部", "那个"], ["周国栋", make_id_number(), "D-branch", "盛达建材厂"]]
    key = handed_in(driver, lines)
    done(driver, choose_columns, key, chosen={"3": "employer"})
    done(driver, apply_import, key)
    with driver.database.read() as tx:
        assert tx.session.scalar(select(Member.employer)) == "盛达建材厂"


def test_a_file_that_is_no_table_leaves_the_import_failed_with_the_reason(driver):
    file = NewFile("名册.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    key = driver.database.transact(lambda tx: hand_in(tx, driver.actor("street"), file)).id
    run_waiting(driver.database)
    with driver.database.read() as tx:
        found = own_import(tx, driver.actor("street"), key)
        assert (found.state, found.problem and found.problem["code"]) == ("failed", "unsupported_file")


def test_after_a_month_the_file_and_what_was_said_of_its_rows_are_forgotten(driver, set_now):
    key = handed_in(driver, rows("周国栋", bad=1))
    with driver.database.read() as tx:
        now = tx.now
    set_now(now + timedelta(days=29))
    driver.database.transact(forget_files)
    with driver.database.read() as tx:
        assert len(rows_page(tx, key, 10)) == 1
    set_now(now + timedelta(days=31))
    driver.database.transact(forget_files)
    with driver.database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(StoredFile)) == 0
        assert tx.session.scalar(select(func.count()).select_from(ImportRow)) == 0
        found = own_import(tx, driver.actor("street"), key)
        assert (found.file_id, found.counts) == (None, {"accept": 1, "reject": 1})
    with pytest.raises(WrongState):
        done(driver, apply_import, key)


def test_others_do_not_find_it_and_who_writes_no_members_hands_nothing_in(driver):
    key = handed_in(driver, rows("周国栋"))
    with pytest.raises(NotFound):
        seen(driver, key, "second_street")
    street = driver.actor("street")
    reader = replace(street, posts=(replace(street.posts[0], role=Role.AUDITOR),))
    with pytest.raises(NotPermitted):
        handed_in(driver, rows("周国栋"), reader)


def test_what_is_under_way_is_not_begun_twice(driver):
    key = handed_in(driver, rows("周国栋"))
    driver.database.transact(lambda tx: apply_import(tx, driver.actor("street"), key))
    with pytest.raises(WrongState):
        done(driver, apply_import, key)
    run_waiting(driver.database)
    assert people(driver) == ["周国栋"]


def test_a_worker_that_was_killed_in_the_middle_is_followed_by_another(driver, set_now):
    key = handed_in(driver, rows("周国栋", "林秀英"))
    driver.database.transact(lambda tx: apply_import(tx, driver.actor("street"), key))
    lost = driver.database.transact(claim_job)
    assert run_waiting(driver.database) == 0
    set_now(lost.lease_until + timedelta(seconds=1))
    assert run_waiting(driver.database) == 1
    assert seen(driver, key)[0] == "applied"
    with driver.database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(RosterImport)) == 1
