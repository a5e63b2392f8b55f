"""One roster with every kind of dirt and one with every kind of fault: what comes out of each row."""

import io
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from tests.builders import make_district, make_id_number, make_organization
from tests.service.intake.rosters import check
from tests.service.intake.sheets import table

IDS = [make_id_number(serial=10 + n, born=f"19{60 + n}0115") for n in range(14)]
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.fixture
def district(database):
    with database.write() as tx:
        made = make_district(tx)
        make_organization(tx, parent=made.street, name="五一社区", code="WU-S", kind="community")
        make_organization(tx, parent=made.street, name="五一村", code="WU-C", kind="village")
        return made


DIRTY = [
    ["望潮社区第一党支部党员花名册"],
    ["填表日期：2026年11月", "", "", "", "", "", "单位：人"],
    ["序号", "姓 名", "基本情况", "", "时间", "", "党费交至", "人员类别\n（正式/预备）", "联系电话", "备注"],
    ["", "", "性别", "身份证号码", "入党", "转正", "", "", "", ""],
    ["第一党小组"],
    ["1", "周 国栋", "女", f"'{IDS[0]}", "1998.07", "1999.07", "2026年11月", "正式", "139 1234 5678", "组长"],
    ["2", "吴\u3000敏", "", IDS[1].translate(WIDE), "1998年7月", "", "2026.11", "正式党员", "", ""],
    ["3", "阿依\u200b古丽 · 买买提", "", f"{IDS[2][:6]} {IDS[2][6:14]} {IDS[2][14:]}", "19980701", "", "", "", "", ""],
    ["小计", "3"],
    ["序号", "姓名", "性别", "身份证号码", "入党", "转正", "党费交至", "人员类别", "联系电话", "备注"],
    ["二、望潮社区第二党支部（2人）"],
    ["4", "林某", "", IDS[3].lower(), "35977", "", "２０２６－１０", "", "023-68881234/13912345678", ""],
    ["5", "郑一新", "", f"\ufeff{IDS[4]}\u200b", "1998", "", "", "预备", "", ""],
    ["合  计", "5人"],
    ["注：以上为在册党员"],
    ["填表人：某某"],
]
CLEAN = [
    (6, "周国栋", IDS[0], "1998-07", "D-branch", {"not_kept"}),
    (7, "吴敏", IDS[1], "1998-07", "D-branch", set()),
    (8, "阿依古丽·买买提", IDS[2], "1998-07-01", "D-branch", set()),
    (12, "林某", IDS[3], "1998-07-01", "D-second", {"several_phones"}),
    (13, "郑一新", IDS[4], "1998", "D-second", set()),
]


def as_workbook(rows):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(number, column, text)
    sheet.merge_range("A1:J1", rows[0][0])
    sheet.merge_range("C3:D3", "基本情况")
    sheet.merge_range("E3:F3", "时间")
    for letter in "ABGHIJ":
        sheet.merge_range(f"{letter}3:{letter}4", rows[2]["ABCDEFGHIJ".index(letter)])
    sheet.merge_range("A5:J5", rows[4][0])
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        as_workbook,
        table,
        lambda rows: table(rows, "utf-8-sig"),
        lambda rows: table([[cell.replace("\u200b", "").replace("\ufeff", "") for cell in row] for row in rows], "gbk"),
    ],
    ids=["workbook", "utf-8", "utf-8 with mark", "gbk"],
)
def test_a_roster_with_every_kind_of_dirt_comes_out_clean(database, district, made):
    with database.write() as tx:
        make_organization(tx, parent=district.community, name="望潮社区第二党支部", code="D-second", kind="branch")
    content = made(DIRTY)
    found = [
        (
            row.row, row.normalized["name"], row.normalized["id_number"], row.normalized["joined_on"],
            row.normalized["organization_code"], set(row.warnings),
        )
        for row in check(database, content)
        if row.action == "accept"
    ]  # fmt: skip
    assert found == CLEAN
    assert len(check(database, content)) == len(CLEAN)


