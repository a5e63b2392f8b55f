"""A name that means no unit for certain is asked once, answered once for all rows with it, and answered otherwise."""

import pytest
from sqlalchemy import select

from service.errors import ValidationFailed, WrongState
from service.intake.batch_notes import annotated_batch
from service.intake.batches import (
    answer_batch,
    choose_batch_columns,
    mend_row,
    open_batch,
    replace_roster,
    strike_row,
)
from service.intake.import_notes import annotated_import
from service.intake.imports import answer_import, apply_import
from service.messages import say
from service.models import Batch, Case, Member, Organization, RosterImport
from service.queries.imports import own_import
from service.queries.questions import questions_of
from tests.builders import make_id_number, make_organization
from tests.service.intake import test_batches as batches
from tests.service.intake import test_imports as imports
from tests.service.intake.test_notes import comments

HEAD = ["姓名", "身份证号", "所在党支部"]
WU_S, WU_C = "WU-S", "WU-C"


@pytest.fixture
def may_first(driver):
    """五一社区 and 五一村 below the first street."""

    def make(tx):
        street = driver.district.street
        make_organization(tx, parent=street, name="五一社区居民委员会", code=WU_S, kind="community")
        make_organization(tx, parent=street, name="五一村民委员会", code=WU_C, kind="village")

    driver.database.transact(make)
    return driver


def roster(driver, *units):
    """An import of the first street, one person for each name of a unit."""
    return imports.handed_in(driver, [HEAD, *[["周国栋", make_id_number(), unit] for unit in units]])


def said(text="五一", code=WU_C, field="organization_code"):
    return {"field": field, "text": text, "code": code}


def answered(driver, key, *answers):
    return imports.done(driver, answer_import, key, answers=answers)


def asked(driver, model, key):
    with driver.database.read() as tx:
        return questions_of(tx, tx.session.get_one(model, key))


def seen(questions):
    return [(one.text, one.rows, one.first, one.answer and one.answer["code"]) for one in questions]


def in_chinese(code, values):
    return say(code, values, str)


def test_one_question_for_all_rows_with_the_text_and_one_answer_for_them(may_first):
    key = roster(may_first, "五一", "D-branch", "五一", "无此支部")
    assert imports.seen(may_first, key) == ("checked", {"ask": 2, "accept": 1, "reject": 1})
    first, unknown = asked(may_first, RosterImport, key)
    assert seen([first, unknown]) == [("五一", 2, 2, None), ("无此支部", 1, 5, None)]
    assert {unit["code"] for unit in first.candidates} == {WU_S, WU_C}
    assert (unknown.code, unknown.candidates) == ("unknown_organization", [])
    state, counts = answered(may_first, key, said(), said("无此支部", "D-branch"))
    assert (state, counts) == ("checked", {"accept": 4})
    imports.done(may_first, apply_import, key)
    with may_first.database.read() as tx:
        members = tx.session.scalars(select(Member.id)).all()
    units = sorted(may_first.holders(member)["affiliation"] for member in members)
    assert units == ["D-branch", "D-branch", WU_C, WU_C]


def test_the_answer_is_kept_encrypted_and_can_be_changed_and_taken_back_until_it_is_carried_out(may_first):
    key = roster(may_first, "五一", "D-branch")
    answered(may_first, key, said())
    assert seen(asked(may_first, RosterImport, key)) == [("五一", 1, 2, WU_C)]
    with may_first.database.read() as tx:
        assert "五一".encode() not in (own_import(tx, may_first.actor("street"), key).questions_sealed or b"")
    answered(may_first, key, said(code="五一社区居民委员会"))
    assert seen(asked(may_first, RosterImport, key)) == [("五一", 1, 2, WU_S)]
    assert answered(may_first, key, said(code=""))[1] == {"accept": 1, "ask": 1}
    answered(may_first, key, said())
    imports.done(may_first, apply_import, key)
    with pytest.raises(WrongState):
        answered(may_first, key, said(code=WU_S))
    assert seen(asked(may_first, RosterImport, key)) == [("五一", 1, 2, WU_C)]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ([said("没有问过")], "not_asked"),
        ([said(code="五一")], "organization_not_exact"),
        ([said(code="没有的")], "unknown_organization"),
        ([said(code="D-street")], "takes_no_members"),
        ([said(code="")], "nothing_answered"),
    ],
)
def test_what_was_not_asked_or_names_no_unit_for_certain_is_no_answer(may_first, answers, fault):
    key = roster(may_first, "五一")
    with pytest.raises(ValidationFailed) as refused:
        answered(may_first, key, *answers)
    assert refused.value.refusals[0].code == fault
    assert imports.seen(may_first, key) == ("checked", {"ask": 1})


