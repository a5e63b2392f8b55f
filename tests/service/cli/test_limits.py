"""Limits from the machine itself."""

import json

REVIEW = ("D-street", "transfer", "outflow_review")


def review(run, code="D-branch"):
    rows = json.loads(run("limits", "show", code, "--json").stdout)
    return next((row["length"], row["set_by"]) for row in rows if row["name"] == "outflow_review")


def test_a_limit_is_set_for_a_subtree_shown_and_given_back(run, installed):
    assert run("limits", "set", *REVIEW, 3, "--basis", "区转接办法").exit_code == 0
    assert review(run) == (3, "D-street")
    assert "outflow_review：3 个工作日" in run("limits", "show", "D-branch").stdout
    assert run("limits", "reset", *REVIEW, "--basis", "恢复").exit_code == 0
    assert review(run) == (5, None)


def test_above_the_maximum_the_rule_is_told(run, installed):
    done = run("limits", "set", "D-street", "transfer", "receipt_due", 2, "--basis", "x")
    assert (done.exit_code, "组通字〔2006〕45号" in done.stderr) == (1, True)


def test_without_a_ground_the_usage_is_wrong(run, installed):
    assert run("limits", "set", *REVIEW, 3).exit_code == 2
