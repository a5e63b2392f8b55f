"""A batch: checked, opened once and never twice, its rows expected until each is accounted for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.casework.files import NewFile
from service.casework.jobs import claim_job
from service.errors import Conflict, NotFound, NotPermitted, ValidationFailed, WrongState
from service.intake.batch_work import open_cases
from service.intake.batches import (
    NewBatch,
    choose_batch_columns,
    hand_in_batch,
    match_row,
    mend_row,
    open_batch,
    replace_roster,
    restore_row,
    strike_row,
)
from service.intake.import_work import Task
from service.jobs import run_waiting
from service.models import BatchRow, Case, Member
from service.queries.batch_strikes import strikes_of
from service.queries.batches import batch_rows, batch_with_id, batches_page, standings
from tests.builders import make_id_number
from tests.driving import counted_statements
from tests.service.intake.sheets import workbook

HEAD = ["姓名", "身份证号", "所在党支部", "联系电话", "党费交至", "组织关系去向", "转接原因"]
BAD = "329901196501014410"


def graduate(name, to="D-second_community", number=None, why=""):
    return [name, number or make_id_number(), "D-branch", "13900000001", "2099-12", to, why]


def sheet(*people, head=HEAD):
    lines = ["望潮社区第一党支部2026年毕业生党员名册"], head, *people
    return NewFile("毕业生.xlsx", "application/vnd.ms-excel", workbook(dict(enumerate(lines, start=1))))


def handed_in(driver, *people, who="branch", kind="graduates", **more):
    new = NewBatch(kind, "2026届毕业生", sheet(*people, head=more.pop("head", HEAD)), **more)
    key = driver.database.transact(lambda tx: hand_in_batch(tx, driver.actor(who), new)).id
    run_waiting(driver.database)
    return key


def done(driver, verb, key, *how, who="branch"):
    driver.database.transact(lambda tx: verb(tx, driver.actor(who), key, *how))
    run_waiting(driver.database)
    return state_of(driver, key, who)


def state_of(driver, key, who="branch"):
    with driver.database.read() as tx:
        return batch_with_id(tx, driver.actor(who), key).state


def standing(driver, key):
    with driver.database.read() as tx:
        return standings(tx, [key])[key]


def rows(driver, key, group="", who="branch"):
    with driver.database.read() as tx:
        return batch_rows(tx, driver.actor(who), key, 100, group=group)


def strikes(driver, key):
    """By the row, what was done and why."""
    with driver.database.read() as tx:
        found = strikes_of(tx, key, batch_rows(tx, driver.actor("branch"), key, 100))
        return {row: [(strike.kind, strike.reason) for strike in some] for row, some in found.items()}


def codes(row):
    return [finding["code"] for finding in row.findings]


def cases(driver):
    with driver.database.read() as tx:
        return tx.session.scalars(select(Case).order_by(Case.id)).all()


def test_a_roster_is_checked_then_each_accepted_row_becomes_a_case_and_a_new_member(driver):
    key = handed_in(driver, graduate("周国栋"), graduate("林秀英", "听松社区"), graduate("号码错", number=BAD))
    assert (state_of(driver, key), cases(driver)) == ("checked", [])
    before = standing(driver, key)
    assert (before.states, before.openable, before.stuck) == ({"expected": 3}, 2, 1)
    assert done(driver, open_batch, key) == "opened"
    found = standing(driver, key)
    assert (found.states, found.openable, found.stuck) == ({"draft": 2, "expected": 1}, 0, 1)
    assert found.turns == {driver.district.branch.id: 2}
    assert [(case.state, case.particulars["reason_code"]) for case in cases(driver)] == [("draft", "graduation")] * 2
    with driver.database.read() as tx:
        assert sorted(tx.session.scalars(select(Member.name))) == ["周国栋", "林秀英"]


def test_what_is_wrong_is_said_of_the_cell_and_kept_encrypted(driver):
    key = handed_in(driver, graduate("号码错", number=BAD), graduate("没有去处", ""), graduate("哪里", "无此社区"))
    wrong, nowhere, unknown = rows(driver, key, "stuck")
    assert (wrong.findings[0]["column"], wrong.findings[0]["value"]) == ("B", BAD)
    assert (codes(nowhere), nowhere.action, nowhere.findings[0]["column"]) == (["destination_missing"], "ask", "F")
    assert (unknown.findings[0]["code"], unknown.findings[0]["value"]) == ("unknown_organization", "无此社区")
    with driver.database.read() as tx:
        kept = tx.session.scalars(select(BatchRow.values_sealed)).all()
    assert not [one for one in kept if BAD.encode() in one]


def test_a_second_upload_opens_nothing_and_names_the_case_that_is_open(driver):
    person = graduate("周国栋")
    done(driver, open_batch, handed_in(driver, person))
    again = handed_in(driver, person)
    (row,) = rows(driver, again)
    assert row.findings[0]["values"]["number"] == cases(driver)[0].number
    with pytest.raises(Conflict) as refused:
        done(driver, open_batch, again)
    assert refused.value.refusals[0].code == "nothing_to_open"
    assert len(cases(driver)) == 1


class Killed(Exception):
    """The worker is gone."""


def killed(_done, _total):
    raise Killed


def test_a_worker_that_was_killed_in_the_middle_is_followed_by_another_and_opens_nothing_twice(driver, set_now):
    key = handed_in(driver, *[graduate("周国栋") for _ in range(12)])
    driver.database.transact(lambda tx: open_batch(tx, driver.actor("branch"), key))
    lost = driver.database.transact(claim_job)
    with pytest.raises(Killed):
        open_cases(Task(driver.database, driver.actor("branch"), key, killed))
    assert standing(driver, key).states == {"draft": 10, "expected": 2}
    assert run_waiting(driver.database) == 0
    set_now(lost.lease_until + timedelta(seconds=1))
    assert run_waiting(driver.database) == 1
    assert (state_of(driver, key), standing(driver, key).states) == ("opened", {"draft": 12})
    assert len({case.member_id for case in cases(driver)}) == 12


def test_a_row_without_a_destination_is_mended_and_its_case_opened_at_once(driver):
    key = handed_in(driver, graduate("周国栋", ""))
    with pytest.raises(Conflict):
        done(driver, mend_row, key, 3, {"receiving_code": "无此社区"})
    assert codes(rows(driver, key)[0]) == ["destination_missing"]
    done(driver, mend_row, key, 3, {"receiving_code": "D-second_community"})
    (row,) = rows(driver, key, "draft")
    assert (row.state, row.findings, row.case.receiving_id) == ("opened", [], driver.district.second_community.id)


def test_an_expected_person_is_matched_with_a_case_opened_elsewhere_but_not_with_anothers(driver):
    number = make_id_number()
    key = handed_in(driver, graduate("周国栋", "", number), graduate("林秀英", ""))
    opened = driver.open(member_id=driver.member(name="周国栋", id_number=number)).number
    with pytest.raises(ValidationFailed) as refused:
        done(driver, match_row, key, 4, opened)
    assert refused.value.refusals[0].code == "another_person"
    done(driver, match_row, key, 3, opened)
    assert rows(driver, key)[0].case.number == opened
    again = handed_in(driver, graduate("周国栋", "", number))
    with pytest.raises(ValidationFailed) as refused:
        done(driver, match_row, again, 3, opened)
    assert refused.value.refusals[0].code == "case_counted_already"


def test_a_person_is_struck_out_with_a_reason_and_then_everybody_is_accounted_for(driver):
    key = handed_in(driver, graduate("周国栋", ""))
    with pytest.raises(ValidationFailed):
        done(driver, strike_row, key, 3, " ")
    assert not standing(driver, key).is_finished
    done(driver, strike_row, key, 3, "留校读研，不转出")
    assert (rows(driver, key, "struck")[0].words, standing(driver, key).is_finished) == ("留校读研，不转出", True)
    with pytest.raises(WrongState):
        done(driver, strike_row, key, 3, "再来一次")


def test_a_person_who_was_struck_out_is_put_back_and_who_did_which_stays_written(driver):
    key = handed_in(driver, graduate("周国栋", ""), graduate("林秀英"))
    done(driver, strike_row, key, 3, "留校读研，不转出")
    done(driver, restore_row, key, 3)
    (row,) = rows(driver, key, "expected")[:1]
    assert (row.state, row.words, standing(driver, key).is_finished) == ("expected", "", False)
    assert strikes(driver, key)[3] == [("struck", "留校读研，不转出"), ("restored", "")]
    with pytest.raises(WrongState):
        done(driver, restore_row, key, 3)
    done(driver, mend_row, key, 3, {"receiving_code": "D-second_community"})
    with pytest.raises(WrongState):
        done(driver, restore_row, key, 3)
    assert strikes(driver, key) == {3: [("struck", "留校读研，不转出"), ("restored", "")]}


def test_only_who_works_on_a_batch_puts_a_person_back(driver):
    key = handed_in(driver, graduate("周国栋", ""))
    done(driver, strike_row, key, 3, "留校")
    with pytest.raises(NotFound):
        driver.database.transact(lambda tx: restore_row(tx, driver.actor("village"), key, 3))
    assert rows(driver, key, "struck")


def test_a_roster_read_anew_does_not_hand_a_strike_on_to_another_person_of_the_same_row(driver):
    key = handed_in(driver, graduate("周国栋"))
    done(driver, strike_row, key, 3, "留校")
    done(driver, replace_roster, key, sheet(graduate("陈春生")))
    assert (rows(driver, key)[0].state, strikes(driver, key)) == ("expected", {})


def test_a_whole_batch_may_go_to_one_unit_and_be_read_with_other_columns(driver):
    head = [*HEAD[:5], "那个", "转接原因"]
    key = handed_in(driver, graduate("周国栋"), graduate("林秀英", ""), head=head, receiving_code="D-village")
    assert {row.values["receiving_code"] for row in rows(driver, key)} == {"D-village"}
    done(driver, choose_batch_columns, key, {"5": "receiving_code"})
    assert [row.values["receiving_code"] for row in rows(driver, key)] == ["D-second_community", "D-village"]
    done(driver, replace_roster, key, sheet(graduate("陈春生")))
    assert [row.values["name"] for row in rows(driver, key)] == ["陈春生"]
    done(driver, open_batch, key)
    with pytest.raises(WrongState):
        done(driver, replace_roster, key, sheet(graduate("陈春生")))


def test_the_receiver_asks_for_resettled_members_and_whom_nobody_has_seen_stays_expected(driver):
    number = make_id_number()
    driver.member(unit="village_branch", name="周国栋", id_number=number)
    key = handed_in(
        driver, ["周国栋", number], ["林秀英", make_id_number()], head=["姓名", "身份证号"], kind="resettled",
        who="second_community",
    )  # fmt: skip
    done(driver, open_batch, key, who="second_community")
    (case,) = cases(driver)
    assert (case.state, case.particulars["reason_code"]) == ("requested", "resettlement")
    (left,) = rows(driver, key, "expected", "second_community")
    assert (left.values["name"], codes(left)) == ("林秀英", ["no_such_person"])


def test_others_do_not_find_it_those_above_read_it_and_only_its_own_unit_works_on_it(driver):
    key = handed_in(driver, graduate("周国栋"))
    with driver.database.read() as tx:
        with pytest.raises(NotFound):
            batch_with_id(tx, driver.actor("second_street"), key)
        assert [batch.id for batch in batches_page(tx, driver.actor("city"), 10)] == [key]
        assert batches_page(tx, driver.actor("second_street"), 10) == []
    with pytest.raises(NotPermitted):
        done(driver, open_batch, key, who="street")
    with pytest.raises(NotPermitted):
        handed_in(driver, graduate("林秀英"), who="city")


def test_more_rows_need_no_more_statements(driver):
    few, many = handed_in(driver, graduate("周国栋")), handed_in(driver, *[graduate("林秀英") for _ in range(5)])
    done(driver, open_batch, few)
    done(driver, open_batch, many)
    counts = []
    for key in (few, many):
        with counted_statements(driver.database) as sent:
            rows(driver, key)
            standing(driver, key)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_file_that_is_no_table_leaves_the_batch_failed_with_the_reason(driver):
    new = NewBatch("retirees", "退休", NewFile("名册.xls", "", b"\xd0\xcf\x11\xe0" + b"\0" * 600))
    key = driver.database.transact(lambda tx: hand_in_batch(tx, driver.actor("branch"), new)).id
    run_waiting(driver.database)
    with driver.database.read() as tx:
        found = batch_with_id(tx, driver.actor("branch"), key)
        assert (found.state, found.problem and found.problem["code"]) == ("failed", "unsupported_file")