HEAD = ["姓名", "身份证号", "所在党支部", "入党时间", "人员类别", "联系电话"]
FAULTY: list[Any] = [
    (["周国栋", IDS[0], "D-branch", "1998.07", "正式", "13912345678"], "accept", None, None),
    (["", IDS[1], "D-branch", "", "", ""], "reject", "required", "name"),
    (["吴敏", IDS[2][:-1] + ("0" if IDS[2][-1] != "0" else "1"), "D-branch", "", "", ""], "reject",
     "invalid_id_number", "id_number"),
    (["林某", float(IDS[3][:15] + "000"), "D-branch", "", "", ""], "reject", "id_number_is_a_number", "id_number"),
    (["林一", "3.29901E+17", "D-branch", "", "", ""], "reject", "id_number_is_a_number", "id_number"),
    (["林二", "", "D-branch", "", "", ""], "ask", "id_number_missing", "id_number"),
    (["林三", IDS[4], "五一", "", "", ""], "ask", "organization_not_exact", "organization_code"),
    (["林四", IDS[5], "没有的支部", "", "", ""], "reject", "unknown_organization", "organization_code"),
    (["林五", IDS[6], "D-branch", "1998.13", "", ""], "reject", "invalid_date", "joined_on"),
    (["林六", IDS[7], "D-branch", 1998.1, "", ""], "ask", "month_one_or_ten", "joined_on"),
    (["林七", IDS[8], "D-branch", 19987, "", ""], "ask", "day_or_month", "joined_on"),
    (["林八", IDS[9], "D-branch", "", "群众", ""], "reject", "not_a_choice", "member_status"),
    (["林九", IDS[10], "D-branch", "", "", "无"], "reject", "invalid_phone", "phone"),
    (["甲一", IDS[11], "D-branch", "", "", ""], "reject", "id_number_two_names", "id_number"),
    (["甲二", IDS[11], "D-branch", "", "", ""], "reject", "id_number_two_names", "id_number"),
    (["乙", IDS[12], "D-branch", "", "", ""], "accept", None, None),
    (["乙", IDS[12], "D-branch", "", "", ""], "reject", "duplicate_in_file", "id_number"),
    (["#N/A", IDS[13], "D-branch", "", "", ""], "reject", "formula_error", "name"),
]  # fmt: skip


def faulty_workbook():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for number, (cells, *_) in enumerate(FAULTY, start=1):
        for column, value in enumerate(cells):
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(number, column, value)
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    return file.getvalue()


def test_a_roster_with_every_kind_of_fault_is_told_row_by_row(database, district):
    checked = check(database, faulty_workbook())
    assert [(row.action, row.reason, row.refusals[0].field if row.refusals else None) for row in checked] == [
        tuple(expected) for _, *expected in FAULTY
    ]
    assert checked[0].warnings == ("hidden_row",)


def test_the_same_faults_are_told_of_the_same_roster_in_gbk(database, district):
    rows = [HEAD, *([str(cell) for cell in cells] for cells, *_ in FAULTY)]
    told = {row.row: row.reason for row in check(database, table(rows, "gbk"))}
    expected = {number: reason for number, (_, _, reason, _) in enumerate(FAULTY, start=2)}
    expected[11] = None  # 1998.1 that was typed as text is January
    assert told == expected


def test_a_branch_merged_over_several_persons_is_that_of_each(database, district):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号", "所在党支部", "出生年月"])
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    for row in (1, 2, 3):
        sheet.write_row(row, 0, [f"林{'一二三'[row - 1]}", IDS[row]])
        sheet.write_datetime(row, 3, datetime(1960 + row, 1, 15), month)
    sheet.merge_range("C2:C4", "D-branch")
    book.close()
    found = [
        (row.normalized["organization_code"], row.normalized["birth_date"]) for row in check(database, file.getvalue())
    ]
    assert found == [("D-branch", "1961-01"), ("D-branch", "1962-01"), ("D-branch", "1963-01")]
