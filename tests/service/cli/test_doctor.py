"""One line a check, and what to do."""

import json
import sqlite3
from datetime import timedelta

import pytest

from service.casework.files import NewFile
from service.intake.imports import hand_in
from tests.service.intake.sheets import workbook
from tests.service.reporting import hand_in_reports


def statuses(run):
    done = run("doctor", "--json")
    return done.exit_code, {line["check"]: line["status"] for line in json.loads(done.stdout)}


def execute(driver, *statements):
    connection = sqlite3.connect(driver.config.home / "transfer-desk.sqlite")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_sound_installation_is_told_so(run, installed):
    code, found = statuses(run)
    assert code == 0
    assert found.pop("calendar") == "warning"
    assert set(found.values()) == {"ok"}
    assert "2027 年" in run("doctor").stdout


def test_a_report_whose_figures_are_not_those_of_its_history_is_noticed(run, installed):
    hand_in_reports(installed)
    assert statuses(run)[1]["reports"] == "ok"
    other = "json_set(particulars, '$.figures.closing', 9)"
    execute(installed, f"UPDATE cases SET particulars = {other} WHERE quarter = '2026-Q2'")  # noqa: S608 - the attack
    assert statuses(run)[1]["reports"] == "failure"


def test_clocks_that_nobody_swept_are_noticed(run, installed, set_now):
    installed.drive_to("outflow_review")
    set_now("2026-12-09T09:00:00+08:00")
    assert statuses(run)[1]["worker"] == "warning"
    assert run("worker", "--once").exit_code == 0
    assert statuses(run)[1]["worker"] == "ok"


def test_long_work_that_nobody_begins_is_noticed_and_the_next_pass_does_it(run, installed, set_now):
    roster = NewFile("名册.xlsx", "", workbook({1: ["姓名", "身份证号"], 2: ["周国栋", "1"]}))
    installed.database.transact(lambda tx: hand_in(tx, installed.actor("street"), roster))
    assert statuses(run)[1]["worker"] == "ok"
    with installed.database.read() as tx:
        set_now((tx.now + timedelta(minutes=6)).isoformat())
    assert statuses(run)[1]["worker"] == "warning"
    assert run("worker", "--once").exit_code == 0
    assert statuses(run)[1]["worker"] == "ok"


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("DROP TRIGGER letters_status", "rules"),
        ("UPDATE settings SET value = '\"another\"' WHERE name = 'key_check'", "keys"),
        ("UPDATE case_clocks SET running = 0", "stillness"),
        ("UPDATE member_relations SET until = since WHERE relation = 'responsibility'", "members"),
        ("UPDATE organizations SET superior_desk_id = NULL WHERE code = 'D-branch'", "desks"),
        ("UPDATE case_parties SET desk_id = NULL", "vacancies"),
        ("UPDATE alembic_version SET version_num = '0004'", "schema"),
    ],
)
def test_what_is_wrong_is_a_failure_with_advice(run, installed, statement, check):
    installed.drive_to("outflow_review")
    execute(installed, statement)
    done = run("doctor", "--json")
    line = next(line for line in json.loads(done.stdout) if line["check"] == check)
    assert (done.exit_code, line["status"], bool(line["advice"])) == (1, "failure", True)


def test_a_unit_that_is_stood_in_for_is_a_warning(run, installed):
    installed.drive_to("placement")
    run("users", "disable", "second_community")
    assert statuses(run)[1]["vacancies"] == "warning"


def test_looking_changes_nothing(run, installed):
    number = installed.drive_to("outflow_review")
    execute(installed, "UPDATE organizations SET superior_desk_id = NULL WHERE code = 'D-branch'")
    before = installed.case(number).version
    assert statuses(run)[1]["desks"] == statuses(run)[1]["desks"] == "failure"
    assert installed.case(number).version == before
