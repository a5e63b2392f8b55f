"""Holidays are loaded from the two forms in which they are passed around."""

import json

import pytest


def days_of_2027():
    off = [f"2027-02-{day:02d}" for day in range(5, 12)] + [f"2027-10-{day:02d}" for day in range(1, 8)]
    return [*((day, False) for day in off), ("2027-02-14", True), ("2026-12-31", False)]


def as_csv(file):
    lines = [f"{day},{'班' if working else '休'},某节" for day, working in days_of_2027()]
    file.write_text("\n".join(["day,is_working,name", *lines]), encoding="utf-8-sig")


def as_json(file):
    days = [{"date": day, "isOffDay": not working, "name": "某节"} for day, working in days_of_2027()]
    file.write_text(json.dumps({"year": 2027, "days": days}), encoding="utf-8")


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_a_list_is_loaded_and_shown(run, installed, tmp_path, write):
    write(tmp_path / "2027")
    done = run("calendar", "import", tmp_path / "2027", "--source", "通知")
    assert (done.exit_code, "2027 年" in done.stdout) == (0, True)
    shown = json.loads(run("calendar", "show", 2027, "--json").stdout)
    assert (shown["source"], len(shown["days"]), shown["missing_years"]) == ("通知", 15, [])
    assert {"day": "2027-02-14", "is_working": True, "name": "某节"} in shown["days"]


def test_the_missing_list_of_next_year_is_told(run, installed):
    done = run("calendar", "show", 2026)
    assert (done.exit_code, "2026-10-01（四） 休" in done.stdout, "2027 年" in done.stderr) == (0, True, True)


@pytest.mark.parametrize("text", ["what is this", '{"days": 3}', "day,is_working,name\n2027-02-30,休,x", ""])
def test_what_is_no_list_changes_nothing(run, installed, tmp_path, text):
    (tmp_path / "list").write_text(text)
    assert run("calendar", "import", tmp_path / "list").exit_code == 1
    assert json.loads(run("calendar", "show", 2027, "--json").stdout)["source"] is None


def test_what_a_list_would_move_is_shown_and_nothing_is_loaded(run, installed, tmp_path, set_now):
    set_now("2027-02-03T09:00:00+08:00")
    number = installed.drive_to("outflow_review")
    as_csv(tmp_path / "2027")
    done = run("calendar", "import", tmp_path / "2027", "--preview")
    assert f"{number} 2027-02-10 → 2027-02-16" in done.stdout
    assert json.loads(run("calendar", "show", 2027, "--json").stdout)["source"] is None
