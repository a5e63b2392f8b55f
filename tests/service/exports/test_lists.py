"""Exports hold exactly what is filtered, keep text as text, mask numbers, and leave a line each."""

import csv
import io
import zipfile
from contextlib import closing

import pytest
from sqlalchemy import select

from service.errors import NotPermitted, TooLarge, ValidationFailed
from service.exports import take_out as taking
from service.exports.lists import Cases, Ledger, Members, Source, Worklist
from service.exports.sheets import plain
from service.exports.take_out import Export, take_out
from service.identity import mask_id_number
from service.intake.members import apply_members
from service.intake.roster_columns import read_roster
from service.intake.tables import read_table
from service.models import AccessLine
from service.queries.ledgers import LEDGERS, LedgerFilter
from service.queries.lists import CaseFilter
from service.queries.todo import Wanted
from tests.builders import make_id_number

pytestmark = pytest.mark.postgres
EVERYTHING = CaseFilter()


def content(driver, who, source, kind="xlsx", **how):
    taken = take_out(driver.database, driver.actor(who), Export(source, "全部", kind, **how))
    with closing(taken.file):
        return taken.file.read()


def rows(driver, who, source, kind="xlsx", **how):
    """The lines below the head, by its columns."""
    table = read_table(content(driver, who, source, kind, **how))
    head = next(row for row in table if "姓名" in row.texts)
    names = [cell.text for cell in head.cells]
    below = [row for row in table if row.number > head.number and not row.cell(0).text.startswith("制表")]
    return [dict(zip(names, (row.cell(at).text for at in range(len(names))), strict=True)) for row in below]


def lines(driver):
    with driver.database.read() as tx:
        return list(tx.session.scalars(select(AccessLine).order_by(AccessLine.id)))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_of_cases_is_what_the_register_shows(driver, kind):
    late, closed = driver.drive_to("street_review"), driver.drive_to("closed")
    everything = rows(driver, "branch", Cases(EVERYTHING), kind)
    assert [row["办件编号"] for row in everything] == [closed, late]
    only = rows(driver, "branch", Cases(CaseFilter(state="closed")), kind)
    assert [(row["办件编号"], row["状态"], row["序号"]) for row in only] == [(closed, "办结", "1")]
    assert rows(driver, "village", Cases(EVERYTHING), kind) == []


def test_a_box_of_the_worklist_is_what_the_page_shows(driver):
    number = driver.drive_to("street_review")
    driver.drive_to("draft")
    assert [row["办件编号"] for row in rows(driver, "second_street", Worklist(Wanted("mine")))] == [number]
    assert rows(driver, "village", Worklist(Wanted("mine"))) == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text_and_comes_back_unchanged(driver, kind, text):
    driver.member(employer=text, name="林某")
    (row,) = rows(driver, "branch", Members(), kind)
    assert row["工作单位"] == (plain(text) if kind == "csv" else text)
    assert row["工作单位"].removeprefix("'") == text


def test_a_workbook_holds_no_formula_and_no_link(driver):
    driver.member(employer="=1+1", residence="https://example.invalid/")
    with zipfile.ZipFile(io.BytesIO(content(driver, "branch", Members()))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_text_begins_with_the_mark_that_spreadsheets_need_for_chinese(driver):
    assert content(driver, "branch", Members(), "csv").startswith(b"\xef\xbb\xbf")


def test_numbers_are_masked_unless_somebody_says_why(driver):
    number = make_id_number(serial=777)
    driver.member(id_number=number, phone="13900000777")
    (row,) = rows(driver, "branch", Members())
    assert (row["公民身份号码"], row["联系电话"]) == (mask_id_number(number), "139****0777")
    (row,) = rows(driver, "branch", Members(), full=True, reason="报送上级")
    assert (row["公民身份号码"], row["联系电话"]) == (number, "13900000777")


def test_without_a_reason_or_the_post_numbers_stay_masked(driver):
    with pytest.raises(ValidationFailed, match="validation_failed"):
        content(driver, "branch", Members(), full=True, reason="  ")
    with pytest.raises(NotPermitted):
        content(driver, "city", Members(), full=True, reason="想看看")
    with pytest.raises(NotPermitted):
        content(driver, "province", Members())
    assert lines(driver) == []


def test_every_export_leaves_a_line_and_names_who_took_it(driver):
    driver.member()
    table = content(driver, "branch", Members(), "csv", full=True, reason="报送上级").decode("utf-8-sig")
    (line,) = lines(driver)
    assert (line.what, line.selection, line.row_count, line.reason) == (
        "export:members:csv:full", "全部", 1, "报送上级",
    )  # fmt: skip
    assert line.user_id == driver.actor("branch").user_id
    title, imprint, _head = list(csv.reader(io.StringIO(table)))[:3]
    assert title == ["党员名册"]
    assert f"{driver.actor('branch').display_name} 导出于 " in imprint[0]
    assert "号码为全文" in imprint[0]


def test_a_file_whose_line_cannot_be_written_is_not_given(driver, monkeypatch):
    def refuse(*_anything):
        raise RuntimeError

    monkeypatch.setattr(taking, "_log", refuse)
    with pytest.raises(RuntimeError):
        content(driver, "branch", Members())
    assert lines(driver) == []


def test_more_than_an_import_takes_back_is_refused(driver, monkeypatch):
    monkeypatch.setattr(taking, "ROWS_MAX", 1)
    driver.member()
    assert len(rows(driver, "branch", Members())) == 1
    driver.member()
    with pytest.raises(TooLarge) as refused:
        content(driver, "branch", Members())
    assert [(refusal.code, refusal.values) for refusal in refused.value.refusals] == [("too_many_rows", {"max": 1})]


def test_a_long_list_is_read_to_its_end(driver, monkeypatch):
    monkeypatch.setattr("service.exports.lists.PAGE", 2)
    members = {driver.member() for _ in range(5)}
    assert len(rows(driver, "branch", Members())) == len(members)
    numbers = [driver.open().number for _ in range(5)]
    assert [row["办件编号"] for row in rows(driver, "branch", Cases(EVERYTHING))] == numbers[::-1]
    assert len(rows(driver, "branch", Worklist(Wanted("mine")))) == 5


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("full", [True, False])
def test_what_was_taken_out_adds_nothing_when_it_comes_back(driver, kind, full):
    driver.drive_to("closed")
    driver.drive_to("in_transit")
    driver.drive_to("receipt_due")
    driver.member(employer="=1+1", residence="-3 栋", birth_date="1970-01", converted_on="1999-07")
    sources: list[Source] = [Members(), Cases(EVERYTHING), *(Ledger(LedgerFilter(name)) for name in LEDGERS)]
    for source in sources:
        for who in ("branch", "second_street"):
            file = content(driver, who, source, kind, full=full, reason="核对")
            roster = read_roster(read_table(file))
            results = apply_members(driver.database, driver.actor(who), roster)
            done = {(result.action, result.reason) for result in results}
            assert {action for action, _ in done} <= {"unchanged", "rejected", "asked"}, (source.name, who, done)
            if full and source.name == "members":
                assert {action for action, _ in done} == {"unchanged"}, (who, done)