def test_an_answer_gives_nobody_the_members_of_another_unit(may_first):
    key = roster(may_first, "五一")
    assert answered(may_first, key, said(code="D-second_branch"))[1] == {"reject": 1}


def test_the_workbook_says_the_answer_beside_each_cell_and_each_heading(may_first):
    may_first.database.transact(
        lambda tx: make_organization(tx, parent=may_first.district.street, name="第一党支部", code="D-1", kind="branch")
    )
    lines = [
        HEAD,
        ["一、望潮第一支部", "", ""],
        ["周国栋", make_id_number(), ""],
        ["林秀英", make_id_number(), "五一 "],
    ]
    key = imports.handed_in(may_first, [*lines, ["陈春生", "1", "五一"]])
    assert [one.text for one in asked(may_first, RosterImport, key)] == ["五一", "望潮第一支部"]
    answered(may_first, key, said(), said("望潮第一支部", "D-1"))
    file = annotated_import(may_first.database, may_first.actor("street"), key, in_chinese)
    found = comments(file.content)
    chosen = "接转台：“五一”选定为中共五一村民委员会委员会（WU-C）。"
    assert (found["C4"], found["C5"]) == (chosen, chosen)
    assert found["A2"] == "接转台：“望潮第一支部”选定为中共第一党支部委员会（D-1）。"
    assert "B5" in found


def test_a_destination_is_asked_of_the_whole_platform_and_its_answer_opens_the_cases(may_first):
    key = batches.handed_in(
        may_first, *[batches.graduate("周国栋", to) for to in ("五一", "五一", "无此社区", "D-village")]
    )
    assert batches.standing(may_first, key).openable == 1
    first, _ = asked(may_first, Batch, key)
    assert (first.field, seen([first])) == ("receiving_code", [("五一", 2, 3, None)])
    (row,) = [row for row in batches.rows(may_first, key, "stuck") if row.findings[0]["value"] == "无此社区"]
    text = in_chinese(row.findings[0]["code"], row.findings[0]["values"])
    assert text.startswith("没有叫“无此社区”的组织，不知道转到哪里。核对写法，或填组织代码")
    answers = [said(field="receiving_code"), said("无此社区", "D-external", "receiving_code")]
    batches.done(may_first, answer_batch, key, answers)
    assert batches.standing(may_first, key).openable == 4
    file = annotated_batch(may_first.database, may_first.actor("branch"), key, in_chinese)
    assert comments(file.content)["F3"].endswith("“五一”选定为中共五一村民委员会委员会（WU-C）。")
    batches.done(may_first, open_batch, key)
    with may_first.database.read() as tx:
        to = select(Organization.code).join(Case, Case.receiving_id == Organization.id).order_by(Organization.code)
        assert tx.session.scalars(to).all() == ["D-external", "D-village", WU_C, WU_C]
    with pytest.raises(WrongState):
        batches.done(may_first, answer_batch, key, answers)


def test_whoever_is_accounted_for_already_stays_so_when_the_others_are_answered_for(may_first):
    people = [batches.graduate(name, "五一") for name in ("周国栋", "林秀英", "陈春生")]
    key = batches.handed_in(may_first, *people)
    batches.done(may_first, mend_row, key, 3, {"receiving_code": "D-village"})
    batches.done(may_first, strike_row, key, 4, "留校读研")
    batches.done(may_first, answer_batch, key, [said(field="receiving_code")])
    assert [row.state for row in batches.rows(may_first, key)] == ["opened", "struck", "expected"]
    assert batches.standing(may_first, key).openable == 1


def test_an_answer_outlives_other_columns_and_a_mended_roster(may_first):
    key = batches.handed_in(may_first, batches.graduate("周国栋", "五一"))
    batches.done(may_first, answer_batch, key, [said(field="receiving_code")])
    batches.done(may_first, choose_batch_columns, key, {"5": ""})
    assert seen(asked(may_first, Batch, key)) == [("五一", 0, 0, WU_C)]
    batches.done(may_first, choose_batch_columns, key, {"5": "receiving_code"})
    assert [row.values["receiving_code"] for row in batches.rows(may_first, key)] == [WU_C]
    file = batches.sheet(batches.graduate("林秀英", "五一"))
    batches.done(may_first, replace_roster, key, file)
    assert seen(asked(may_first, Batch, key)) == [("五一", 1, 3, WU_C)]


def test_a_column_of_words_that_are_no_units_asks_the_most_frequent_only(may_first):
    units = [f"备注{number}" for number in range(60)]
    key = roster(may_first, *units, "备注7")
    found = asked(may_first, RosterImport, key)
    assert len(found) == 50
    assert seen(found[:2]) == [("备注7", 2, 9, None), ("备注0", 1, 2, None)]
