"""The offline proof finds what somebody changed behind the program's back, and says where."""

import json
import sqlite3

import pytest

from tests.tampering import CASE_RULES, tamper


@pytest.fixture
def number(installed):
    return installed.drive_to("in_transit")


def test_a_history_as_it_was_written_is_answered_with_zero(run, installed, number):
    done = run("audit", "verify")
    assert (done.exit_code, "1 件 3 行" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("statement", "line", "problem"),
    [
        ("UPDATE history_lines SET body = replace(body, 'submit', 'submiT') WHERE seq = 2", 2, "line_changed"),
        ("UPDATE history_lines SET action = 'release' WHERE seq = 2", 2, "columns_changed"),
        ("UPDATE history_lines SET organization_id = 1 WHERE seq = 2", 2, "columns_changed"),
        ("UPDATE history_lines SET at = 'long ago' WHERE seq = 2", 2, "unreadable"),
        ("DELETE FROM history_lines WHERE seq = 2", 3, "gap"),
        ("DELETE FROM history_lines WHERE seq = 3", 3, "lines_missing"),
        ("UPDATE cases SET state = 'closed'", 3, "state_differs"),
        ("DELETE FROM cases", 1, "case_missing"),
    ],
)
def test_a_change_is_answered_with_three_and_the_line_is_named(run, installed, number, statement, line, problem):
    tamper(installed.database.engine, statement, rules=CASE_RULES)
    done = run("audit", "verify")
    assert done.exit_code == 3
    assert f"{'#1' if problem == 'case_missing' else number} 第 {line} 行" in done.stdout
    assert problem in done.stdout


def test_the_finding_is_data_too(run, installed, number):
    tamper(installed.database.engine, "UPDATE history_lines SET hash = previous_hash WHERE seq = 3")
    done = run("audit", "verify", "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["missing_triggers"]) == (3, [])
    assert found["findings"] == [{"case": number, "seq": 3, "problem": "line_changed"}]


def test_rules_that_are_gone_are_tampering(run, installed, number):
    connection = sqlite3.connect(installed.config.home / "transfer-desk.sqlite")
    connection.execute("DROP TRIGGER cases_step")
    connection.close()
    done = run("audit", "verify")
    assert (done.exit_code, "cases_step" in done.stdout) == (3, True)
