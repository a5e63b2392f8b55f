"""Files taken in by the command line: for every row what became of it."""

import json
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import service
from tests.builders import make_id_number
from tests.service.intake.sheets import workbook
from tests.service.intake.test_workbooks import rewritten

REAL = Path(service.__file__).parent / "data" / "organizations-dadukou.csv"
GOOD, OTHER = (make_id_number(serial=serial) for serial in (901, 902))
OTHER_TEXT = f"<t>{OTHER}</t>".encode()
ROSTER = f"""某社区党员花名册
姓名,公民身份号码,入党时间,所在党支部,党费交至,备注2
周国栋,{GOOD},1998-07,D-branch,2026-11,x
吴小燕,{OTHER[:-1]}{"0" if OTHER[-1] != "0" else "1"},2001-07,D-branch,2026-11,
郑一新,,2011-07-01,D-branch,2026-10,
"""


@pytest.fixture
def roster(tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, encoding="gbk")
    return file


def actions(done):
    return dict(Counter(row["action"] for row in json.loads(done.stdout)["rows"]))


@pytest.mark.parametrize("file", [REAL, "dadukou"])
def test_the_real_table_goes_in_and_again_without_effect(run, installed, file):
    first, second = (run("import", "organizations", file, "--json") for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert (actions(first), actions(second)) == ({"created": 108}, {"unchanged": 108})


def test_a_check_of_organizations_writes_nothing(run, installed):
    assert "新建 108 行" in run("import", "organizations", "dadukou", "--check").stdout
    assert actions(run("import", "organizations", "dadukou", "--json")) == {"created": 108}


def test_a_faulty_table_of_organizations_goes_in_not_at_all_and_says_which_row(run, installed, tmp_path):
    file = tmp_path / "organizations.csv"
    file.write_text("code,parent_code,kind,name\nA1,D-street,community,新社区\nA2,nowhere,branch,新支部\n", "utf-8")
    done = run("import", "organizations", file)
    assert (done.exit_code, "第 3 行" in done.stdout, "没有收下 2 行" in done.stdout) == (4, True, True)


def test_a_newer_table_that_leaves_a_unit_out_says_so_and_ends_nothing(run, installed, tmp_path):
    file = tmp_path / "organizations.csv"
    head, street = "code,parent_code,kind,name", "D-second_street,D-department,street_committee,银杏街道"
    file.write_text(f"{head}\n{street}\nD-community,D-second_street,community,望潮社区\n", "utf-8")
    done = run("import", "organizations", file)
    assert (done.exit_code, "听松社区（D-second_community）" in done.stderr, "没有改动" in done.stderr) == (
        0,
        True,
        True,
    )


def test_a_roster_is_checked_as_the_contract_prints_it(run, installed, roster):
    done = run("import", "members", roster, "--check", "--json")
    rows = json.loads(done.stdout)["rows"]
    assert (done.exit_code, [(row["row"], row["action"]) for row in rows]) == (
        4, [(3, "accept"), (4, "reject"), (5, "ask")],
    )  # fmt: skip
    assert set(rows[0]) == {"row", "action", "reason", "warnings", "normalized"}
    assert rows[0]["normalized"]["id_number"] == GOOD


def test_the_rows_that_are_right_are_taken_and_again_without_effect(run, installed, roster):
    first, second = (run("import", "members", roster, "--json") for _ in range(2))
    assert (first.exit_code, actions(first)) == (4, {"created": 1, "rejected": 1, "asked": 1})
    assert actions(second) == {"unchanged": 1, "rejected": 1, "asked": 1}
    assert "备注2" in first.stderr


def test_a_report_says_for_every_row_what_became_of_it(run, installed, roster, tmp_path):
    run("import", "members", roster, "--report", tmp_path / "report.xlsx")
    (head, *rows) = CalamineWorkbook.from_path(tmp_path / "report.xlsx").get_sheet_by_index(0).to_python()
    assert head == ["行", "结果", "原因", "说明"]
    assert [(row[0], row[1]) for row in rows] == [(3, "新建"), (4, "没有收下"), (5, "要核实")]
    assert rows[1][3]


@pytest.mark.parametrize("what", ["organizations", "members"])
def test_a_file_that_is_not_there_is_wrong_usage(run, installed, tmp_path, what):
    assert run("import", what, tmp_path / "nothing.xlsx").exit_code == 2


@pytest.mark.parametrize("what", ["organizations", "members"])
def test_a_file_without_the_columns_is_refused_as_a_whole(run, installed, tmp_path, what):
    (tmp_path / "file.csv").write_text("颜色,形状\n红,圆\n", encoding="utf-8")
    done = run("import", what, tmp_path / "file.csv")
    assert (done.exit_code, done.stdout, bool(done.stderr)) == (1, "", True)


def test_the_own_workbook_comes_back_with_notes_is_mended_and_adds_nothing_twice(run, installed, tmp_path):
    sent, back = tmp_path / "roster.xlsx", tmp_path / "back.xlsx"
    right = [["周国栋", GOOD, "D-branch"], ["吴小燕", "1", "D-branch"]]
    sent.write_bytes(workbook({1: ["姓名", "公民身份号码", "所在党支部"], 2: right[0], 3: right[1]}))
    done = run("import", "members", sent, "--annotated", back)
    assert "B3 公民身份号码“1”：" in done.stdout
    assert actions(run("import", "members", back, "--json")) == {"unchanged": 1, "rejected": 1}
    mended = rewritten(back.read_bytes(), "xl/sharedStrings.xml", lambda part: part.replace(b"<t>1</t>", OTHER_TEXT))
    back.write_bytes(mended)
    assert actions(run("import", "members", back, "--json")) == {"unchanged": 1, "created": 1}
    assert actions(run("import", "members", back, "--json")) == {"unchanged": 2}
