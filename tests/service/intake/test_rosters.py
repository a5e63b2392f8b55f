"""Rosters as offices keep them: which rows are persons, and what each of them says."""

from typing import Any

import pytest

from service.errors import ValidationFailed
from service.intake.roster_columns import read_roster_file
from tests.builders import make_district
from tests.service.intake.rosters import HEAD, WU, ZHOU, actions, check, only
from tests.service.intake.sheets import table, workbook


@pytest.fixture
def district(database):
    with database.write() as tx:
        return make_district(tx)


def test_a_roster_with_the_usual_names_is_read_whole(database, district):
    cells = {
        "序号": "1", "姓 名": "周 国栋", "性别": "男", "民族": "汉族", "出生年月": "1970.01",
        "身份证号(18位)": ZHOU.lower(), "入党时间": "1998年7月", "转正时间": "1999.07.01",
        "党费交至": "2026年11月", "所在党支部": "D-branch",
        "工作单位": "盛达建材有限公司", "现居住地": "建设路12号", "联系电话": "139 1234 5678",
        "人员类别(正式/预备)": "正式", "流动情况": "", "备注": "党小组长",
    }  # fmt: skip
    row = only(check(database, [[*cells], [*cells.values()]]))
    assert row.as_dict() == {
        "row": 2,
        "action": "accept",
        "reason": None,
        "warnings": ["not_kept"],
        "normalized": {
            "name": "周国栋", "sex": "male", "ethnic_group": "汉族", "birth_date": "1970-01", "id_number": ZHOU,
            "joined_on": "1998-07", "converted_on": "1999-07-01", "dues_paid_through": "2026-11",
            "organization_code": "D-branch", "employer": "盛达建材有限公司", "residence": "建设路12号",
            "phone": "13912345678", "member_status": "full",
        },
    }  # fmt: skip


def test_the_field_names_of_the_contract_are_columns_too(database, district):
    rows = [["name", "id_number", "organization_code", "last_activity_on"], ["周国栋", ZHOU, "D-branch", "2026"]]
    assert only(check(database, rows)).normalized["last_activity_on"] == "2026"


def test_title_rows_two_line_heads_sums_notes_and_headings_are_no_persons(database, district):
    rows = {
        1: ["望潮社区第一党支部党员花名册"],
        2: ["填表日期:2026年11月"],
        3: ["序号", "姓名", "基本情况", "", "时间", "", "联系电话"],
        4: ["", "", "性别", "身份证号码", "入党", "转正", ""],
        5: ["1", "周国栋", "男", ZHOU, "1998.07", "1999.07", "13912345678"],
        6: ["第一党小组"],
        8: ["2", "吴敏", "女", WU, "2003.6", "2004.6", ""],
        9: ["序号", "姓名", "性别", "身份证号码", "", "", ""],
        10: ["合计", "2人"],
        12: ["备注:以上为在册党员"],
    }
    checked = check(database, workbook(rows))
    assert actions(checked) == [(5, "accept", None), (8, "accept", None)]
    assert checked[0].normalized["joined_on"] == "1998-07"
    assert checked[1].normalized["converted_on"] == "2004-06"
    assert {row.normalized["organization_code"] for row in checked} == {"D-branch"}


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("329901197001150012", "invalid_id_number"),
        ("3.29901E+17", "id_number_is_a_number"),
        (f"{ZHOU[:17]}0.0", "id_number_is_a_number"),
        ("#N/A", "formula_error"),
        ("32990119700115", "invalid_id_number"),
        ("", "id_number_missing"),
    ],
)
def test_an_id_number_that_cannot_be_is_refused_and_a_missing_one_asked_back(database, district, written, fault):
    row = only(check(database, [HEAD, ["周国栋", written, "D-branch"]]))
    assert (row.action, row.reason) == ("reject" if written else "ask", fault)


def test_an_id_number_that_the_sheet_keeps_as_a_number_is_refused(database, district):
    row = only(check(database, workbook({1: HEAD, 3: ["周国栋", 329901197001150019, "D-branch"]})))
    assert (row.row, row.action, row.reason) == (3, "reject", "id_number_is_a_number")


@pytest.mark.parametrize(
    "written", [f" {ZHOU} ", f"'{ZHOU}", ZHOU.lower(), "".join(chr(ord(c) + 0xFEE0) for c in ZHOU)]
)
def test_an_id_number_is_read_as_it_is_typed(database, district, written):
    assert only(check(database, [HEAD, ["周国栋", written, "D-branch"]])).normalized["id_number"] == ZHOU


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1998.07", "1998-07"),
        ("1998年7月", "1998-07"),
        ("19980701", "1998-07-01"),
        ("1998", "1998"),
        ("1998.1", "1998-01"),
        ("１９９８．０７", "1998-07"),
        ("'1998\u200b.07", "1998-07"),
        ("35977", "1998-07-01"),
    ],
)
def test_dates_are_kept_as_exactly_as_they_were_written(database, district, written, kept):
    rows = [[*HEAD, "入党时间"], ["周国栋", ZHOU, "D-branch", written]]
    assert only(check(database, rows)).normalized["joined_on"] == kept


@pytest.mark.parametrize("written", ["1998.13", "1998-02-30", "九八年", "98.7"])
def test_a_date_that_does_not_exist_is_refused(database, district, written):
    row = only(check(database, [[*HEAD, "入党时间"], ["周国栋", ZHOU, "D-branch", written]]))
    assert (row.action, row.reason, row.refusals[0].field) == ("reject", "invalid_date", "joined_on")


def test_a_month_that_the_sheet_keeps_as_a_number_may_be_january_or_october_and_is_asked_back(database, district):
    rows: dict[int, list[Any]] = {
        1: [*HEAD, "入党时间"],
        2: ["周国栋", ZHOU, "D-branch", 1998.1],
        3: ["吴敏", WU, "D-branch", 1998.07],
    }
    first, second = check(database, workbook(rows))
    assert (first.action, first.as_dict()["candidates"]) == ("ask", ["1998-01", "1998-10"])
    assert second.normalized["joined_on"] == "1998-07"


def test_probation_ends_a_year_after_joining_unless_the_roster_says_otherwise(database, district):
    head = [*HEAD, "人员类别", "入党时间", "预备期满"]
    rows = [
        head,
        ["周国栋", ZHOU, "D-branch", "预备党员", "2026.03", ""],
        ["吴敏", WU, "D-branch", "预备", "2026.03", "2027.09"],
    ]
    assert [row.normalized["probation_ends_on"] for row in check(database, rows)] == ["2027-03", "2027-09"]


@pytest.mark.parametrize("written", ["13912345678/023-68881234", "023-68881234、13912345678", "139 1234 5678"])
def test_of_several_phones_the_mobile_is_kept(database, district, written):
    row = only(check(database, [[*HEAD, "电话"], ["周国栋", ZHOU, "D-branch", written]]))
    assert row.normalized["phone"] == "13912345678"


def test_a_phone_that_cannot_be_dialled_is_refused(database, district):
    assert only(check(database, [[*HEAD, "电话"], ["周国栋", ZHOU, "D-branch", "无"]])).reason == "invalid_phone"


@pytest.mark.parametrize(
    ("column", "written", "warning"),
    [
        ("出生年月", "1971.01", "birth_date_differs_from_id_number"),
        ("性别", "女", "sex_differs_from_id_number"),
        ("入党时间", "1985.07", "joined_before_eighteen"),
        ("入党时间", "2031.07", "date_in_the_future"),
        ("预备期满", "2027.01", "status_inferred"),
    ],
)
def test_what_looks_odd_is_said_and_keeps_nobody_out(database, district, column, written, warning):
    row = only(check(database, [[*HEAD, column], ["周国栋", ZHOU, "D-branch", written]]))
    assert (row.action, row.warnings) == ("accept", (warning,))


def test_a_file_without_a_column_for_names_is_refused():
    with pytest.raises(ValidationFailed) as caught:
        read_roster_file(table([["序号", "民族"], ["1", "汉族"]]))
    assert caught.value.refusals[0].code == "missing_column"


def test_columns_that_mean_nothing_to_us_are_named():
    roster = read_roster_file(table([["序号", "姓名", "身份证号", "备注2"], ["1", "周国栋", ZHOU, "x"]]))
    assert roster.ignored == ("序号", "备注2")
